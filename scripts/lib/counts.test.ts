// Counting must never turn a crash, an empty run or a broken file into a pass.
import { describe, expect, test } from 'vitest';
import { add, fromExitCode, fromPlaywright, fromReport, fromVitest } from './counts.mjs';

const vitest = (passed: number, failed: number, testResults: object[] = []) => ({ numPassedTests: passed, numFailedTests: failed, testResults });
const playwright = (expected: number, unexpected = 0, flaky = 0, errors: object[] = []) => ({ stats: { expected, unexpected, flaky, skipped: 0 }, errors });

describe('vitest', () => {
  test('tests are counted', () => expect(fromVitest(vitest(7, 2), 1)).toEqual({ passed: 7, failed: 2 }));
  test('all passed', () => expect(fromVitest(vitest(7, 0), 0)).toEqual({ passed: 7, failed: 0 }));
  test('none at all is a failure', () => expect(fromVitest(vitest(0, 0), 0)).toEqual({ passed: 0, failed: 1 }));
  test('an error outside the tests is a failure', () => expect(fromVitest(vitest(7, 0), 1)).toEqual({ passed: 7, failed: 1 }));
  test('a file that cannot be loaded is a failure', () => {
    const files = [{ status: 'failed', assertionResults: [] }, { status: 'passed', assertionResults: [{ status: 'passed' }] }];
    expect(fromVitest(vitest(1, 0, files), 1)).toEqual({ passed: 1, failed: 1 });
  });
  test('a file with a failed test counts that test only', () => {
    const files = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
    expect(fromVitest(vitest(0, 1, files), 1)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('playwright', () => {
  test('tests are counted', () => expect(fromPlaywright(playwright(5, 1), 1)).toEqual({ passed: 5, failed: 1 }));
  test('flaky is failed', () => expect(fromPlaywright(playwright(5, 0, 1), 0)).toEqual({ passed: 5, failed: 1 }));
  test('errors outside tests count', () => expect(fromPlaywright(playwright(0, 0, 0, [{}]), 1)).toEqual({ passed: 0, failed: 1 }));
  test('none at all is a failure', () => expect(fromPlaywright(playwright(0), 0)).toEqual({ passed: 0, failed: 1 }));
});

test('a runner that was killed has no exit code and has failed', () => expect(fromExitCode(null)).toEqual({ passed: 0, failed: 1 }));
test('a missing report is a failure', () => expect(fromReport('/nowhere/report.json', fromVitest, 0)).toEqual({ passed: 0, failed: 1 }));
test('sums', () => expect(add({ passed: 1, failed: 2 }, { passed: 3, failed: 4 })).toEqual({ passed: 4, failed: 6 }));
