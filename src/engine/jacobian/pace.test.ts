import { describe, expect, it, vi } from 'vitest';
import { paceOf } from './pace.ts';

describe('the pace of a computation', () => {
  it('gives the seconds that the rows left will take as those done took', () => {
    const onProgress = vi.fn<(done: number, rows: number, secondsLeft?: number) => void>();
    let now = 1_000;
    const pace = paceOf({ onProgress }, 400, 0, () => now);
    for (const [at, done] of [[1_000, 0], [3_000, 100], [7_000, 300], [9_000, 400]]) {
      now = at;
      pace.tell(done);
    }
    expect(onProgress.mock.calls).toEqual([[0, 400, undefined], [100, 400, 6], [300, 400, 2], [400, 400, 0]]);
  });

  it('counts from the row that it began with', () => {
    const onProgress = vi.fn<(done: number, rows: number, secondsLeft?: number) => void>();
    let now = 0;
    const pace = paceOf({ onProgress }, 400, 200, () => now);
    now = 5_000;
    pace.tell(300);
    expect(onProgress.mock.calls).toEqual([[300, 400, 5]]);
  });

  it('stops what has been aborted, and nothing else', () => {
    const abort = new AbortController();
    const pace = paceOf({ signal: abort.signal }, 10);
    pace.stopIfAsked();
    pace.tell(5);
    abort.abort();
    expect(() => pace.stopIfAsked()).toThrow(/abort/i);
    paceOf({}, 10).stopIfAsked();
  });
});
