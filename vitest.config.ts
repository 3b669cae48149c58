import { defineConfig } from 'vitest/config';
import type {} from './packages/engine/src/testing/test-databases.ts';

const never = ['**/node_modules/**', '**/dist/**'];
// Whoever uses the store is tested on both stores: there, a query outside its transaction hangs on one and passes
// unnoticed on the other.
const onBothStores = ['packages/engine/src/**/*.int.test.ts', 'apps/server/src/**/*.int.test.ts'];
const onNoStore = 'packages/engine/src/testing/**';
// Tests of the core as it is published: they build and pack it first.
const onThePackage = 'scripts/core-*.test.ts';
// A store is handed from test to test, and what one file has imported serves the next: a third of the time.
const sharedWorkers = { pool: 'forks', isolate: false } as const;
const postgresSetup = ['packages/engine/src/testing/postgres-global-setup.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps}/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...never, '**/*.int.test.ts', '**/*.e2e.test.ts', onThePackage],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'package',
          include: [onThePackage],
          globalSetup: ['scripts/core-package-global-setup.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'int',
          include: ['packages/!(engine)/src/**/*.int.test.ts', `${onNoStore}/*.int.test.ts`],
          exclude: never,
          ...sharedWorkers,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'int-embedded',
          include: onBothStores,
          exclude: [...never, onNoStore],
          provide: { store: 'embedded' },
          globalSetup: ['packages/engine/src/testing/embedded-global-setup.ts'],
          ...sharedWorkers,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'int-postgres',
          include: onBothStores,
          exclude: [...never, onNoStore],
          provide: { store: 'postgres' },
          globalSetup: postgresSetup,
          ...sharedWorkers,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['{packages,apps}/*/{src,bench}/**/*.e2e.test.ts'],
          exclude: never,
          provide: { store: 'postgres' },
          globalSetup: [...postgresSetup, 'packages/engine/src/testing/embedded-folder-global-setup.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
