// A square to draw a digit in, by finger, mouse or arrow keys; what is drawn is classified and differentiated, not trained on.
import { Check, Eraser, Undo2 } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useClassNames } from '../digit/classNames.ts';
import { useTellsClasses } from '../digit/useTellsClasses.ts';
import { useExploration, useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { percent } from '../ui/format.ts';
import { PEN, pathOf, pixelsOfDrawing, steered, type Point, type Stroke } from './drawing.ts';
import styles from './Data.module.css';

function pointOf(event: PointerEvent<SVGSVGElement>): Point {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

/** Strokes under the hand: the last one grows until the pen is lifted. */
function useStrokes() {
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  return {
    strokes,
    begin: (point: Point) => setStrokes((all) => [...all, [point]]),
    goOn: (point: Point) => setStrokes((all) => [...all.slice(0, -1), [...all[all.length - 1], point]]),
    undo: () => setStrokes((all) => all.slice(0, -1)),
    clear: () => setStrokes([]),
  };
}

type Strokes = ReturnType<typeof useStrokes>;

function Pad({ strokes, begin, goOn }: Strokes) {
  const drawing = useRef<number | null>(null);
  const [pen, setPen] = useState<Point & { down: boolean }>({ x: 0.5, y: 0.5, down: false });
  const [steering, setSteering] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = steered(pen, event.key);
    if (!next && event.key !== ' ') return;
    event.preventDefault();
    setSteering(true);
    if (!next && !pen.down) begin(pen);
    if (next && pen.down) goOn(next);
    setPen(next ? { ...next, down: pen.down } : { ...pen, down: !pen.down });
  };
  const lift = () => (drawing.current = null);
  return (
    <svg
      className={styles.pad}
      viewBox="0 0 1 1"
      role="application"
      aria-label="Draw a digit. By keyboard: the space bar sets the pen down or lifts it, arrow keys move it."
      tabIndex={0}
      data-testid="pad"
      onPointerDown={(event) => {
        if (event.button !== 0 || drawing.current !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawing.current = event.pointerId;
        setSteering(false);
        begin(pointOf(event));
      }}
      onPointerMove={(event) => drawing.current === event.pointerId && goOn(pointOf(event))}
      onPointerUp={lift}
      onPointerCancel={lift}
      onKeyDown={onKeyDown}
      onBlur={() => setSteering(false)}
    >
      {strokes.map((stroke, k) => (
        // Strokes only come and go at the end.
        <path key={k} d={pathOf(stroke)} strokeWidth={PEN} />
      ))}
      {steering && <circle className={pen.down ? styles.penDown : styles.pen} cx={pen.x} cy={pen.y} r={0.03} />}
    </svg>
  );
}

/** How the network reads the drawing that was used last. */
function ReadAs() {
  const exploration = useExploration();
  const beside = usePage((state) => state.beside);
  const names = useClassNames();
  const tells = useTellsClasses();
  if (!exploration || exploration.digit.name !== 'drawn' || exploration.digit.index !== beside?.index) return null;
  const { predicted, probabilities, areProbabilities } = exploration;
  const sure = areProbabilities ? `, ${percent(probabilities[predicted])}` : '';
  return (
    <p role="status" data-testid="drawn-read-as">
      Read as {tells ? names[predicted] : predicted}
      {sure}. <a href="#digit">See it below</a>
    </p>
  );
}

export function DrawPad() {
  const explorer = useExplorer();
  const pad = useStrokes();
  const empty = pad.strokes.length === 0;
  return (
    <div className={styles.drawing}>
      <Pad {...pad} />
      <div className={styles.tools}>
        <Button tone="main" icon={Check} disabled={empty} onClick={() => void explorer.showImage({ kind: 'drawing', name: 'drawn', ...pixelsOfDrawing(pad.strokes) })}>
          Use it
        </Button>
        <Button icon={Undo2} disabled={empty} onClick={pad.undo}>
          Undo
        </Button>
        <Button icon={Eraser} disabled={empty} onClick={pad.clear}>
          Clear
        </Button>
      </div>
      <ReadAs />
    </div>
  );
}
