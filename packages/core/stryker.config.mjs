import { fileURLToPath } from 'node:url';

/**
 * Mutation tests of what decides, of the hours and of consent: every part of these files is broken in turn, and a test
 * has to notice. `pnpm mutate --mutate src/rules/help.ts` asks of one file, `pnpm mutate --incremental` of all: an hour
 * or more the first time, then of what has changed since.
 *
 * Sentences are mutated too: the detail of a reason is what an owner reads, so an empty one is a fault. No test has to
 * spell them out, since `src/decisions-in-full` holds whole decisions.
 *
 * Static mutants, those of constants that a module makes when it is loaded, are not left out: the decision table and
 * the hours of the states are such constants.
 */
export default {
  testRunner: 'vitest',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  vitest: { configFile: 'stryker.vitest.config.ts', related: false },
  mutate: [
    'src/{decide,decision-table,fold,observe,still-wanted}.ts',
    'src/{hours,quiet-hours,state-hours}.ts',
    'src/consent.ts',
    'src/rules/!(*.test).ts',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
  warnings: { slow: false },
};
