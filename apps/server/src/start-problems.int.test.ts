import { migrate, openPostgres, type Store } from '@ringback/engine';
import { openTestStore } from '@ringback/engine/testing';
import { createTestDatabase } from '@ringback/engine/testing/databases';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { explainStore } from './start-problems.ts';

async function problemOf(store: Store): Promise<unknown> {
  try {
    return await migrate(store.db).then(
      () => null,
      (error: unknown) => explainStore(error, 'DATABASE_URL'),
    );
  } finally {
    await store.close();
  }
}

const onPostgres = test.skipIf(inject('store') === 'embedded');

onPostgres.each<[string, (url: URL) => void, RegExp]>([
  [
    'a database that does not exist',
    (url) => {
      url.pathname = '/nowhere';
    },
    /^DATABASE_URL names a database that does not exist \(3D000\)/,
  ],
  [
    'a user that does not exist',
    (url) => {
      url.username = 'nobody-here';
      url.password = 'x';
      url.searchParams.delete('user');
    },
    /^DATABASE_URL has a user or password that PostgreSQL refuses \((28P01|28000)\)/,
  ],
  [
    'a server whose name nobody knows',
    (url) => {
      url.host = 'nowhere.invalid';
      url.searchParams.delete('host');
    },
    /^DATABASE_URL names a server that cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/,
  ],
])('%s is told by the variable', async (_, change, line) => {
  const database = await createTestDatabase();
  const url = new URL(database.url);
  change(url);
  expect(await problemOf(openPostgres({ url: url.href, onError: () => {} }))).toMatchObject({
    problems: [expect.stringMatching(line)],
  });
  await database.drop();
});

test('a store that a newer program has written is told as that', async () => {
  const world = await openTestStore();
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
    world.store.db,
  );
  const error = await migrate(world.store.db).catch((reason: unknown) => reason);
  await world.close();
  expect(explainStore(error, 'RINGBACK_DATA_DIR')).toMatchObject({
    problems: [
      'RINGBACK_DATA_DIR names a store of a newer Ringback: start that version, or use another store',
    ],
  });
});

test('any other failure of the store stays what it was', () => {
  const failure = new Error('odd', { cause: Object.assign(new Error('broken'), { code: '22P02' }) });
  expect(explainStore(failure, 'DATABASE_URL')).toBe(failure);
});
