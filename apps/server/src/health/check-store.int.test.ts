import { createSecrets } from '@ringback/engine';
import { openTestStore } from '@ringback/engine/testing';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { checkStore } from './check-store.ts';
import type { Checked } from './finding.ts';

const key = Buffer.alloc(32, 1);
const publicUrl = 'https://ringback.example.com';
const durability = inject('store') === 'embedded' ? ['warning store-without-fsync'] : [];

async function check(secondsOff: number, change = sql`select 1`): Promise<readonly Checked[]> {
  const { store, clock, close } = await openTestStore();
  await sql`insert into businesses values ('acme', 1, true)`.execute(store.db);
  await sql`insert into business_versions values ('acme', 1, ${JSON.stringify({ id: 'acme', lines: [{}] })},
    '{}', '{"crm": [], "notify": {}}', ringback_now())`.execute(store.db);
  const nowMs = Date.parse(await clock.now()) + secondsOff * 1000;
  await change.execute(store.db);
  const checked = await checkStore(store, { publicUrl, secretKeys: [key], nowMs: () => nowMs });
  await close();
  return checked;
}

async function examine(...given: Parameters<typeof check>): Promise<readonly string[]> {
  return (await check(...given)).flatMap((each) =>
    each.severity === 'ok' ? [] : [`${each.severity} ${each.code}`],
  );
}

test('a store that is well says so of each thing that was looked at', async () => {
  const well = (await check(0)).flatMap((each) => (each.severity === 'ok' ? [each.check] : []));
  expect(well).toEqual([
    'store',
    'clock',
    'secrets',
    'businesses',
    'crm-entries',
    'work',
    'texts',
    'timers',
    'notices',
  ]);
});

test('a sealed value that the key at hand does not open is told by its business', async () => {
  const sealed = createSecrets([Buffer.alloc(32, 2)]).encrypt('{}', 'applicant');
  const change = sql`insert into registrations values ('acme', ${sealed}, ringback_now(), 'Dana')`;
  const [found] = (await check(0, change)).filter(({ severity }) => severity === 'problem');
  expect(found).toMatchObject({
    code: 'secret-unreadable',
    business: 'acme',
    what: expect.stringContaining('who applies to the carriers'),
  });
});

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
