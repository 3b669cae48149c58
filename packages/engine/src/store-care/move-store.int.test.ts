import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openEmbedded, openPostgres, type Store } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { openDataCareWorld, readEverything } from '../testing/data-care-world.ts';
import { maria } from '../testing/shop.ts';
import { freezeClock } from '../testing/test-clock.ts';
import { createTestDatabase, type TestDatabase, testedStore } from '../testing/test-databases.ts';
import { moveStore } from './move-store.ts';

const onPostgres = test.runIf(testedStore() === 'postgres');

let folder: string;
let source: Store;
let target: TestDatabase;

/** A shop with a few days behind it, in an embedded store: one for all, as a move only reads it. */
beforeAll(async () => {
  if (testedStore() === 'embedded') return;
  folder = await mkdtemp(join(tmpdir(), 'ringback-move-'));
  source = await openEmbedded({ dataDir: join(folder, 'store') });
  await migrate(source.db);
  const clock = await freezeClock(source.db, '2026-11-19T16:00:00.000Z' as never);
  const world = await openDataCareWorld({ store: { store: source, clock, close: async () => {} } });
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.receiveText('SM1', maria, 'Is "tomorrow" fine? \\ ☎️ \n Ünïcode');
  await world.pass(100);
  await world.close();
  // What only tests have in a store stays behind.
  await sql`drop table test_clock`.execute(source.db);
});

afterAll(async () => {
  if (testedStore() === 'embedded') return;
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  if (testedStore() === 'postgres') target = await createTestDatabase({ isEmpty: true });
});

afterEach(async () => {
  if (testedStore() === 'postgres') await target.drop();
});

async function withTarget<T>(act: (store: Store) => Promise<T>): Promise<T> {
  const store = openPostgres({ url: target.url, onError: () => {} });
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

async function contentOf(store: Store): Promise<unknown> {
  await sql`set timezone = 'UTC'`.execute(store.db);
  const everything = [...(await readEverything(store.db))].filter(([table]) => !table.startsWith('kysely_'));
  return everything.map(([table, rows]) => [table, rows.toSorted()]);
}

onPostgres('everything comes over as it was, and the source stays as it was', async () => {
  const before = await contentOf(source);
  const moved = await moveStore({ from: source, to: target.url });
  expect(moved.rows).toMatchObject({ businesses: 1, callers: 1, calls: 1, texts: 2, crm_connections: 1 });
  expect(await withTarget(contentOf)).toEqual(before);
  expect(await contentOf(source)).toEqual(before);
});

onPostgres('what happens after the move stands right behind what happened before', async () => {
  const sequences = async (store: Store) =>
    (await store.db.selectFrom('events').select('sequence').orderBy('sequence').execute()).map(
      ({ sequence }) => Number(sequence),
    );
  const before = await sequences(source);
  await moveStore({ from: source, to: target.url });
  await withTarget(async (store) => {
    const clock = await freezeClock(store.db, '2026-11-24T16:00:00.000Z' as never);
    const world = await openDataCareWorld({ store: { store, clock, close: async () => {} } });
    await world.receiveText('SM2', maria, 'hello again');
    const after = await sequences(store);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after[before.length]).toBe((before.at(-1) ?? 0) + 1);
    await world.receiveText('SM1', maria, 'a webhook that comes again');
    expect(await sequences(store)).toEqual(after);
    await world.close();
  });
});

onPostgres('a database that has something in it already is refused', async () => {
  await moveStore({ from: source, to: target.url });
  await expect(moveStore({ from: source, to: target.url })).rejects.toMatchObject({
    code: 'store-not-empty',
  });
});

onPostgres('a table of somebody else’s in the way is refused, too', async () => {
  await withTarget(async (store) => {
    await sql`create table orders (id integer)`.execute(store.db);
    await sql`insert into orders values (1)`.execute(store.db);
  });
  await expect(moveStore({ from: source, to: target.url })).rejects.toMatchObject({
    code: 'store-not-empty',
    message: 'the database has rows in "orders" already: take one that is empty (createdb ringback)',
  });
});

onPostgres('what comes over differently is noticed, and nothing stays there', async () => {
  await withTarget(async (store) => {
    await migrate(store.db);
    await sql`create function spoil() returns trigger language plpgsql as
      $$ begin new.body := upper(new.body); return new; end $$`.execute(store.db);
    await sql`create trigger spoil before insert on texts for each row execute function spoil()`.execute(
      store.db,
    );
  });
  await expect(moveStore({ from: source, to: target.url })).rejects.toMatchObject({
    code: 'store-differs',
    message: expect.stringContaining('"texts"'),
  });
  const rows = await withTarget((store) => store.db.selectFrom('businesses').selectAll().execute());
  expect(rows).toEqual([]);
});

onPostgres('a store of an earlier version is not moved half known', async () => {
  await sql`delete from kysely_migration where name like '0003%'`.execute(source.db);
  await expect(moveStore({ from: source, to: target.url })).rejects.toMatchObject({ code: 'store-outdated' });
});
