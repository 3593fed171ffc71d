// What the Jacobian behind the pictures cost, and what it would have cost otherwise.
import type { Exploration } from '../../engine/protocol.ts';
import { bytes, count, milliseconds } from '../ui/format.ts';
import styles from './MapsPanel.module.css';

/** `structured: each row…` as it came, or with the method in front; a sentence either way. */
function sentence(why: string, method: string): string {
  const text = why.startsWith(method) ? why : `${method}: ${why}`;
  return `${text[0].toUpperCase()}${text.slice(1).replace(/\.$/, '').replace(/\d{5,}/g, (digits) => count(Number(digits))).replace(/(\d) (?=\d{3}\b)/g, '$1\u00a0')}.`;
}

const engines = { webgpu: 'on the GPU device', cpu: 'on the processor, in double precision' };

export function HowComputed({ exploration: { summary, id } }: { exploration: Exploration }) {
  const { rows, columns, milliseconds: took, passes, bytes: used, denseBytes, method, why, engine } = summary;
  return (
    <p className={styles.computed} data-testid="how-computed" data-exploration={id} data-method={method} data-milliseconds={took}>
      The whole {count(rows)} × {count(columns)} Jacobian: computed in <b className="figures">{milliseconds(took)}</b> {engines[engine]},{' '}
      {count(passes)} {passes === 1 ? 'pass' : 'passes'}, {bytes(used)}
      {used < denseBytes ? ` instead of ${bytes(denseBytes)}` : ''}. {sentence(why, method)}
    </p>
  );
}
