import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ImportedBusiness, readBusinessFile } from './business-file.ts';
import { type Directory, importBusinesses, openDirectory } from './directory.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';

let world: TestStore;
let directory: Directory;

beforeEach(async () => {
  world = await openTestStore();
  directory = await openDirectory(world.store, {
    onError: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  await directory.close();
  await world.close();
});

function business(changes: object = {}): ImportedBusiness {
  const [read] = readBusinessFile({
    businesses: [
      {
        id: 'acme',
        name: 'Acme',
        timeZone: 'America/Chicago',
        lines: [{ number: '+15125550100' }],
        ...changes,
      },
    ],
  });
  if (!read) throw new Error('the file names one business');
  return read;
}

const other = () => business({ id: 'other', lines: [{ number: '+15125550101' }] });

test('an imported business is known by its id and by its line, also to a directory that was open before', async () => {
  await importBusinesses(world.store.db, [business()]);
  await vi.waitFor(() => expect(directory.byId('acme')).toMatchObject({ version: 1 }));
  expect(directory.byLine('+15125550100')?.known.business.id).toBe('acme');
  expect(directory.byLine('+15125550199')).toBeNull();
});

test('a business that changed gets a new version, one that did not keeps its own', async () => {
  await importBusinesses(world.store.db, [business(), other()]);
  await importBusinesses(world.store.db, [business({ rules: { dedupe: { windowHours: 48 } } }), other()]);
  await vi.waitFor(() => expect(directory.byId('acme')).toMatchObject({ version: 2 }));
  expect(directory.byId('other')).toMatchObject({ version: 1 });
  expect(directory.byId('acme')?.rules.dedupe.windowHours).toBe(48);
});

test('a business left out of the file is disabled, not deleted, and comes back with its version', async () => {
  await importBusinesses(world.store.db, [business(), other()]);
  await importBusinesses(world.store.db, [business()]);
  await vi.waitFor(() => expect(directory.byId('other')).toMatchObject({ enabled: false }));
  expect(directory.all().map(({ business: { id } }) => id)).toEqual(['acme']);
  await importBusinesses(world.store.db, [business(), other()]);
  await vi.waitFor(() => expect(directory.byId('other')).toMatchObject({ version: 1, enabled: true }));
});

test('two servers that start together import one version', async () => {
  await Promise.all([
    importBusinesses(world.store.db, [business()]),
    importBusinesses(world.store.db, [business()]),
  ]);
  await vi.waitFor(() => expect(directory.byId('acme')).toMatchObject({ version: 1 }));
});
