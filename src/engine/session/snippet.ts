// A program in another language that computes an explored Jacobian again, to run beside an export of it. Knows no language.
import { sitesOf } from '../jacobian/plan.ts';
import type { SnippetLanguage } from '../protocol.ts';
import type { Explored } from './explored.ts';
import { fileNameOf } from './exporting.ts';
import { jax } from './snippets/jax.ts';
import { matlab } from './snippets/matlab.ts';
import { pytorch } from './snippets/pytorch.ts';
import type { SnippetTask } from './snippets/task.ts';
import { tensorflow } from './snippets/tensorflow.ts';

export const LANGUAGES: Readonly<Record<SnippetLanguage, (task: SnippetTask) => string>> = { matlab, pytorch, jax, tensorflow };

/** @throws EngineFault when the language has no layer of a kind that the network has. */
export function snippet(explored: Explored, language: SnippetLanguage): string {
  const { network, images, exploration: { layer, wrt, batchNorm } } = explored.parts;
  const count = batchNorm === 'batch' ? images.shape[0] : 1;
  return LANGUAGES[language]({ sites: sitesOf(network, 1, layer.name), of: layer.name, wrt, batchNorm, file: fileNameOf(explored, count, 'dense') });
}
