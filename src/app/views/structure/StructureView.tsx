// What the Jacobian is made of: its spectrum, which rows are alike, which say the same, and what is felt by nobody.
import { useExploration } from '../../state/ExplorerContext.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
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

export default function StructureView() {
  const exploration = useExploration();
  const [show, setShow] = useViewChoice('structure', 'show', ['spectrum', 'kernel', 'parallel', 'silent']);
  const { Part } = parts.find(({ value }) => value === show)!;
  return (
    <div className={styles.view}>
      <Switch label="Part of the structure" value={show} options={parts.map(({ value, label }) => ({ value, label }))} onChange={setShow} />
      {exploration ? <Part exploration={exploration} /> : <Skeleton height={520} label="The Jacobian is on its way" />}
    </div>
  );
}
