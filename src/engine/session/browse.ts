// Finds digits by class, part and outcome, as far as a moment allows. Knows no network: predictions are handed in.
import type { BrowseItem, BrowsePage, BrowseRequest } from '../protocol.ts';
import type { ShownDigits } from './showing.ts';
import type { Predictions } from './predictions.ts';

/** Images classified together: few at first, twice as many each time it was quick. */
const CHUNKS = { first: 32, last: 256, quickMilliseconds: 60 };
/** After so long a page is sent as far as it has come. */
const PATIENCE_MILLISECONDS = 250;

/** Scans until a page is full or time is up; asking again goes on where the predictions left off. */
export async function browse(request: BrowseRequest, data: ShownDigits, predictions: Predictions, now = () => performance.now()): Promise<BrowsePage> {
  const candidates = candidatesOf(request, data);
  const started = now();
  const found: BrowseItem[] = [];
  let [matches, scanned, chunk] = [0, 0, CHUNKS.first];
  while (scanned < candidates.length && found.length < request.count && (scanned === 0 || now() - started < PATIENCE_MILLISECONDS)) {
    const part = candidates.subarray(scanned, scanned + Math.min(chunk, needed(request, matches)));
    const before = now();
    if (!(anyAnswer(request) && matches + part.length <= request.offset)) await predictions.ensure(part);
    if (now() - before < CHUNKS.quickMilliseconds) chunk = Math.min(2 * chunk, CHUNKS.last);
    for (const index of part) {
      scanned++;
      if (!fits(request, data, predictions, index)) continue;
      if (matches++ >= request.offset) found.push(itemOf(index, data, predictions));
      if (found.length === request.count) break;
    }
  }
  return { items: found, pixels: pixelsOf(found, data), scanned, total: candidates.length, end: scanned === candidates.length };
}

/** Where every candidate is a match, no more are classified than the page shows. */
function needed(request: BrowseRequest, matches: number): number {
  if (!anyAnswer(request)) return Infinity;
  const { offset, count } = request;
  return matches < offset ? offset - matches : offset + count - matches;
}

/** Whether what the network answers decides nothing. */
function anyAnswer({ outcome, predicted = null }: BrowseRequest): boolean {
  return outcome === 'any' && predicted === null;
}

function candidatesOf({ label, split }: BrowseRequest, data: ShownDigits): Int32Array {
  const all = split === 'validated' ? data.validation : Int32Array.from(data.digits.labels, (_, index) => index);
  const inSplit = (index: number) => split === 'any' || split === 'validated' || data.splitOf(index) === split;
  return all.filter((index) => (label === null || data.digits.labels[index] === label) && inSplit(index));
}

function fits(request: BrowseRequest, data: ShownDigits, predictions: Predictions, index: number): boolean {
  if (anyAnswer(request)) return true;
  const { outcome, predicted = null } = request;
  const answer = predictions.of(index);
  return (predicted === null || answer === predicted) && (outcome === 'any' || (answer === data.digits.labels[index]) === (outcome === 'right'));
}

function itemOf(index: number, data: ShownDigits, predictions: Predictions): BrowseItem {
  return { index, label: data.digits.labels[index], split: data.splitOf(index), predicted: predictions.of(index) };
}

/** Their pixels one after another, as they are stored. */
export function pixelsOf(items: readonly { index: number }[], { digits }: ShownDigits): Uint8Array {
  const size = digits.height * digits.width;
  const pixels = new Uint8Array(items.length * size);
  items.forEach(({ index }, n) => pixels.set(digits.images.subarray(index * size, (index + 1) * size), n * size));
  return pixels;
}
