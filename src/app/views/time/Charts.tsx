// The row over the run: the lengths of its parts, the activation, and every entry. One cursor runs through them.
import { useMemo, useState } from 'react';
import { symmetricDomain, TimeHeat, TimeLines, type Hovered, type Timeline } from '../../../viz/index.ts';
import type { Exploration } from '../../../engine/protocol.ts';
import { parameterName } from '../../formula/parameter.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { count, plainFigure } from '../../ui/format.ts';
import { largestAt, momentsInWords, scaleEnd } from './scaleEnd.ts';
import { columnOfLine, lineName, lineOf, type Numbers } from './numbers.ts';
import styles from './time.module.css';

interface ChartsProps {
  exploration: Exploration;
  timeline: Timeline;
  numbers: Numbers;
  scale: 'log' | 'linear';
  /** The array whose entries are shown, or all of them. */
  block: string;
}

/** Which moments the colours do not reach to, and why, where that is known. */
export function beyondInWords(iterations: readonly number[], exploration?: Pick<Exploration, 'batchNorm' | 'blocks'>): string {
  if (iterations.length === 0) return '';
  const words = momentsInWords(iterations);
  const normed = exploration?.batchNorm === 'inference' && exploration.blocks.some(({ parameter }) => parameter.endsWith('/gamma'));
  const why = normed && iterations[0] === 0 ? ' Before training, the running mean and variance of a batch norm are still 0 and 1, so it does not yet shrink what passes through it.' : '';
  return ` ${words[0].toUpperCase()}${words.slice(1)} beyond the colours.${why}`;
}

/** In a sentence how the row has changed. */
function summary({ norm }: Numbers, moments: readonly number[]): string {
  const known = moments.flatMap((iteration, at) => (Number.isNaN(norm[at]) ? [] : [{ iteration, norm: norm[at] }]));
  if (known.length < 2) return '';
  const [first, last] = [known[0], known.at(-1)!];
  const off = known.filter((each) => each.norm === 0).length;
  const zero = off === 0 ? '' : ` At ${count(off)} of ${count(known.length)} moments the row is zero: the unit is off there, and a logarithmic line breaks.`;
  return `At iteration ${first.iteration} the row is ${plainFigure(first.norm, 3)} long, at ${last.iteration} it is ${plainFigure(last.norm, 3)}.${zero}`;
}

export function Charts({ exploration, timeline, numbers, scale, block }: ChartsProps) {
  const explorer = useExplorer();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const training = usePage((state) => state.curve.training);
  const iterations = usePage(({ run }) => run!.iterations);
  const parameter = usePage((state) => state.selection.parameter);
  const { moments } = timeline;
  const { blocks } = exploration;
  const last = Math.max(iterations, moments.at(-1) ?? 1);
  const lengths = useMemo(() => [{ name: 'whole row', values: numbers.norm }, ...numbers.lines.map(({ parameter: name }, k) => ({ name, values: numbers.blockNorms[k] }))], [numbers]);
  const activation = useMemo(() => [{ name: 'h', values: numbers.activation }], [numbers]);
  const behind = useMemo(() => (training.length === 0 ? null : { name: 'training loss, own scale', points: training.map(({ iteration, loss }) => ({ iteration, value: loss })) }), [training]);
  const shown = useMemo(() => numbers.lines.map((_, k) => k).filter((k) => block === 'all' || numbers.lines[k].parameter === block), [numbers, block]);
  const groups = useMemo(
    () =>
      shown.map((k) => {
        const lines = numbers.lines[k];
        const values = numbers.entries[k];
        const { end, beyond } = scaleEnd(largestAt(values, moments.length));
        const each = block === 'all' ? `: full colour at ±${plainFigure(end, 3)}` : '';
        return { name: `${lines.parameter}${each}`, lines: lines.count, values, lineName: (line: number) => lineName(blocks, lines, line), end, beyond, ...(block === 'all' ? { unit: end } : {}) };
      }),
    [numbers, shown, block, blocks, moments.length],
  );
  const end = groups[0]?.end ?? 0;
  const domain = useMemo(() => (block === 'all' ? ([-1, 1] as const) : symmetricDomain([end])), [block, end]);
  const beyond = [...new Set(groups.flatMap((group) => group.beyond))].sort((a, b) => a - b).map((k) => moments[k]);
  const at = lineOf(blocks, numbers.lines, parameter);
  const selected = at && shown.includes(at.group) ? { group: shown.indexOf(at.group), line: at.line } : null;
  const select = (group: number, line: number) => {
    const column = columnOfLine(blocks, numbers.lines[shown[group]], line);
    if (column !== null) void explorer.select({ parameter: parameterName(blocks, column) });
  };
  const shared = { timeline, last, hovered, onHover: setHovered };
  return (
    <div className={styles.charts}>
      <div className={styles.lines}>
        <TimeLines {...shared} title="How long the row is in each parameter array" yTitle="length" series={lengths} scale={scale} behind={behind} caption={summary(numbers, moments)} />
        <TimeLines {...shared} title="The activation of the unit" yTitle="h" series={activation} scale="linear" height={150} />
      </div>
      <TimeHeat
        {...shared}
        title={block === 'all' ? 'Every entry of the row that can differ from zero' : `Every entry of the row in ${block}`}
        groups={groups}
        domain={domain}
        legend={block === 'all' ? 'share of the array’s largest' : 'derivative'}
        selected={selected}
        onSelect={select}
        caption={`A line is a parameter, a column a moment of the run.${block === 'all' ? ' Each array has colours of its own, because their sizes differ by much; choose one array to see its own scale.' : ''}${beyondInWords(beyond, exploration)}`}
      />
    </div>
  );
}
