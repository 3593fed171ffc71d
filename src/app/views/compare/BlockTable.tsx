// The comparison array by array: lengths, their ratio, the cosine.
import type { Compared } from '../../../engine/protocol.ts';
import { Figure } from '../../ui/Figure.tsx';
import { cosineText, vanished } from './words.ts';
import styles from './compare.module.css';

function Cell({ value, digits = 4 }: { value: number | null; digits?: number }) {
  return value === null ? <>–</> : <Figure value={value} precision={digits} />;
}

function Cosine({ cosine }: { cosine: number | null }) {
  return <span className="figures">{cosine === null ? '–' : cosineText(cosine)}</span>;
}

/** From the middle to the right where the rows point the same way, to the left where they point opposite ways. */
function CosineBar({ cosine }: { cosine: number | null }) {
  const width = Math.abs(cosine ?? 0) * 50;
  return (
    <span className={styles.track} aria-hidden="true">
      <span className={styles.bar} style={{ left: `${(cosine ?? 0) < 0 ? 50 - width : 50}%`, width: `${width}%` }} />
    </span>
  );
}

export function BlockTable({ compared }: { compared: Compared }) {
  const { blocks, sides, cosine, ratio } = compared;
  const gone = vanished(blocks);
  const differ = blocks.some((block) => block.own && block.partCosine !== null && block.cosine !== null && Math.abs(block.partCosine - block.cosine) > 1e-6);
  const lines = [...blocks.map((block) => ({ name: block.parameter, ...block })), { name: 'whole row', norms: [sides[0].norm, sides[1].norm] as const, ratio, cosine, partCosine: null }];
  return (
    <div className={styles.scroll} role="region" aria-label="Array by array" tabIndex={0}>
      <p className={styles.note}>
        Length of each row in each parameter array, and the cosine of the angle between them.
        {differ && ' Rows of different maps share no parameter, so their cosine is zero; of their own numbers, laid upon each other, it need not be.'}
      </p>
      <table className={styles.table} data-testid="compared-blocks" aria-label="The two rows, array by array">
        <thead>
          <tr>
            <th scope="col">Array</th>
            <th scope="col">Length in A</th>
            <th scope="col">Length in B</th>
            <th scope="col">B / A</th>
            <th scope="col">Cosine</th>
            {differ && <th scope="col">of own numbers</th>}
            <th scope="col">
              <span className="visually-hidden">Cosine as a bar, or what vanished</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const zero = gone.find(({ parameter }) => parameter === line.name);
            return (
              <tr key={line.name} data-array={line.name} data-norms={line.norms.join()} data-cosine={line.cosine ?? ''}>
                <th scope="row">{line.name}</th>
                <td>
                  <Cell value={line.norms[0]} />
                </td>
                <td>
                  <Cell value={line.norms[1]} />
                </td>
                <td>
                  <Cell value={line.ratio} digits={3} />
                </td>
                <td>
                  <Cosine cosine={line.cosine} />
                </td>
                {differ && (
                  <td>
                    <Cosine cosine={line.partCosine} />
                  </td>
                )}
                <td className={styles.last}>{zero ? `zero in ${zero.side}` : <CosineBar cosine={differ ? line.partCosine : line.cosine} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
