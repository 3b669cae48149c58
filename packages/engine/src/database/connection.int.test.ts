import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase, testedStore } from '../testing/test-databases.ts';
import { openPostgres } from './connection.ts';

test.runIf(testedStore() === 'postgres')(
  'a connection that breaks in the middle of a transaction fails that transaction, not the process',
  async () => {
    const database = await createTestDatabase();
    const heard: string[] = [];
    const open = () => openPostgres({ url: database.url, onError: (error) => heard.push(error.message) });
    const [store, other] = [open(), open()];
    const work = store.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
      await expect.poll(() => heard).toHaveLength(1);
      await sql`select 1`.execute(tx);
    });
    await expect(work).rejects.toThrow();
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(store.db);
    expect(rows).toEqual([{ one: 1 }]);
    await Promise.all([store.close(), other.close()]);
    await database.drop();
  },
);
