// A kernel's part of the row: one output channel's large, all of them small.
import { memo, useMemo } from 'react';
import { CellGrid, Filters, KernelFocus, type KernelShape } from '../../viz/index.ts';
import { kernelShape } from '../network/kernelShape.ts';
import { count } from '../ui/format.ts';
import { useNarrow, useWide } from '../ui/useWide.ts';
import { focusOf, normsOf, useBlock, type BlockProps } from './useBlock.ts';
import styles from './RowPanel.module.css';

/** Kernels of more inputs or outputs are shown one output channel at a time, the others by their lengths. */
const atOnce = { inputs: 3, outputs: 64 };

/** Why most of a kernel's numbers are zero, with the sizes of this network. */
function whyZero([kh, kw, cin, cout]: KernelShape, channel: number, own: boolean): string {
  if (!own) return `Every unit of this layer feels all ${count(cout)} kernels. Choose a number to see its kernel large.`;
  return `Map ${channel} uses only kernel ${channel}: the other ${count(cout - 1)} × ${count(kh * kw * cin)} numbers are exactly zero.`;
}

export const KernelBlock = memo(function KernelBlock(props: BlockProps) {
  const { row, block } = props;
  const { placeOf, ...shared } = useBlock(props);
  const { values, selected } = shared;
  const shape = kernelShape(block.shape, block.parameter);
  const [, , cin, cout] = shape;
  const wide = useWide();
  const narrow = useNarrow();
  const own = block.structure === 'channel';
  const channel = useMemo(() => focusOf(block, cout, values, row.index, selected), [block, cout, values, row.index, selected]);
  const norms = useMemo(() => normsOf(values, cout), [values, cout]);
  const small = cin <= atOnce.inputs && cout <= atOnce.outputs;
  return (
    <div className={small && cout > 1 ? styles.kernels : styles.stack}>
      <KernelFocus
        {...shared}
        title={`∂h/∂ kernel ${channel}${own ? ', its own' : ` of ${block.layer}`}`}
        shape={shape}
        channel={channel}
        kind="diverging"
        legend="derivative"
        cellName={placeOf}
        idle="Each number: how fast h grows when that weight grows."
        maxCell={wide ? 38 : 48}
      />
      {cout > 1 && small && (
        <Filters {...shared} title={`All ${cout} kernels`} shape={shape} channel={channel} legend="derivative" cellName={placeOf} across={narrow ? undefined : 5} />
      )}
      {!own && !small && (
        <CellGrid
          title={`Length of each of the ${count(cout)} kernels’ parts`}
          values={norms}
          kind="sequential"
          legend="length"
          selected={channel}
          onSelect={(k) => shared.onSelect(strongest(values, cout, k))}
          cellName={(k) => `kernel ${k}`}
        />
      )}
      <p className={styles.why} data-testid="why-zero">
        {row.off ? row.reason : whyZero(shape, channel, own)}
      </p>
    </div>
  );
});

/** The largest number of output channel k. */
function strongest(values: Float32Array, outputs: number, k: number): number {
  let best = k;
  for (let at = k; at < values.length; at += outputs) if (Math.abs(values[at]) > Math.abs(values[best])) best = at;
  return best;
}
