// What the views of a block share: its part of the row, what is chosen in it, and what choosing and pointing do.
import { useMemo } from 'react';
import { symmetricDomain } from '../../viz/index.ts';
import type { BlockInfo, Exploration, Row, Unit } from '../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../formula/parameter.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { pointAt, usePointed } from '../state/pointed.ts';
import { isRounding } from './rounding.ts';

export interface BlockProps {
  row: Row;
  block: BlockInfo;
  exploration: Exploration;
}

export function useBlock({ row, block, exploration }: BlockProps) {
  const explorer = useExplorer();
  const parameter = usePage((state) => state.selection.parameter);
  const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
  const inside = column !== null && column >= block.start && column < block.start + block.size;
  const values = useMemo(() => row.values.subarray(block.start, block.start + block.size), [row, block]);
  const rounding = useMemo(() => isRounding(exploration, values, row.norm), [exploration, values, row]);
  const domain = useMemo(() => (rounding ? ([0, 0] as const) : symmetricDomain(values)), [rounding, values]);
  const pointed = usePointed(({ column: at }) => (at !== null && at >= block.start && at < block.start + block.size ? at - block.start : null));
  return {
    values,
    domain,
    pointed,
    selected: inside ? column - block.start : null,
    onSelect: (offset: number) =>
      void explorer.select({ parameter: parameterName(exploration.blocks, block.start + offset), mode: 'parameter' }),
    onHover: (offset: number | null) => pointAt({ column: offset === null ? null : block.start + offset }),
    /** The title names the parameter; its place alone keeps the read-out to the lines that are kept free for it. */
    placeOf: (offset: number) => parameterName(exploration.blocks, block.start + offset)?.replace(block.parameter, '') ?? '',
  };
}

/** Where entry `offset` of a map [H, W, C] lies in it; null for null. */
export function cellOf(offset: number | null, [, W, C]: readonly [number, number, number]): Unit | null {
  return offset === null ? null : { i: Math.floor(offset / (W * C)), j: Math.floor(offset / C) % W, c: offset % C };
}

/**
 * Of the output channels of a kernel, the one to show large: the row's own; where every channel is felt, that of the chosen
 * number, else the one with the longest part.
 */
export function focusOf({ structure, channels }: BlockInfo, outputs: number, values: Float32Array, index: number, selected: number | null): number {
  if (structure === 'channel') return index % channels;
  if (selected !== null) return selected % outputs;
  const norms = normsOf(values, outputs);
  return norms.indexOf(Math.max(...norms));
}

/** Length of each output channel's part, where that channel runs fastest. */
export function normsOf(values: Float32Array, outputs: number): Float32Array {
  const squares = new Float64Array(outputs);
  values.forEach((value, k) => (squares[k % outputs] += value * value));
  return Float32Array.from(squares, Math.sqrt);
}
