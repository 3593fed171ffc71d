// All units of the chosen layer, as maps. What the colours mean can be switched.
import { ArrowDown } from 'lucide-react';
import { useMemo } from 'react';
import type { Exploration } from '../../engine/protocol.ts';
import { useExploration, useExplorer, useFrame, usePage } from '../state/ExplorerContext.ts';
import { blockMode, blockOf, type MapMode } from '../state/mapMode.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { Figure } from '../ui/Figure.tsx';
import { isRounding } from '../row/rounding.ts';
import { Awaited, Panel } from '../ui/Panel.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Switch } from '../ui/Switch.tsx';
import { HowComputed } from './HowComputed.tsx';
import { Units } from './Units.tsx';
import { wordsOf } from './modes.ts';
import styles from './MapsPanel.module.css';

type Family = 'activation' | 'gradient' | 'parameter';

function familyOf(mode: MapMode): Family {
  return blockOf(mode) === null ? (mode as Family) : 'gradient';
}

/** A few arrays side by side, more of them in a list. */
function Blocks({ exploration, value, onChange }: { exploration: Exploration; value: string; onChange: (block: string) => void }) {
  const options = [{ value: 'all', label: 'all' }, ...exploration.blocks.map(({ parameter }) => ({ value: parameter, label: parameter }))];
  if (options.length > 5) return <Choice hideLabel label="Which parameters" help="The part of each row whose length is shown" value={value} options={options} onChange={onChange} />;
  return <Switch mono label="Which parameters" help="The part of each row whose length is shown" value={value} options={options} onChange={onChange} />;
}

function Modes({ exploration }: { exploration: Exploration }) {
  const explorer = useExplorer();
  const mode = usePage((state) => state.selection.mode);
  const parameter = usePage((state) => state.selection.parameter);
  const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
  const value = column === null ? null : exploration.parameters[column];
  const families = [
    { value: 'activation', label: 'Activation' },
    { value: 'gradient', label: 'Gradient size' },
    { value: 'parameter', label: 'One parameter', disabled: parameter === null },
  ] as const;
  const set = (next: MapMode) => void explorer.select({ mode: next });
  return (
    <div className={styles.modes}>
      <Switch label="What the maps show" help="Activation: what each unit gives. Gradient size: how long its row is. One parameter: how much each unit would grow with the chosen one." value={familyOf(mode)} options={families} onChange={set} />
      <div className={styles.second}>
        {familyOf(mode) === 'gradient' && exploration.blocks.length > 1 && <Blocks exploration={exploration} value={blockOf(mode) ?? 'all'} onChange={(block) => set(block === 'all' ? 'gradient' : blockMode(block))} />}
        {familyOf(mode) === 'parameter' && parameter !== null && (
          <p>
            <span className="figures">{parameter}</span>
            {value !== null && (
              <>
                {' = '}
                <Figure value={value} />
              </>
            )}
          </p>
        )}
        {familyOf(mode) === 'activation' && parameter === null && (
          <p>Choose a parameter to see what it does to every unit.</p>
        )}
      </div>
    </div>
  );
}

/** What the maps show now: of the shown mode, which follows the chosen one when its arrays are here. */
function useShownMaps(exploration: Exploration): { mode: MapMode; values: Float32Array; parameter: { name: string; value: number } | null } {
  const mode = usePage((state) => state.shown.mode);
  const column = useFrame('column', (state) => state.shown.column);
  const norms = useFrame('norms', (state) => state.shown.norms);
  if (mode === 'parameter' && column) {
    const parameter = { name: `${column.parameter}[${column.position.join(',')}]`, value: exploration.parameters[column.index] };
    return { mode, values: column.values, parameter };
  }
  if (blockOf(mode) !== null && norms) return { mode, values: norms, parameter: null };
  if (mode === 'gradient') return { mode, values: exploration.rowNorms, parameter: null };
  return { mode: 'activation', values: exploration.activations, parameter: null };
}

function Maps({ exploration }: { exploration: Exploration }) {
  const { mode, values, parameter } = useShownMaps(exploration);
  const longest = useMemo(() => exploration.rowNorms.reduce((most, norm) => Math.max(most, norm), 0), [exploration]);
  const words = wordsOf(mode, exploration, parameter);
  const quiet = mode !== 'activation' && isRounding(exploration, values, longest);
  return <Units exploration={exploration} values={values} words={quiet ? { ...words, domain: [0, 0], caption: `${words.caption} With batch statistics all of it is zero; what is not zero here is rounding.` } : words} />;
}

export function MapsPanel() {
  const exploration = useExploration();
  return (
    <Panel id="maps" title={`The ${exploration?.layer.vector ? 'units' : 'maps'}${exploration ? ` of ${exploration.layer.name}` : ''}`} waits className={styles.maps}>
      {exploration ? (
        <>
          <Modes exploration={exploration} />
          <Maps exploration={exploration} />
          <a className={styles.onward} href="#row">
            Read the chosen unit’s row <ArrowDown size={15} aria-hidden="true" />
          </a>
          <HowComputed exploration={exploration} />
        </>
      ) : (
        <Awaited height={520} label="The maps are on their way" name="The maps" />
      )}
    </Panel>
  );
}
