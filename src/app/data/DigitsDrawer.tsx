// The visitor's own digits: one to look at, drawn or from a file, and sets to train on.
import { useEffect, useRef } from 'react';
import { DrawPad } from './DrawPad.tsx';
import { OneImage } from './OneImage.tsx';
import { TrainingSet } from './TrainingSet.tsx';
import styles from './Data.module.css';

export default function DigitsDrawer() {
  const drawer = useRef<HTMLDivElement>(null);
  // What opens it may be far below: on a narrow page, or where something was dropped. Newer browsers answer with a promise,
  // which must not be taken for the effect's end.
  useEffect(() => {
    drawer.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={drawer} className={styles.drawer} data-testid="digits-drawer">
      <section className={styles.part} aria-labelledby="draw-heading">
        <h3 id="draw-heading">Draw a digit</h3>
        <DrawPad />
      </section>
      <section className={styles.part} aria-labelledby="image-heading">
        <h3 id="image-heading">Look at an image</h3>
        <OneImage />
      </section>
      <section className={styles.part} aria-labelledby="set-heading">
        <h3 id="set-heading">Train on your own</h3>
        <TrainingSet />
      </section>
      <p className={styles.private}>All of it stays in this browser: your images are read here, and nothing is sent anywhere.</p>
    </div>
  );
}
