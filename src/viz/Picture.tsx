// The frame that every view shares: a title in words, a legend with numbers, the picture, a line that reads out the exact
// value, a caption. Reserves the room of the read-out, so that nothing jumps.
import { useId, type ReactNode } from 'react';
import styles from './picture.module.css';

interface PictureProps {
  title: string;
  legend?: ReactNode;
  children: ReactNode;
  /** The line under the picture; see ReadOut. */
  readOut?: ReactNode;
  caption?: ReactNode;
  /** Keeps title and legend over a picture that does not fill its column. */
  maxWidth?: number;
}

export function Picture({ title, legend, children, readOut, caption, maxWidth }: PictureProps) {
  const name = useId();
  return (
    <figure className={styles.picture} style={{ maxWidth }} aria-labelledby={name} data-viz="">
      <div className={styles.head}>
        <div className={styles.title} id={name}>
          {title}
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
          <span className={styles.idle}>{idle || '\u00a0'}</span>
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
