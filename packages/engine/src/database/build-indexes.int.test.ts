import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase, testedStore } from '../testing/test-databases.ts';
import { buildIndexes } from './build-indexes.ts';
import { type Db, openPostgres, type Store } from './connection.ts';

// On the embedded store nobody writes meanwhile.
const onPostgres = test.runIf(testedStore() === 'postgres');

let database: TestDatabase;
let store: Store;

beforeEach(async () => {
  if (testedStore() !== 'postgres') return;
  database = await createTestDatabase();
  store = openPostgres({ url: database.url, onError: () => {} });
  await sql`drop index texts_by_age, texts_not_out`.execute(store.db);
});

afterEach(async () => {
  await store?.close();
  await database?.drop();
});

async function writeText(db: Db, id: string): Promise<void> {
  await sql`insert into texts
    (business_id, text_id, caller_id, direction, line, body, class, author, state, created_at)
    values ('acme', ${id}, 'c', 'out', 'l', 'b', 'staff', 'Dana', 'accepted', ringback_now())`.execute(db);
}

/** Somebody has written a text and not committed yet, until the answer is called. */
async function openWriter(): Promise<() => Promise<void>> {
  const [writes, ends] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = store.db.transaction().execute(async (tx) => {
    await writeText(tx, 'under-way');
    writes.resolve();
    await ends.promise;
  });
  await writes.promise;
  return () => {
    ends.resolve();
    return ended;
  };
}

/** Resolves when somebody waits to go on building. */
async function isBuilding(): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await sql`select pid from pg_stat_activity where datname = current_database()
      and query like 'create index%' and wait_event_type = 'Lock'`.execute(store.db);
    expect(rows).toHaveLength(1);
  });
}

async function indexes(): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index x join pg_class c on c.oid = x.indexrelid
    where x.indisvalid and c.relname in ('texts_by_age', 'texts_not_out') order by 1`.execute(store.db);
  return rows.map(({ name }) => name);
}

onPostgres('whoever writes goes on while an index is built', async () => {
  const endWriter = await openWriter();
  const building = store.withoutTimeouts(buildIndexes);
  await isBuilding();
  await store.db.transaction().execute(async (tx) => {
    await sql`set local lock_timeout = '2s'`.execute(tx);
    await writeText(tx, 'meanwhile');
  });
  expect(await indexes()).toEqual([]);
  await endWriter();
  await building;
  expect(await indexes()).toEqual(['texts_by_age', 'texts_not_out']);
});

onPostgres('what a build that was broken off has left is built anew', async () => {
  const endWriter = await openWriter();
  const building = store.withoutTimeouts(buildIndexes);
  await isBuilding();
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'create index%'`.execute(store.db);
  await expect(building).rejects.toThrow('terminat');
  const again = store.withoutTimeouts(buildIndexes);
  await endWriter();
  await again;
  expect(await indexes()).toEqual(['texts_by_age', 'texts_not_out']);
});

onPostgres('of several processes that start at once one builds, and none serves before', async () => {
  const endWriter = await openWriter();
  const building = [1, 2, 3].map(() => store.withoutTimeouts(buildIndexes));
  await isBuilding();
  await endWriter();
  await Promise.all(building);
  expect(await indexes()).toEqual(['texts_by_age', 'texts_not_out']);
});
