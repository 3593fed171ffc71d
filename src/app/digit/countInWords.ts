// How many digits the chooser shows, honestly: what was not looked at is not counted.
import type { Browsing } from '../state/store.ts';
import { count } from '../ui/format.ts';

/** `24 read wrongly among the first 1 200 of 9 500 looked at`, only as much as is known. */
export function countInWords({ filter, items, scanned, total, end }: Omit<Browsing, 'busy' | 'pixels'>, nameOf: (predicted: number) => string = String): string {
  const { outcome, predicted } = filter;
  const what = predicted !== null ? `read as ${nameOf(predicted)}` : outcome === 'right' ? 'read rightly' : 'read wrongly';
  if (outcome === 'any' && predicted === null) return `${count(items.length)} of ${count(total)} digits shown`;
  if (items.length === 0) return `None ${what} among ${end ? 'all' : 'the first'} ${count(scanned)}`;
  return `${count(items.length)} ${what} among ${end ? `all ${count(scanned)}` : `the first ${count(scanned)} of ${count(total)}`} looked at`;
}
