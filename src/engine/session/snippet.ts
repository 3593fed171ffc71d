// A program in another language that computes an explored Jacobian again. Knows no language.
import { EngineFault } from '../engineError.ts';
import type { SnippetLanguage } from '../protocol.ts';
import type { Explored } from './explored.ts';

/** @throws EngineFault when the language is not one of those that can be written. */
export function snippet(_explored: Explored, language: SnippetLanguage): string {
  throw new EngineFault('snippet', `snippet: ${language} cannot be written; take the command line's files instead`);
}
