// How B is chosen, by what differs: a unit from its map, an image from the thumbnails, a moment on a slider, a run from those kept.
import { useId, useMemo } from 'react';
import { CellGrid, FeatureMaps, Thumbnails } from '../../../viz/index.ts';
import type { Exploration, Unit } from '../../../engine/protocol.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { useTellsClasses } from '../../digit/useTellsClasses.ts';
import { useFrame, usePage } from '../../state/ExplorerContext.ts';
import { unitInWords } from '../../state/units.ts';
import { Choice } from '../../ui/Choice.tsx';
import { count, percent } from '../../ui/format.ts';
import { Stepper } from '../../ui/Stepper.tsx';
import { comparableRuns } from './otherSide.ts';
import styles from './compare.module.css';

export function UnitPicker({ exploration, unit, onChange }: { exploration: Exploration; unit: Unit; onChange: (unit: Unit) => void }) {
  const { layer, rowNorms } = exploration;
  const [, , C] = layer.shape;
  if (layer.vector) {
    return <CellGrid title="Choose B: another unit" values={rowNorms} kind="sequential" legend="length of its row" selected={unit.c} onSelect={(c) => onChange({ i: 0, j: 0, c })} cellName={(c) => `unit ${c}`} />;
  }
  return (
    <>
      {C > 1 && <Stepper label="Map" value={unit.c} count={C} onChange={(c) => onChange({ ...unit, c })} name={(c) => `map ${c} of ${count(C)}`} />}
      <FeatureMaps
        title="Choose B: another unit"
        values={rowNorms}
        shape={layer.shape}
        channels={{ first: unit.c, count: 1 }}
        kind="sequential"
        legend="length of its row"
        selected={unit}
        onSelect={onChange}
        cellName={(at) => unitInWords(at, layer).toLowerCase()}
        maxCell={7}
      />
    </>
  );
}

export function ImagePicker({ image, onChange }: { image: number; onChange: (image: number) => void }) {
  const tells = useTellsClasses();
  const names = useClassNames();
  const items = usePage((state) => state.browsing.items);
  const digits = usePage((state) => state.opened!.digits);
  const input = usePage((state) => state.input);
  const loaded = usePage((state) => state.run?.network === 'loaded');
  const pixels = useFrame('pixels', (state) => state.browsing.pixels);
  const read = useMemo(() => (tells ? items : items.map((item) => ({ ...item, predicted: null }))), [tells, items]);
  if (loaded && input && input.kind !== 'digit') return <Stepper label="Image" value={image} count={input.count} onChange={onChange} />;
  if (!pixels) return null;
  return (
    <>
      <p className={styles.note}>Choose B: another image. The filters beside the digit decide which are offered.</p>
      <div className={styles.thumbnails}>
        <Thumbnails label="Images to compare with" pixels={pixels} height={digits.height} width={digits.width} items={read} names={names} selected={image} onSelect={onChange} />
      </div>
    </>
  );
}

export function MomentPicker({ moment, onChange }: { moment: number; onChange: (moment: number) => void }) {
  const id = useId();
  const moments = usePage(({ run }) => run!.moments);
  const at = Math.max(0, moments.indexOf(moment));
  return (
    <div className={styles.moment}>
      <label htmlFor={id}>
        Choose B: the run after iteration <span className="figures">{count(moment)}</span>
        {moment === 0 && ', before anything was learned'}
      </label>
      <input id={id} type="range" min={0} max={moments.length - 1} value={at} aria-valuetext={`iteration ${moment}`} onChange={({ target }) => onChange(moments[Number(target.value)])} />
    </div>
  );
}

export function RunPicker({ run, onChange }: { run: string; onChange: (id: string) => void }) {
  const runs = usePage((state) => state.runs);
  const shown = usePage((state) => state.run!);
  const digits = usePage((state) => state.opened!.digits.identity);
  const offered = comparableRuns({ runs, run: shown, digits });
  const left = runs.length - offered.length;
  const options = offered.map(({ id, name, settings, iteration, accuracy }) => ({ value: id, label: `${name}: seed ${settings.seed}, ${count(iteration)} iterations${accuracy === null ? '' : `, ${percent(accuracy, 1)} right`}` }));
  return (
    <>
      <Choice label="Choose B: another run, as it ended" value={run} options={options} onChange={onChange} />
      {left > 0 && <p className={styles.note}>{count(left)} more kept {left === 1 ? 'run is' : 'runs are'} of another network or on other digits, so {left === 1 ? 'it has' : 'they have'} no rows to compare with these.</p>}
    </>
  );
}
