// Something that happened and has to be answered, over the stations: its words, and what can be done about it.
import type { ReactNode } from 'react';
import styles from './Banner.module.css';

interface BannerProps {
  /** What it is about, for those who do not see it; one that went wrong is read out at once instead. */
  label?: string;
  bad?: boolean;
  words: ReactNode;
  /** The buttons. */
  children: ReactNode;
}

export function Banner({ label, bad = false, words, children }: BannerProps) {
  return (
    <section className={bad ? `${styles.banner} ${styles.bad}` : styles.banner} role={bad ? 'alert' : undefined} aria-label={label}>
      <div className={styles.words}>{words}</div>
      <div className={styles.buttons}>{children}</div>
    </section>
  );
}
