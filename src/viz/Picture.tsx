// The frame that every view shares: a title in words, a legend with numbers, the picture, a line that reads out the exact
// value, a caption. Reserves the room of the read-out, so that nothing jumps.
import type { ReactNode } from 'react';
import styles from './picture.module.css';

interface PictureProps {
  title: string;
  legend?: ReactNode;
  children: ReactNode;
  /** The line under the picture; see ReadOut. */
  readOut?: ReactNode;
  caption?: ReactNode;
  className?: string;
}

export function Picture({ title, legend, children, readOut, caption, className }: PictureProps) {
  return (
    <figure className={className ? `${styles.picture} ${className}` : styles.picture} data-viz="">
      <div className={styles.head}>
        <figcaption className={styles.title}>{title}</figcaption>
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
  /** What stands there while nothing is pointed at. */
  idle?: string | undefined;
  /** True while the keyboard moves the cursor: then screen readers hear the line. */
  live?: boolean;
}

/** One line of fixed height with an exact value in it. */
export function ReadOut({ where, value, idle = '', live = false }: ReadOutProps) {
  return (
    <p className={styles.readOut} aria-live={live ? 'polite' : 'off'} aria-atomic="true">
      {value === undefined ? (
        <span className={styles.idle}>{idle || '\u00a0'}</span>
      ) : (
        <>
          <span className={styles.where}>{where}</span> <span className={styles.value}>{value}</span>
        </>
      )}
    </p>
  );
}
