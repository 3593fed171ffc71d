// Many numbers against iteration as a heat map: a line each, groups of lines under each other. Knows no training.
import { scaleLinear } from 'd3';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { formatExact } from './format.ts';
import { Legend } from './Legend.tsx';
import { Picture, ReadOut } from './Picture.tsx';
import { scaleOf, type ColourScale, type Domain } from './scale.ts';
import { TimeAxes } from './TimeAxes.tsx';
import { momentRead } from './TimeLines.tsx';
import { momentByKey, type Timeline } from './TimelineMarks.tsx';
import { condense, heatHit, heatLayout, nearestKnown, timeFrame, type HeatGroup } from './timePlot.ts';
import { timeHandlers, type Hovered } from './useTimePlot.ts';
import { useTheme } from './useTheme.ts';
import { usePixelRatio, useWidth } from './useWidth.ts';
import styles from './time.module.css';

export interface TimeHeatGroup {
  name: string;
  lines: number;
  /** [lines, moments]; NaN where it is not known yet. */
  values: Float32Array;
  lineName: (line: number) => string;
  /** Each group's colours are divided by this; the numbers that are read out are not. Default 1. */
  unit?: number;
}

export interface TimeHeatProps {
  title: string;
  timeline: Timeline;
  last: number;
  groups: readonly TimeHeatGroup[];
  domain: Domain;
  legend: string;
  hovered: Hovered | null;
  onHover: (hovered: Hovered | null) => void;
  /** The line that is chosen, and choosing one. */
  selected: { group: number; line: number } | null;
  onSelect: (group: number, line: number) => void;
  caption?: ReactNode;
}

interface Spot {
  group: number;
  line: number;
}

/** Room for all cells, and the most lines that a group is drawn with. */
const ROOM = 270;
const MOST_LINES = 256;
const FOOT = 36;

/** The cells of every group, device pixel by device pixel, from the nearest moment that is known; what none knows stays clear. */
function draw(canvas: HTMLCanvasElement, groups: readonly { values: Float32Array; box: HeatGroup; unit: number }[], nearest: Int32Array, moments: number, scale: ColourScale, ratio: number, height: number): void {
  const width = nearest.length;
  canvas.width = width;
  canvas.height = Math.max(1, Math.round(height * ratio));
  const pixels = new Uint32Array(width * canvas.height);
  for (const { values, box, unit } of groups)
    for (let y = Math.round(box.cells * ratio); y < Math.round((box.cells + box.cell * box.lines) * ratio); y++) {
      const line = Math.min(box.lines - 1, Math.floor((y / ratio - box.cells) / box.cell));
      for (let px = 0; px < width; px++) {
        const value = nearest[px] < 0 ? NaN : values[Math.max(0, line) * moments + nearest[px]];
        if (!Number.isNaN(value)) pixels[y * width + px] = scale.palette.pixels[scale.index(unit > 0 ? value / unit : 0)];
      }
    }
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, canvas.height), 0, 0);
}

