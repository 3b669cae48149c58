import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listTables } from '../testing/data-care-world.ts';
import { openTestStore } from '../testing/open-test-store.ts';

/** Of the migrator and of the tests: they belong to no business. */
const others = ['kysely_migration', 'kysely_migration_lock', 'test_clock'];

test('every table, every key and every unique index begins with the business', async () => {
  const world = await openTestStore();
  const { rows } = await sql<{ table: string; index: string; column: string; primary: boolean }>`
    select t.relname as table, i.relname as index, a.attname as column, x.indisprimary as primary
    from pg_index x
      join pg_class i on i.oid = x.indexrelid
      join pg_class t on t.oid = x.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    where n.nspname = 'public' and x.indisunique`.execute(world.store.db);
  const ours = rows.filter(({ table }) => !others.includes(table));
  const tables = (await listTables(world.store.db)).filter((table) => !others.includes(table));
  await world.close();
  expect(ours.filter(({ column }) => column !== 'business_id')).toEqual([]);
  expect(
    ours
      .filter(({ primary }) => primary)
      .map(({ table }) => table)
      .toSorted(),
  ).toEqual(tables);
  expect(tables.length).toBeGreaterThan(16);
});
