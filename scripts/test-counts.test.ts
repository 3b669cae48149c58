import { describe, expect, test } from 'vitest';
import { addCounts, readCounts, writeCounts } from './test-counts.ts';

function report(counts: object, testResults: object[] = []): string {
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  return JSON.stringify({ ...none, ...counts, testResults });
}

describe('the counts at the end of npm test', () => {
  test('passed, failed and skipped tests are added up over the steps', () => {
    const unit = readCounts(report({ numPassedTests: 3, numPendingTests: 1 }), true);
    const integration = readCounts(report({ numPassedTests: 2, numFailedTests: 1 }), false);
    expect(writeCounts(addCounts(unit, integration))).toBe('tests: 5 passed, 1 failed, 1 skipped');
  });

  test('the files that skipped tests are named', () => {
    const results = [
      {
        name: 'a.test.ts',
        status: 'passed',
        assertionResults: [{ status: 'passed' }, { status: 'skipped' }],
      },
      { name: 'b.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(readCounts(report({ numPassedTests: 2, numPendingTests: 1 }, results), true).skippedIn).toEqual([
      'a.test.ts',
    ]);
  });

  test('a file that cannot be loaded is a failure although it has no tests', () => {
    const broken = report({ numPassedTests: 3 }, [{ status: 'failed', assertionResults: [] }]);
    expect(writeCounts(readCounts(broken, false))).toBe('tests: 3 passed, 1 failed');
  });

  test('a run that broke off without a report is a failure', () => {
    expect(readCounts('', false).failed).toBe(1);
  });

  test('a run that failed although each of its tests passed is a failure', () => {
    expect(readCounts(report({ numPassedTests: 3 }), false).failed).toBe(1);
  });
});