export function TimeHeat({ title, timeline, last, groups, domain, legend, hovered, onHover, selected, onSelect, caption }: TimeHeatProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const theme = useTheme();
  const [pointed, setPointed] = useState<Spot | null>(null);
  const { moments, moment } = timeline;
  const drawn = useMemo(() => groups.map(({ values, lines }) => condense(values, lines, moments.length, MOST_LINES)), [groups, moments.length]);
  const layout = useMemo(() => heatLayout(drawn.map(({ lines }) => lines), ROOM), [drawn]);
  const frame = useMemo(() => ({ ...timeFrame(width, layout.height + FOOT), top: 0, bottom: layout.height + 2 }), [width, layout]);
  const x = useMemo(() => scaleLinear([0, Math.max(1, last)], [frame.left, frame.right]), [last, frame]);
  const [low, high] = domain;
  const scale = useMemo(() => scaleOf('diverging', [low, high], theme), [low, high, theme]);
  const known = useMemo(() => moments.map((_, at) => groups.some(({ values }) => !Number.isNaN(values[at]))), [groups, moments]);
  const plotted = frame.right - frame.left;
  useLayoutEffect(() => {
    if (!canvas.current || width === 0) return;
    const nearest = Int32Array.from({ length: Math.round(plotted * ratio) }, (_, px) => {
      const iteration = ((px + 0.5) / (plotted * ratio)) * Math.max(1, last);
      // A moment's colour does not reach on over iterations that are still to come.
      return iteration > (moments.at(-1) ?? 0) + last / 60 ? -1 : nearestKnown(moments, (at) => known[at], iteration);
    });
    const parts = drawn.map(({ values }, k) => ({ values, box: layout.groups[k], unit: groups[k].unit ?? 1 }));
    draw(canvas.current, parts, nearest, moments.length, scale, ratio, layout.height);
  }, [drawn, layout, groups, known, moments, scale, ratio, plotted, last, width]);

  /** The first of the lines that a drawn one stands for, and a line's place among those drawn. */
  const lineAt = ({ group, line }: Spot): Spot => ({ group, line: Math.ceil((line * groups[group].lines) / drawn[group].lines) });
  const drawnAt = ({ group, line }: Spot): Spot => ({ group, line: Math.floor((line * drawn[group].lines) / groups[group].lines) });
  const at = momentRead(timeline, hovered, (k) => known[k]);
  const chosen = selected && selected.group < groups.length ? drawnAt(selected) : null;
  const spot = pointed && pointed.group < drawn.length ? pointed : null;
  const read = spot ? lineAt(spot) : selected;
  const boxOf = ({ group, line }: Spot) => ({ y: layout.groups[group].cells + line * layout.groups[group].cell, height: layout.groups[group].cell });
  const handlers = timeHandlers(timeline, x, onHover);
  const hit = (event: PointerEvent<HTMLElement>) => heatHit(layout.groups, event.clientY - event.currentTarget.getBoundingClientRect().top);
  const all = drawn.flatMap(({ lines }, group) => Array.from({ length: lines }, (_, line): Spot => ({ group, line })));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const now = spot ?? chosen ?? all[0];
    const index = all.findIndex(({ group, line }) => group === now?.group && line === now?.line);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setPointed(all[Math.max(0, Math.min(all.length - 1, index + step))] ?? null);
    else if ((event.key === 'Enter' || event.key === ' ') && now) onSelect(now.group, lineAt(now).line);
    else {
      const next = momentByKey(timeline, event.key);
      if (next === undefined) return;
      timeline.onMoment(next);
    }
    event.preventDefault();
    onHover({ iteration: moment ?? moments[moments.length - 1], live: true });
  };
  const value = at < 0 ? NaN : spot ? drawn[spot.group].values[spot.line * moments.length + at] : selected ? groups[selected.group].values[selected.line * moments.length + at] : NaN;
  const condensed = spot && drawn[spot.group].lines < groups[spot.group].lines ? ' or a neighbour' : '';
  return (
    <Picture
      title={title}
      legend={<Legend kind="diverging" domain={domain} label={legend} />}
      readOut={
        <ReadOut
          where={read && !Number.isNaN(value) ? `${spot ? '' : 'chosen: '}${groups[read.group].lineName(read.line)}${condensed}, iteration ${moments[at]}` : undefined}
          value={read && !Number.isNaN(value) ? formatExact(value) : undefined}
          long
          idle="Point at a cell to read its value."
          live={hovered?.live ?? false}
        />
      }
      caption={caption}
    >
      <div
        ref={ref}
        className={styles.heat}
        style={{ height: layout.height + FOOT }}
        role="application"
        aria-roledescription="heat map"
        aria-label={`${title}. ${groups.map(({ name, lines }) => `${name}, ${lines} ${lines === 1 ? 'line' : 'lines'}`).join('; ')}; iterations 0 to ${moments.at(-1) ?? 0}. Left and right go through the moments, up and down through the lines, Enter chooses a parameter.`}
        tabIndex={0}
        {...handlers}
        onPointerMove={(event) => {
          setPointed(hit(event));
          handlers.onPointerMove(event);
        }}
        onPointerLeave={(event) => {
          if (event.pointerType !== 'touch') setPointed(null);
          handlers.onPointerLeave(event);
        }}
        onClick={(event) => {
          const on = heatHit(layout.groups, event.clientY - event.currentTarget.getBoundingClientRect().top);
          if (on) onSelect(on.group, lineAt(on).line);
        }}
        onBlur={() => {
          setPointed(null);
          onHover(null);
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={styles.cells} style={{ left: frame.left, width: plotted, height: layout.height }} aria-hidden="true" />
        {width > 0 && (
          <svg className={styles.overlay} width={width} height={layout.height + FOOT} aria-hidden="true">
            <TimeAxes x={x} y={null} frame={frame} />
            {layout.groups.map(({ top, cells, cell, lines }, k) => (
              <g key={groups[k].name}>
                <text className={styles.group} x={frame.left} y={top + 11}>
                  {groups[k].name}
                </text>
                <rect className={styles.frame} x={frame.left - 0.5} y={cells - 0.5} width={plotted + 1} height={cell * lines + 1} />
                <text className={styles.groupNumbers} x={frame.left - 6} y={cells + (cell * lines) / 2} dy="0.32em" textAnchor="end">
                  {groups[k].lines}
                </text>
              </g>
            ))}
            {moments.length > 0 && <line className={styles.cursor} x1={x(moment ?? moments.at(-1)!)} x2={x(moment ?? moments.at(-1)!)} y1={0} y2={frame.bottom} />}
            {moments.length > 0 && <path className={styles.handle} d={`M${x(moment ?? moments.at(-1)!)} ${frame.bottom}l5 6v8h-10v-8z`} />}
            {chosen && <path className={styles.chosen} d={`M${frame.left - 1} ${boxOf(chosen).y + boxOf(chosen).height / 2}l-5 -4v8z`} />}
            {spot && <rect className={styles.pointed} x={frame.left - 0.5} width={plotted + 1} {...boxOf(spot)} />}
          </svg>
        )}
      </div>
    </Picture>
  );
}
