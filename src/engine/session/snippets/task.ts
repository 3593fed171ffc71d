// What a program in another language is to compute, and the words that all of them share. Knows no language's layers.
import type { Site } from '../../layers/layer.ts';
import { ruleOf } from '../../layers/rules.ts';
import { alongAxis } from '../../layers/convolution.ts';
import type { Padding, Pair, Parameter } from '../../model/network.ts';

export interface SnippetTask {
  /** The layers up to the one whose outputs are differentiated. */
  readonly sites: readonly Site[];
  readonly of: string;
  /** In column order. */
  readonly wrt: 'input' | readonly string[];
  readonly batchNorm: 'inference' | 'batch';
  /** The exported file's name without its ending: it holds input and weights. */
  readonly file: string;
}

/** A string in Python and JSON alike. Names come from a file: none of them may end a string or begin a line. */
export const quoted = (text: string) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** In a comment to the end of the line. */
export const remark = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');

/** Python's tuple. */
export const tuple = (values: readonly (number | string)[]) => `(${values.join(', ')}${values.length === 1 ? ',' : ''})`;

/** Trainable numbers of these layers, and moving statistics where they are used, in the order of the layers. */
export function weightsUsed({ sites, batchNorm }: SnippetTask): Parameter[] {
  return sites.flatMap(({ layer }) => [...ruleOf(layer).parameters(layer), ...(layer.kind === 'batchNorm' && batchNorm === 'inference' ? [layer.movingMean, layer.movingVariance] : [])]);
}

/** What is differentiated by, in words. */
export function wrtInWords({ wrt }: SnippetTask): string {
  if (wrt === 'input') return 'the input';
  return wrt.length > 4 ? `${wrt.slice(0, 3).map(remark).join(', ')} and ${wrt.length - 3} more` : wrt.map(remark).join(', ');
}

/** Rows and columns of zeros around a map, as TensorFlow pads: the odd one below and on the right. */
export function zerosAround([H, W]: readonly number[], kernel: Pair, strides: Pair, dilation: Pair, padding: Padding): { rows: Pair; columns: Pair } {
  const along = (a: 0 | 1): Pair => {
    const size = [H, W][a];
    const { out, before } = alongAxis(size, kernel[a], strides[a], dilation[a], padding);
    const total = Math.max(0, (out - 1) * strides[a] + (kernel[a] - 1) * dilation[a] + 1 - size);
    return padding === 'valid' ? [0, 0] : [before, total - before];
  };
  return { rows: along(0), columns: along(1) };
}
