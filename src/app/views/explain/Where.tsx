// Where a path begins: the map that the parameter's kernel reads, the patch under the cell, and the number that it multiplies.
import { useMemo } from 'react';
import type { ExplainedPath, Exploration, Explanation } from '../../../engine/protocol.ts';
import { DigitView, KernelFocus, symmetricDomain } from '../../../viz/index.ts';
import { useField } from '../../row/useField.ts';
import { useExplorer } from '../../state/ExplorerContext.ts';
import { cellInWords } from './factors.tsx';
import styles from './explain.module.css';

function Map({ told: { under, through, parameter }, path: { window, end } }: { told: Explanation; path: ExplainedPath }) {
  const field = useField();
  const map = under!;
  const inside = window !== null && window.y >= 0 && window.x >= 0 && window.y < map.height && window.x < map.width;
  const name = map.layer === 'input' ? `The input${map.channels > 1 ? `, channel ${map.channel}` : ''}, as the network sees it` : `Map ${map.channel} of ${map.layer}`;
  return (
    <DigitView
      title={name}
      values={map.values}
      height={map.height}
      width={map.width}
      kind="diverging"
      outline={parameter === 'input' ? field : window}
      marked={inside ? { y: window.y, x: window.x } : null}
      legend={map.layer === 'input' ? 'input' : 'activation'}
      caption={parameter === 'input' ? `Marked: the pixel.${field ? ' Framed: all that the unit sees.' : ''}` : `Framed: what the kernel covers for ${cellInWords(end, through[0].vector)} of ${through[0].layer}. Marked: the number that this parameter multiplies.`}
    />
  );
}

/** The numbers of the patch; choosing another chooses the parameter that multiplies it. */
function Patch({ told, path }: { told: Explanation; path: ExplainedPath }) {
  const explorer = useExplorer();
  const picture = path.factors.at(-1)?.source.kind === 'input' ? path.factors.at(-1)!.picture : null;
  const domain = useMemo(() => symmetricDomain(picture?.values ?? []), [picture]);
  if (!picture || picture.height * picture.width === 1 || told.position.length !== 4) return null;
  const { height, width, values, marked, what } = picture;
  const [, , c, o] = told.position;
  const nameAt = (tap: number) => `${told.parameter}[${Math.floor(tap / width)},${tap % width},${c},${o}]`;
  return (
    <KernelFocus
      title={`${what[0].toUpperCase()}${what.slice(1)}, number by number`}
      shape={[height, width, 1, 1]}
      values={values}
      channel={0}
      selected={marked}
      onSelect={(tap) => void explorer.select({ parameter: nameAt(tap), mode: 'parameter' })}
      kind="diverging"
      domain={domain}
      legend="input of the layer"
      cellName={(tap) => `multiplied by ${nameAt(tap)}`}
      caption="Choose another number to explain the parameter that multiplies it."
    />
  );
}

export function Where({ told, path, exploration }: { told: Explanation; path: ExplainedPath; exploration: Exploration }) {
  const { under } = told;
  if (!under || path.end.image > 0) return exploration.batchNorm === 'batch' && path.end.image > 0 ? <p className={styles.note}>This way begins in another image of the batch.</p> : null;
  return (
    <>
      <div className={styles.part}>
        <Map told={told} path={path} />
      </div>
      <div className={styles.part}>
        <Patch told={told} path={path} />
      </div>
    </>
  );
}
