export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The files that skipped tests, so that no test goes missing unnoticed. */
  readonly skippedIn: readonly string[];
};

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, skippedIn: [] };

/** The part of vitest's JSON report that says how many tests there were. */
type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/**
 * Counts of one run of vitest. A file that could not even be loaded has no tests, and a run that broke off has no
 * report: each counts as one failure, so that a failed run never reads "0 failed".
 */
export function readCounts(json: string, succeeded: boolean): Counts {
  if (json === '') return { ...noCounts, failed: succeeded ? 0 : 1 };
  const report: Report = JSON.parse(json);
  const skipping = report.testResults.filter((file) =>
    file.assertionResults.some(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status)),
  );
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: succeeded ? failed : Math.max(1, failed),
    skipped: report.numPendingTests + report.numTodoTests,
    skippedIn: skipping.map((file) => file.name),
  };
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    skippedIn: [...a.skippedIn, ...b.skippedIn],
  };
}

export function writeCounts({ passed, failed, skipped }: Counts): string {
  return `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
