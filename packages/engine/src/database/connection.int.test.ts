import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readStanding } from '../read-standing.ts';
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

test.runIf(testedStore() === 'postgres')(
  'what an event is decided on is found by its key, also where the plan was made while the store was empty',
  async () => {
    const database = await createTestDatabase();
    const store = openPostgres({ url: database.url, onError: () => {} });
    const asked = { businessId: 'acme', callerId: '+15125550142', callId: 'CA1', textId: 'text-1' };
    // Only then does PostgreSQL believe that a table is empty.
    await sql`vacuum`.execute(store.db);
    const timer = { businessId: 'acme', callerId: asked.callerId, timer: 'first-text', setBy: 'k' } as const;
    await store.db.transaction().execute(async (tx) => {
      for (let times = 0; times < 3; times += 1)
        await readStanding(tx, { ...asked, timer, eventIds: ['call-CA1'] });
      const { rows } = await sql<{ relname: string }>`
        select relname from pg_stat_xact_user_tables where schemaname = 'public' and seq_scan > 0`.execute(
        tx,
      );
      expect(rows).toEqual([]);
    });
    await store.close();
    await database.drop();
  },
);
