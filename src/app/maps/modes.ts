// What each map mode is called, and the words around its picture. Pure.
import type { Exploration } from '../../engine/protocol.ts';
import { parameterIndex, placeOf } from '../formula/parameter.ts';
import { blockOf, type MapMode } from '../state/mapMode.ts';
import { count } from '../ui/format.ts';

export interface MapWords {
  title: string;
  legend: string;
  kind: 'diverging' | 'sequential';
  caption: string;
  /** What the colours reach to; default the values’ own. */
  domain?: readonly [number, number];
}

/** Activations of a ReLU are never negative; of other layers they have both signs. */
function isSigned(values: Float32Array): boolean {
  return values.some((value) => value < 0);
}

/** In a block of one channel each, why all maps but one are blank. */
function onlyMap({ blocks, layer: { vector } }: Exploration, parameter: { name: string } | null): string {
  const index = parameter && parameterIndex(blocks, parameter.name);
  const place = index === null ? null : placeOf(blocks, index);
  if (place?.block.structure !== 'channel') return '';
  return ` Only ${vector ? 'unit' : 'map'} ${place.offset % place.block.channels} uses it.`;
}

/** Title, legend, scale and caption for a mode; `parameter` is the chosen one and its value. */
export function wordsOf(mode: MapMode, exploration: Exploration, parameter: { name: string; value: number } | null): MapWords {
  const { layer, activations, blocks, rowNorms, wrt } = exploration;
  const block = blockOf(mode);
  const theta = wrt === 'input' ? 'x' : 'θ';
  if (mode === 'activation')
    return {
      title: `Activations of ${layer.name}`,
      legend: 'activation h',
      kind: isSigned(activations) ? 'diverging' : 'sequential',
      caption: layer.vector
        ? `The ${count(layer.shape[2])} units of ${layer.name}. Choose one to read its row.`
        : `Each of the ${count(layer.shape[2])} maps is one filter’s answer at every place; each cell is a unit. Choose one to read its row.`,
    };
  if (mode === 'parameter')
    return {
      title: 'Sensitivity to one parameter',
      legend: '∂h/∂ of this parameter',
      kind: 'diverging',
      caption: `One column of the Jacobian: how much each unit would grow if ${parameter?.name ?? 'this one parameter'} grew a little.${onlyMap(exploration, parameter)}`,
    };
  const size = block === null ? blocks.reduce((sum, each) => sum + each.size, 0) : (blocks.find((each) => each.parameter === block)?.size ?? 0);
  return {
    title: block === null ? 'Gradient size of each unit' : `Gradient size in ${block}`,
    legend: block === null ? `length ‖∂h/∂${theta}‖` : `length ‖∂h/∂ ${block}‖`,
    kind: 'sequential',
    caption: `The length of each unit’s row over ${block === null ? wrt === 'input' ? `all ${count(size)} numbers of the input` : `all ${count(size)} parameters` : `the ${count(size)} numbers of ${block}`}.${rowNorms.includes(0) ? ' Zero where the unit is off.' : ''}`,
  };
}
