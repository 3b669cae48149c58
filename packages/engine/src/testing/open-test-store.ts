import { readFile } from 'node:fs/promises';
import { type Instant, toInstant } from '@ringback/core';
import { inject } from 'vitest';
import { openEmbedded, openPostgres, type Store } from '../database/connection.ts';
import { type ReusableStore, takeTurn } from './reused-stores.ts';
import { freezeClock, type TestClock } from './test-clock.ts';
import { createTestDatabase } from './test-databases.ts';

export { shiftClock, type TestClock } from './test-clock.ts';
export { createTestDatabase } from './test-databases.ts';

export type TestStore = { readonly store: Store; readonly clock: TestClock; close(): Promise<void> };

/** A Thursday, 10:00 in Chicago: a shop there is open. */
export const thursdayMorning = toInstant('2026-11-19T16:00:00.000Z');

/** A store of its own, migrated, on the kind of store that this run of the tests is for; its clock stands still. */
export async function openTestStore(options: { readonly start?: Instant } = {}): Promise<TestStore> {
  const { store, end } = await takeTurn(openFresh);
  const clock = await freezeClock(store.db, options.start ?? thursdayMorning);
  return { store, clock, close: end };
}

async function openFresh(): Promise<ReusableStore> {
  if (inject('store') === 'embedded') {
    const dump = new Blob([await readFile(inject('embeddedDump'))]);
    return { store: await openEmbedded({ dump }), drop: async () => {} };
  }
  const database = await createTestDatabase();
  let isClosing = false;
  const store = openPostgres({
    url: database.url,
    onError(error) {
      // Dropping the database cuts connections that are still saying goodbye.
      if (!isClosing) throw error;
    },
  });
  return {
    store: {
      ...store,
      close() {
        isClosing = true;
        return store.close();
      },
    },
    drop: database.drop,
  };
}
