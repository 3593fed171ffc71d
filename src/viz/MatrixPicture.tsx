// The matrix as one picture that can be zoomed, moved over, pointed at and chosen from, by mouse, touch and keys. Does not know
// what rows and columns stand for.
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { MatrixAxis } from './matrixAxes.ts';
import { MatrixCanvas } from './MatrixCanvas.tsx';
import type { MatrixCamera } from './matrixCamera.ts';
import { lookByKey } from './matrixKeys.ts';
import type { Marked } from './matrixScene.ts';
import type { MatrixSource } from './matrixTiles.ts';
import { placeAt, type MatrixPlace } from './matrixWindow.ts';
import { scaleOf, type Domain } from './scale.ts';
import type { CursorSource } from './useCursor.ts';
import { useMatrixZoom } from './useMatrixZoom.ts';
import { useTheme } from './useTheme.ts';
import { usePixelRatio, useWidth } from './useWidth.ts';
import styles from './matrix.module.css';

export interface MatrixPictureProps {
  /** What it shows, for those who do not see it. */
  label: string;
  source: MatrixSource;
  camera: MatrixCamera;
  rowAxis: MatrixAxis;
  columnAxis: MatrixAxis;
  domain: Domain;
  /** Places of what is chosen. */
  selected: Marked;
  height: number;
  /** Where the keys begin. */
  start: MatrixPlace;
  /** What is pointed at; it stays when the numbers change under it. */
  cursor: MatrixPlace | null;
  /** What is pointed at in another picture. */
  echo?: Marked;
  onPoint: (place: MatrixPlace | null, source: CursorSource) => void;
  onSelect: (place: MatrixPlace) => void;
}

const NOTHING: Marked = { row: null, column: null };
const MARGIN = { top: 42, right: 2, bottom: 2 };
/** Below this width names of rows have less room. */
const NARROW = 560;

function frameOf(width: number, height: number) {
  const left = width < NARROW ? 58 : 96;
  return { left, top: MARGIN.top, width: Math.max(40, width - left - MARGIN.right), height: height - MARGIN.top - MARGIN.bottom };
}

export function MatrixPicture(props: MatrixPictureProps) {
  const { label, source, camera, rowAxis, columnAxis, domain, selected, start, cursor, echo = NOTHING, height, onPoint, onSelect } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const cells = useRef<HTMLDivElement>(null);
  const help = useId();
  const theme = useTheme();
  const ratio = usePixelRatio();
  const [low, high] = domain;
  const scale = useMemo(() => scaleOf('diverging', [low, high], theme), [low, high, theme]);
  const frame = useMemo(() => frameOf(width, height), [width, height]);
  useEffect(() => {
    if (width > 0) camera.resize(frame.width, frame.height);
  }, [camera, frame, width]);
  useMatrixZoom(cells, camera);
  const move = (place: MatrixPlace | null, by: CursorSource): void => {
    if (place?.row !== cursor?.row || place?.column !== cursor?.column) onPoint(place, by);
  };

  const at = (event: MouseEvent<HTMLElement>): MatrixPlace | null => {
    const box = cells.current!.getBoundingClientRect();
    return placeAt(camera.window, camera.bounds, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.metaKey) return;
    if (event.key === 'Escape') return move(null, 'keyboard');
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return onSelect(cursor ?? start);
    }
    const look = lookByKey({ cursor: cursor ?? start, window: camera.window }, camera.bounds, event.key, event.ctrlKey, frame);
    if (!look) return;
    event.preventDefault();
    camera.move(look.window);
    move(look.cursor, 'keyboard');
  };
  return (
    <div
      ref={ref}
      className={styles.picture}
      style={{ height }}
      role="application"
      aria-roledescription="zoomable matrix"
      aria-label={label}
      aria-describedby={help}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && move(cursor ?? start, 'keyboard')}
      onBlur={() => move(null, 'keyboard')}
    >
      <span id={help} className={styles.hidden}>
        Arrow keys move the cursor, with Control by single entries; plus and minus zoom, E goes to single entries, 0 shows the whole; Home, End, Page Up and Page Down go further; Enter chooses the
        unit and the parameter.
      </span>
      {width > 0 && (
        <MatrixCanvas source={source} camera={camera} scale={scale} rowAxis={rowAxis} columnAxis={columnAxis} selected={selected} cursor={cursor ?? echo} frame={frame} width={width} height={height} ratio={ratio} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Keys are heard by the picture around it. */}
      <div
        ref={cells}
        className={styles.cells}
        style={{ left: frame.left, top: frame.top, width: frame.width, height: frame.height }}
        onPointerMove={(event: PointerEvent<HTMLElement>) => event.pointerType !== 'touch' && event.buttons === 0 && move(at(event), 'pointer')}
        onPointerLeave={(event: PointerEvent<HTMLElement>) => event.pointerType !== 'touch' && move(null, 'pointer')}
        onClick={(event) => {
          const place = at(event);
          if (!place) return;
          move(place, (event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch' ? 'touch' : 'pointer');
          onSelect(place);
        }}
      />
    </div>
  );
}
