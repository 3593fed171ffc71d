// The same as tables: each class with its shares, and all counts.
import { ChevronDown } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { Mistakes } from '../../../engine/protocol.ts';
import controls from '../../ui/controls.module.css';
import { count, percent } from '../../ui/format.ts';
import { takenFor } from './words.ts';
import styles from './Mistakes.module.css';

interface TablesProps {
  answer: Mistakes;
  names: readonly string[];
}

const share = (value: number): string => (Number.isNaN(value) ? 'none' : percent(value));

function ByClass({ answer, names }: TablesProps) {
  const { counts, classes, recall, precision } = answer;
  const taken = takenFor(answer);
  return (
    <table className={styles.table}>
      <caption>
        By class. Recall: of its images, the share read rightly. Precision: of the images read as it, the share that are it.
      </caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Images</th>
          <th scope="col">Read rightly</th>
          <th scope="col">Recall</th>
          <th scope="col">Precision</th>
          <th scope="col">Most often taken for</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name, k) => (
          <tr key={k}>
            <th scope="row">{name}</th>
            <td>{count(counts.subarray(k * classes, (k + 1) * classes).reduce((sum, each) => sum + each, 0))}</td>
            <td>{count(counts[k * classes + k])}</td>
            <td>{share(recall[k])}</td>
            <td>{share(precision[k])}</td>
            <td>{taken[k] ? `${names[taken[k].predicted]} (${count(taken[k].count)})` : 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AllCounts({ answer: { counts, classes }, names }: TablesProps) {
  return (
    <table className={styles.table}>
      <caption>Images of each true class (rows) by what they are read as (columns).</caption>
      <thead>
        <tr>
          <th scope="col">True</th>
          {names.map((name, k) => (
            <th key={k} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name, label) => (
          <tr key={label}>
            <th scope="row">{name}</th>
            {Array.from(counts.subarray(label * classes, (label + 1) * classes), (images, predicted) => (
              <td key={predicted}>{images}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Tables(props: TablesProps) {
  return (
    <Collapsible.Root>
      <Collapsible.Trigger className={controls.disclosure}>
        <ChevronDown size={15} aria-hidden="true" /> By class, and as a table
      </Collapsible.Trigger>
      <Collapsible.Content>
        {/* What scrolls must be reached by keyboard. */}
        <div className={styles.tables} tabIndex={0} role="region" aria-label="Tables of what is read as what">
          <ByClass {...props} />
          <AllCounts {...props} />
        </div>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
