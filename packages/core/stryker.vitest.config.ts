import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants have to pass: examples, which take milliseconds. The stories told at random
 * (`*properties.test.ts`) and the tests of everything else would take seconds for each of thousands of mutants.
 */
export default defineConfig({
  test: {
    include: [
      'src/{callback-window,consent,consent-ledger,decide,decision-table,hours}.test.ts',
      'src/{quiet-hours,quiet-hours-zones,rules-in-force,state-hours,still-wanted,wording}.test.ts',
      'src/rules/*.test.ts',
      'src/decisions-in-full/*.test.ts',
    ],
    isolate: false,
  },
});
