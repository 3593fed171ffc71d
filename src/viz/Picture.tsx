// The frame that every view shares: a title in words, a legend with numbers, the picture, a line that reads out the exact
// value, a caption. Reserves the room of the read-out, so that nothing jumps.
import { useId, useRef, type ReactNode } from 'react';
import { PictureTools, type PictureTable } from './tools.tsx';
import styles from './picture.module.css';

interface PictureProps {
  title: string;
  legend?: ReactNode;
  children: ReactNode;
  /** The line under the picture; see ReadOut. */
  readOut?: ReactNode;
  caption?: ReactNode;
  /** The numbers that it shows, to be taken away; a table inside the picture serves where this is left out. */
  table?: PictureTable;
  /** Keeps title and legend over a picture that does not fill its column. */
  maxWidth?: number;
}

export function Picture({ title, legend, children, readOut, caption, table, maxWidth }: PictureProps) {
  const name = useId();
  const figure = useRef<HTMLElement>(null);
  return (
    <figure ref={figure} className={styles.picture} style={{ maxWidth }} aria-labelledby={name} data-viz="">
      <div className={styles.head}>
        <div className={styles.title}>
          <span id={name}>{title}</span>
          <PictureTools figure={figure} title={title} table={table} />
        </div>
        {legend}
      </div>
      <div className={styles.body}>{children}</div>
      {readOut}
      {caption !== undefined && <div className={styles.caption}>{caption}</div>}
    </figure>
  );
}

interface ReadOutProps {
  /** What is pointed at, and its exact value. */
  where?: string | undefined;
  value?: string | undefined;
  /** Between the two. */
  joint?: string;
  /** What stands there while nothing is pointed at. */
  idle?: string | undefined;
  /** True while the keyboard moves the cursor: then screen readers hear the line. */
  live?: boolean;
  /** True for long names of places, which need two lines sooner. */
  long?: boolean;
}

/** One line of fixed height with an exact value in it. */
export function ReadOut({ where, value, joint = '= ', idle = '', live = false, long = false }: ReadOutProps) {
  return (
    <div className={styles.readOutFrame}>
      <p className={long ? styles.readOutLong : styles.readOut} aria-live={live ? 'polite' : 'off'} aria-atomic="true">
        {value === undefined ? (
          <span className={styles.idle} data-idle="">{idle || '\u00a0'}</span>
        ) : (
          <>
            <span className={styles.where}>{where}</span>{' '}
            <span className={styles.equals}>
            {joint}
            <span className={styles.value}>{value}</span>
          </span>
          </>
        )}
      </p>
    </div>
  );
}
