// Digits to choose from: a listbox, one stop for the Tab key, arrows inside. Wrong answers carry a cross and words.
import { memo, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { moveInGrid } from './roving.ts';
import { colourise, greyScale } from './scale.ts';
import type { Theme } from './palette.ts';
import { useTheme } from './useTheme.ts';
import styles from './thumbnails.module.css';

export interface ThumbnailItem {
  index: number;
  label: number;
  /** Null where the network does not tell classes. */
  predicted: number | null;
}

export interface ThumbnailsProps {
  label: string;
  /** The items' pixels one after another, 0 to 255, [items, H, W]. */
  pixels: Uint8Array;
  height: number;
  width: number;
  items: readonly ThumbnailItem[];
  /** Of the classes, by number; their numbers where left out. */
  names?: readonly string[];
  /** Under each, a line of its own; they then stand further apart, and both classes are written out. */
  remarks?: readonly string[];
  /** The chosen item's `index`. */
  selected: number | null;
  onSelect: (index: number) => void;
}

interface TileProps {
  /** Those of all items, and which one this is: a part cut out anew would be drawn anew. */
  pixels: Uint8Array;
  position: number;
  height: number;
  width: number;
  theme: Theme;
}

/** A digit at its own resolution; the style sheet scales it. */
const Tile = memo(function Tile({ pixels, position, height, width, theme }: TileProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const mine = pixels.subarray(position * height * width, (position + 1) * height * width);
    const colours = new Uint8ClampedArray(colourise(mine, greyScale([0, 255], theme)).buffer);
    ref.current?.getContext('2d')?.putImageData(new ImageData(colours, width, height), 0, 0);
  }, [pixels, position, height, width, theme]);
  return <canvas ref={ref} className={styles.tile} width={width} height={height} aria-hidden="true" />;
});

/** `digit 1234, a 5, read as 3`. */
function thumbnailName({ index, label, predicted }: ThumbnailItem, nameOf: (label: number) => string): string {
  if (predicted === null) return `digit ${index}, a ${nameOf(label)}`;
  return `digit ${index}, a ${nameOf(label)}, read as ${nameOf(predicted)}${predicted === label ? '' : ', wrong'}`;
}

/** `5→3`; there is no room for two words. */
function wrongInShort(label: string, predicted: string): string {
  return label.length + predicted.length > 4 ? `→${predicted}` : `${label}→${predicted}`;
}

/** Options that stand in one line, counted from where they lie. */
function columnsOf(list: HTMLElement): number {
  const options = [...list.children] as HTMLElement[];
  const first = options[0]?.offsetTop;
  const next = options.findIndex((option) => option.offsetTop !== first);
  return next < 1 ? Math.max(1, options.length) : next;
}

export function Thumbnails({ label, pixels, height, width, items, names, remarks, selected, onSelect }: ThumbnailsProps) {
  const theme = useTheme();
  const list = useRef<HTMLDivElement>(null);
  const nameOf = (k: number): string => names?.[k] ?? String(k);
  const sayOf = (item: ThumbnailItem, k: number): string => `${thumbnailName(item, nameOf)}${remarks ? `, ${remarks[k]}` : ''}`;
  const position = items.findIndex((item) => item.index === selected);
  const stop = Math.max(0, position);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const options = [...event.currentTarget.children] as HTMLElement[];
    const here = options.indexOf(document.activeElement as HTMLElement);
    if (here < 0 || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(items[here].index);
      return;
    }
    const next = moveInGrid(here, items.length, columnsOf(event.currentTarget), event.key);
    if (next === null) return;
    event.preventDefault();
    options[next].focus();
    onSelect(items[next].index);
  };
  return (
    <div ref={list} className={remarks ? `${styles.list} ${styles.roomy}` : styles.list} role="listbox" aria-label={label} onKeyDown={onKeyDown} data-viz="">
      {items.map((item, k) => (
        <div
          key={item.index}
          className={styles.option}
          role="option"
          aria-selected={k === position}
          aria-label={sayOf(item, k)}
          title={sayOf(item, k)}
          tabIndex={k === stop ? 0 : -1}
          onClick={() => onSelect(item.index)}
        >
          <Tile pixels={pixels} position={k} height={height} width={width} theme={theme} />
          {item.predicted === null || item.predicted === item.label ? (
            <span className={styles.note}>{nameOf(item.label)}</span>
          ) : (
            <>
              <svg className={styles.cross} viewBox="0 0 12 12" aria-hidden="true">
                <circle cx="6" cy="6" r="6" />
                <path d="M3.6 3.6l4.8 4.8M8.4 3.6l-4.8 4.8" />
              </svg>
              <span className={styles.wrong}>
                {remarks ? `${nameOf(item.label)} → ${nameOf(item.predicted)}` : wrongInShort(nameOf(item.label), nameOf(item.predicted))}
              </span>
            </>
          )}
          {remarks && <span className={styles.note}>{remarks[k]}</span>}
        </div>
      ))}
    </div>
  );
}
