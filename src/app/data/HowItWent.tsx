// What came of the digits that were handed over: what was done to them, what was left out and why, or why none could be used.
import { usePage } from '../state/ExplorerContext.ts';
import { count } from '../ui/format.ts';
import styles from './Data.module.css';

/** More are counted, not listed. */
const listed = 200;

function List({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles.list} tabIndex={0} aria-label="What was left out, and why" data-testid="left-out">
      {lines.slice(0, listed).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {lines.length > listed && <li>and {count(lines.length - listed)} more</li>}
    </ul>
  );
}

export function HowItWent() {
  const handedOver = usePage((state) => state.handedOver);
  const name = usePage((state) => state.opened?.digits.name);
  if (!handedOver) return null;
  const { error, leftOut, notes } = handedOver;
  const lines = error ? (error.detail?.split('\n') ?? []) : leftOut.map((each) => `${each.name}: ${each.reason}`);
  return (
    <div className={styles.went} role="status">
      {error ? (
        <p className={styles.bad}>
          {error.message}. {name === null ? 'The shipped digits' : 'Those in use before'} stay.
        </p>
      ) : (
        <p>
          {handedOver.name} is in use{leftOut.length > 0 ? `; ${count(leftOut.length)} ${leftOut.length === 1 ? 'entry was' : 'entries were'} left out:` : '.'}
        </p>
      )}
      {lines.length > 0 && <List lines={lines} />}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
