// What the Jacobian is made of: its spectrum, which rows are alike, which say the same, and what is felt by nobody.
import { RefreshCw } from 'lucide-react';
import type { Exploration } from '../../../engine/protocol.ts';
import { useExploration } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useSteady } from '../parts/useSteady.ts';
import { useViewChoice } from '../useViewOption.ts';
import { Kernel } from './Kernel.tsx';
import { Parallel } from './Parallel.tsx';
import { Silent } from './Silent.tsx';
import { Spectrum } from './Spectrum.tsx';
import styles from '../parts/parts.module.css';

const parts = [
  { value: 'spectrum', label: 'Singular values', Part: Spectrum },
  { value: 'kernel', label: 'Tangent kernel', Part: Kernel },
  { value: 'parallel', label: 'Parallel rows', Part: Parallel },
  { value: 'silent', label: 'Never felt, never on', Part: Silent },
] as const;

type Shown = (typeof parts)[number]['value'];

function Steadily({ latest, show }: { latest: Exploration; show: Shown }) {
  const { exploration, behind, catchUp } = useSteady(latest);
  const { Part } = parts.find(({ value }) => value === show)!;
  return (
    <>
      {behind && (
        <div className={styles.status} role="status">
          <p>The run trains on; this is of the weights as they were. It is worked out anew when the run pauses or ends.</p>
          <Button icon={RefreshCw} onClick={catchUp}>
            Take the weights of now
          </Button>
        </div>
      )}
      <Part exploration={exploration} />
    </>
  );
}

export default function StructureView() {
  const exploration = useExploration();
  const [show, setShow] = useViewChoice('structure', 'show', ['spectrum', 'kernel', 'parallel', 'silent']);
  return (
    <div className={styles.view}>
      <Switch label="Part of the structure" value={show} options={parts.map(({ value, label }) => ({ value, label }))} onChange={setShow} />
      {exploration ? <Steadily latest={exploration} show={show} /> : <Skeleton height={520} label="The Jacobian is on its way" />}
    </div>
  );
}
