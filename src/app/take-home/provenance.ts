// Where a picture or a file comes from, in words: network and moment, layer, image, unit, parameter. Pure.
import type { Exploration, Row } from '../../engine/protocol.ts';
import { digitInWords } from '../digit/classNames.ts';
import { phaseInWords } from '../run/phases.ts';
import { wrtInWords } from '../state/question.ts';
import type { PageState } from '../state/store.ts';
import { unitInWords } from '../state/units.ts';
import { count } from '../ui/format.ts';

function moment({ run }: PageState): string {
  if (!run || run.network === 'loaded') return '';
  if (run.moment !== null) return `as after iteration ${run.moment} of ${run.iterations}`;
  return phaseInWords(run).toLowerCase() + (run.readyMade ? `, ${run.iterations} iterations` : '');
}

/** One sentence after another; what is not known yet is left out. */
export function provenance(state: PageState, exploration: Exploration | null, row: Row | null): string {
  const { run, networks, selection } = state;
  const network = networks.find(({ name }) => name === run?.network)?.label ?? '';
  const sentences = ['Jacobian explorer', [network && `Network: ${network}`, moment(state)].filter(Boolean).join(', ')];
  if (exploration && run) {
    const { layer, batchNorm, images } = exploration;
    const wrt = exploration.wrt === 'input' ? 'the input' : wrtInWords(run.layers, { of: layer.name, wrt: exploration.wrt }, count);
    sentences.push(`Layer ${layer.name} by ${wrt}${batchNorm === 'batch' ? `, batch statistics of ${count(images.indices.length)} images` : ''}`);
    sentences.push(digitInWords(exploration.digit, state.opened?.digits.names ?? []));
    if (row) sentences.push(`Unit: ${unitInWords(row.unit, layer).toLowerCase()}`);
    if (selection.parameter !== null) sentences.push(`Parameter: ${selection.parameter}`);
  }
  return sentences.filter((sentence) => sentence !== '').map((sentence) => `${sentence}.`).join(' ');
}

/** A file name without its ending: `question-relu1-image-12-activations-of-relu1`. */
export function fileName(state: PageState, title: string): string {
  const { run, selection } = state;
  const words = [run?.network ?? '', selection.of, selection.digit === null ? '' : `image-${selection.digit}`, title.toLowerCase()];
  const name = words.filter((word) => word !== '').join('-').replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/^-+|-+$/g, '');
  return name.slice(0, 96).replace(/-+$/, '');
}
