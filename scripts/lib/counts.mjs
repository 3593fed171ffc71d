// Turns what a test runner reported into { passed, failed }. It knows the two JSON formats and trusts an exit code less than a count.
import { readFileSync } from 'node:fs';

export const PASSED = { passed: 1, failed: 0 };
export const FAILED = { passed: 0, failed: 1 };

/** One check whose exit code says it all. */
export const fromExitCode = (code) => (code === 0 ? PASSED : FAILED);

/** Vitest's JSON report. A file that could not be loaded has no tests of its own and counts as one failure. */
export function fromVitest(report, code) {
  const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  return settle({ passed: report.numPassedTests, failed: report.numFailedTests + broken.length }, code);
}

/** Playwright's JSON report. A test that passed only when repeated has failed; errors outside tests count one each. */
export function fromPlaywright(report, code) {
  const { expected, unexpected, flaky } = report.stats;
  return settle({ passed: expected, failed: unexpected + flaky + report.errors.length }, code);
}

/** No test at all, or a bad exit without a failed test (a crash, an error nobody caught), is a failure. */
function settle(counts, code) {
  const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}

/** Reads a report and counts it; a runner that left none has crashed. */
export function fromReport(file, read, code) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')), code);
  } catch (error) {
    console.error(`report: ${error.message}. The runner stopped before it wrote one; see its output above.`);
    return FAILED;
  }
}

export const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });
