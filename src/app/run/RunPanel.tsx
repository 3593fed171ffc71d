// The run: its buttons, how far it is, what it has learned, its filters, and the settings of the next one.
import { useMemo, useState } from 'react';
import { Filters, TrainingCurve, type Measure } from '../../viz/index.ts';
import type { LayerInfo } from '../../engine/protocol.ts';
import { useExploration, useExplorer, useFrame, usePage } from '../state/ExplorerContext.ts';
import { parameterIndex, positionOf } from '../formula/parameter.ts';
import { pointAt, usePointed } from '../state/pointed.ts';
import { kernelShape } from '../network/kernelShape.ts';
import { Panel, Skeleton } from '../ui/Panel.tsx';
import { Switch } from '../ui/Switch.tsx';
import { hasDiverged } from './phases.ts';
import { BackendBadge, BackendNotice } from './Backend.tsx';
import { RunControls } from './RunControls.tsx';
import { RunProgress } from './RunProgress.tsx';
import { Runs } from './Runs.tsx';
import { Settings } from './Settings.tsx';
import { TimelineBar } from './TimelineBar.tsx';
import styles from './RunPanel.module.css';

const measures = [
  { value: 'accuracy', label: 'Accuracy' },
  { value: 'loss', label: 'Loss' },
] as const;

function Curve() {
  const explorer = useExplorer();
  const [measure, setMeasure] = useState<Measure>('accuracy');
  const compared = usePage((state) => state.compared);
  const moments = usePage(({ run }) => run?.moments);
  const moment = usePage(({ run }) => run?.moment ?? null);
  const asked = usePage((state) => state.momentAsked);
  const timeline = useMemo(() => moments && { moments, moment, asked, onMoment: (next: number | null) => void explorer.look(next) }, [explorer, moments, moment, asked]);
  const iterations = usePage(({ run }) => run?.iterations ?? null);
  const iterationsPerEpoch = usePage(({ run }) => run?.iterationsPerEpoch ?? 0);
  const epochs = usePage(({ run }) => run?.epochs ?? 0);
  const curve = usePage((state) => state.curve);
  const diverged = usePage(({ run }) => (run && hasDiverged(run) ? run.iteration + 1 : null));
  if (iterations === null) return <Skeleton height={230} label="The curve is on its way" />;
  return (
    <div className={styles.curve}>
      <Switch label="What the curve shows" help="Accuracy: the share of images read rightly. Loss: the number that training makes smaller." value={measure} options={measures} onChange={setMeasure} />
      <TrainingCurve
        title={measure === 'accuracy' ? 'Digits read rightly' : 'Cross-entropy loss'}
        curve={curve}
        iterations={iterations}
        iterationsPerEpoch={iterationsPerEpoch}
        epochs={epochs}
        measure={measure}
        height={150}
        timeline={timeline}
        compared={compared}
        diverged={diverged}
      />
      <TimelineBar />
    </div>
  );
}

/** The parameter that looks at the image: the first one with more axes than one. */
function useKernel(): LayerInfo['parameters'][number] | null {
  return usePage(({ run }) => run?.layers.flatMap(({ parameters }) => parameters).find(({ shape }) => shape.length > 1) ?? null);
}

function LiveFilters() {
  const explorer = useExplorer();
  const filters = useFrame('filters', (state) => state.filters);
  const parameter = usePage((state) => state.selection.parameter);
  const channel = usePage((state) => state.selection.unit?.c ?? null);
  const blocks = useExploration()?.blocks ?? [];
  const kernel = useKernel();
  const none = usePage(({ run }) => run !== null && run.network === 'loaded');
  const block = blocks.find(({ parameter: name }) => name === kernel?.name);
  const pointed = usePointed(({ column }) => (block && column !== null && column >= block.start && column < block.start + block.size ? column - block.start : null));
  if (!filters || !kernel) return none ? null : <Skeleton height={150} label="The filters are on their way" />;
  const index = parameter === null ? null : parameterIndex(blocks, parameter);
  const inside = block && index !== null && index >= block.start && index < block.start + block.size ? index - block.start : null;
  const nameOf = (offset: number) => `${kernel.name}[${positionOf(kernel.shape, offset).join(',')}]`;
  const choose = (offset: number) => void explorer.select({ parameter: nameOf(offset), mode: 'parameter' });
  const shape = kernelShape(filters.shape, kernel.name);
  return (
    <Filters
      title={`The ${shape[3]} filters now`}
      shape={shape}
      values={filters.values}
      channel={block?.structure === 'channel' && channel !== null ? channel % shape[3] : null}
      selected={inside}
      onSelect={choose}
      pointed={pointed}
      onHover={(offset) => pointAt({ column: offset === null || !block ? null : block.start + offset })}
      legend="weight"
      cellName={nameOf}
      across={10}
    />
  );
}

export function RunPanel() {
  const loaded = usePage((state) => state.run?.network === 'loaded');
  return (
    <Panel id="run" title={loaded ? 'The model' : 'The run'} aside={<BackendBadge />} className={styles.run}>
      {!loaded && <RunControls />}
      <RunProgress />
      <BackendNotice />
      {!loaded && <Curve />}
      <LiveFilters />
      {!loaded && <Settings />}
      {!loaded && <Runs />}
    </Panel>
  );
}
