import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase, testedStore } from '../testing/test-databases.ts';
import { openPostgres, type Store } from './connection.ts';
import { isUpToDate, migrate } from './migrate.ts';
import { up } from './migrations/0001-first.ts';

// On the embedded store nobody else is there, and nothing is timed.
const onPostgres = test.runIf(testedStore() === 'postgres');

/** A store as the first migration left it: the others are for the server to bring in. */
async function stepBack({ db }: Store): Promise<void> {
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await up(db as unknown as Kysely<unknown>);
  await sql`create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(
    db,
  );
  await sql`insert into kysely_migration values ('0001-first', '2026-11-21T00:00:00.000Z')`.execute(db);
}

onPostgres('a migration may take longer than a request of the server may', async () => {
  const database = await createTestDatabase();
  const open = (timeoutMs: number) => openPostgres({ url: database.url, timeoutMs, onError: () => {} });
  const [calm, hurried] = [open(20_000), open(1)];
  await stepBack(calm);
  await expect(migrate(hurried.db)).rejects.toThrow('could not be brought up to date');
  await hurried.withoutTimeouts(migrate);
  expect(await isUpToDate(calm.db)).toBe(true);
  await Promise.all([calm.close(), hurried.close()]);
  await database.drop();
});

onPostgres('a migration does not wait for ever for what somebody else holds', async () => {
  const database = await createTestDatabase();
  const store = openPostgres({ url: database.url, onError: () => {} });
  await stepBack(store);
  const migrating = await store.db.transaction().execute(async (tx) => {
    await sql`lock table callers in share mode`.execute(tx);
    return store.withoutTimeouts(migrate).catch((error: unknown) => error);
  });
  expect(migrating).toMatchObject({ cause: { code: '55P03' } });
  expect(await isUpToDate(store.db)).toBe(false);
  await store.withoutTimeouts(migrate);
  expect(await isUpToDate(store.db)).toBe(true);
  await store.close();
  await database.drop();
});
