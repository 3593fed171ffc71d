// What the Jacobian behind the pictures cost, and what it would have cost otherwise.
import type { Exploration } from '../../engine/protocol.ts';
import { bytes, count, milliseconds } from '../ui/format.ts';
import styles from './MapsPanel.module.css';

const engines = { webgpu: 'on the GPU device', cpu: 'on the processor, in double precision' };

export function HowComputed({ exploration: { summary, id, images } }: { exploration: Exploration }) {
  const { rows, columns, milliseconds: took, compileMilliseconds: compiling, passes, bytes: used, denseBytes, method, why, engine } = summary;
  return (
    <p className={styles.computed} data-testid="how-computed" data-exploration={id} data-method={method} data-milliseconds={took}>
      The whole {count(rows)} × {count(columns)} Jacobian: computed in <b className="figures">{milliseconds(took)}</b> {engines[engine]}
      {compiling >= 1 && `, after compiling its kernels once in ${milliseconds(compiling)}`},{' '}
      {count(passes)} {passes === 1 ? 'pass' : 'passes'}, {bytes(used)}
      {used < denseBytes ? ` instead of ${bytes(denseBytes)}` : ''}. Method: {method}, {why}.
      {images.note && ` ${images.note}`}
    </p>
  );
}
