// Buttons and two sliders that zoom the matrix: both axes together, or one alone.
import { useId } from 'react';
import { useSettled, type MatrixCamera } from './matrixCamera.ts';
import { about, nearest, stretchWindow, wholeOf, STILL, type MatrixPlace } from './matrixWindow.ts';
import styles from './matrix.module.css';

const STEPS = 100;

/** 0: all of it; 1: single entries; in between by equal factors. */
function nearness(size: number, total: number, least: number): number {
  return total > least ? Math.log(total / size) / Math.log(total / least) : 0;
}

interface SliderProps {
  label: string;
  value: number;
  /** What is in sight, in words. */
  says: string;
  disabled: boolean;
  onChange: (nearness: number) => void;
}

function Slider({ label, value, says, disabled, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="range" min={0} max={STEPS} value={Math.round(value * STEPS)} aria-valuetext={says} disabled={disabled} onChange={(event) => onChange(Number(event.target.value) / STEPS)} />
      <output htmlFor={id}>{says}</output>
    </div>
  );
}

export interface MatrixZoomProps {
  camera: MatrixCamera;
  /** Where single entries are looked at: what is chosen, or the middle. */
  centre: () => MatrixPlace;
  /** `11 520 rows` of a number of rows, and likewise. */
  inWords: (count: number, what: 'rows' | 'columns') => string;
}

export function MatrixZoom({ camera, centre, inWords }: MatrixZoomProps) {
  const window = useSettled(camera);
  const { bounds } = camera;
  const both = (k: number) => camera.move(stretchWindow(camera.window, camera.bounds, about(k, 0.5), about(k, 0.5)));
  const rows = (to: number) => camera.move(stretchWindow(camera.window, camera.bounds, STILL, about((camera.window.rows / bounds.rows) * (bounds.rows / bounds.leastRows) ** to, 0.5)));
  const columns = (to: number) => camera.move(stretchWindow(camera.window, camera.bounds, about((camera.window.columns / bounds.columns) * (bounds.columns / bounds.leastColumns) ** to, 0.5), STILL));
  return (
    <div className={styles.zoom} role="group" aria-label="Zoom">
      <div className={styles.buttons}>
        <button type="button" aria-label="Zoom out" onClick={() => both(0.5)}>−</button>
        <button type="button" aria-label="Zoom in" onClick={() => both(2)}>+</button>
        <button type="button" onClick={() => camera.move(wholeOf(camera.bounds))}>Whole</button>
        <button type="button" onClick={() => camera.move(nearest(camera.bounds, centre()))}>Single entries</button>
      </div>
      <Slider label="Rows alone" value={nearness(window.rows, bounds.rows, bounds.leastRows)} says={inWords(window.rows, 'rows')} disabled={bounds.rows <= bounds.leastRows} onChange={rows} />
      <Slider label="Columns alone" value={nearness(window.columns, bounds.columns, bounds.leastColumns)} says={inWords(window.columns, 'columns')} disabled={bounds.columns <= bounds.leastColumns} onChange={columns} />
    </div>
  );
}
