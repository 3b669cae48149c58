import { openTestStore } from '@ringback/engine/testing';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { checkStore } from './check-store.ts';

const publicUrl = 'https://ringback.example.com';
const durability = inject('store') === 'embedded' ? ['warning store-without-fsync'] : [];

async function examine(secondsOff: number, change = sql`select 1`): Promise<readonly string[]> {
  const { store, clock, close } = await openTestStore();
  await sql`insert into businesses values ('acme', 1, true)`.execute(store.db);
  await sql`insert into business_versions values ('acme', 1, ${JSON.stringify({ id: 'acme', lines: [{}] })},
    '{}', '{"crm": [], "notify": {}}', ringback_now())`.execute(store.db);
  const nowMs = Date.parse(await clock.now()) + secondsOff * 1000;
  await change.execute(store.db);
  const findings = await checkStore(store, { publicUrl, nowMs: () => nowMs });
  await close();
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

test('a store that is well has nothing to tell but how it keeps', async () => {
  expect(await examine(0)).toEqual(durability);
});

test.each([
  [1.5, []],
  [-3, ['warning clocks-differ']],
  [3, ['warning clocks-differ']],
  [31, ['problem clocks-differ']],
])('a clock that is %d seconds off: %j', async (seconds, expected) => {
  expect(await examine(seconds)).toEqual([...durability, ...expected]);
});

test.each([
  ['newer', sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`],
  ['older', sql`delete from kysely_migration where name = (select max(name) from kysely_migration)`],
])('a store of a %s version is told as that, and looked at no further', async (_, change) => {
  expect(await examine(60, change)).toEqual(['problem store-of-another-version', ...durability]);
});
