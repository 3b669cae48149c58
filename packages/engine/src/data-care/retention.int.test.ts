import type { E164 } from '@ringback/core';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importBusinesses } from '../directory.ts';
import { reportRecovery } from '../queries/recovery.ts';
import {
  acme,
  type DataCareWorld,
  openDataCareWorld,
  openTestEngine,
  tablesWith,
} from '../testing/data-care-world.ts';
import { john, maria, shop } from '../testing/shop.ts';
import { createRetentionRunner, type RetentionRunner } from './retention-runner.ts';

let world: DataCareWorld;
let runner: RetentionRunner;
let failures: string[];

const daySeconds = 24 * 60 * 60;
const words = 'the boiler in my grandmother’s flat';

beforeEach(async () => {
  failures = [];
  world = await openDataCareWorld();
  runner = openRunner('one');
  await runner.runDue();
});

afterEach(async () => {
  await world.close();
  expect(failures).toEqual([]);
});

function openRunner(owner: string): RetentionRunner {
  const log = { warn: () => {}, error: (event: string) => failures.push(event) };
  return createRetentionRunner({ db: world.db, owner, log });
}

async function liveThrough(): Promise<void> {
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.receiveText('SM1', maria, `Hello, it is about ${words}`);
  await world.engine.handle({
    type: 'staff-acted',
    act: 'close',
    id: 'staff-1',
    businessId: 'acme',
    callerId: maria,
    by: 'Sam',
  });
  await world.pass(60);
}

async function count(
  table: 'calls' | 'texts' | 'events' | 'callers' | 'effects' | 'product_events' | 'audit_log',
) {
  const row = await world.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

test('a business is looked through in its first night, and then every night once', async () => {
  const nextAt = async () =>
    (await world.db.selectFrom('retention_runs').selectAll().executeTakeFirstOrThrow()).next_at.toISOString();
  expect(await nextAt()).toBe('2026-11-20T09:00:00.000Z');
  expect(await runner.runDue()).toBe(0);
  await world.pass(daySeconds);
  expect(await runner.runDue()).toBe(1);
  expect(await nextAt()).toBe('2026-11-21T09:00:00.000Z');
  expect(await runner.runDue()).toBe(0);
});

test('a server that performs does it by itself', async () => {
  await world.pass(daySeconds);
  const engine = await openTestEngine(world.store, world.provider);
  await engine.start();
  await expect
    .poll(
      async () => (await world.db.selectFrom('retention_runs').selectAll().executeTakeFirst())?.finished_at,
    )
    .toEqual(new Date('2026-11-20T16:00:00.000Z'));
  await engine.stop();
});

test('what is young is kept as it is', async () => {
  await liveThrough();
  const before = [await count('calls'), await count('texts'), await count('effects')];
  await world.pass(30 * daySeconds);
  await runner.runDue();
  expect([await count('calls'), await count('texts'), await count('effects')]).toEqual(before);
  expect(await tablesWith(world.db, words)).toContain('texts');
});

test('each kind of data goes when its own time is over', async () => {
  await liveThrough();
  await world.pass(100 * daySeconds);
  await runner.runDue();
  expect(await count('effects')).toBe(0);
  expect(await tablesWith(world.db, words)).toEqual(['callers', 'events', 'product_events', 'texts']);
  await world.pass(300 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).toEqual(['callers', 'events', 'texts']);
  await world.pass(400 * daySeconds);
  await runner.runDue();
  // The ledger of consent has the words by which they replied.
  expect(await tablesWith(world.db, words)).toEqual(['callers']);
  expect(await count('texts')).toBe(2);
  await world.pass(1_100 * daySeconds);
  await runner.runDue();
  expect([await count('events'), await count('texts'), await count('calls'), await count('callers')]).toEqual(
    [0, 0, 0, 0],
  );
});

test('whoever asked for silence stays on the list for good', async () => {
  await liveThrough();
  await world.receiveText('SM2', maria, 'STOP');
  await world.pass(4_000 * daySeconds);
  await runner.runDue();
  expect([await count('events'), await count('callers')]).toEqual([0, 1]);
  expect(await tablesWith(world.db, 'Castellanos')).toEqual([]);
  const sent = world.provider.taken.length;
  await world.missCall('CA2', maria);
  await world.pass(60);
  expect(world.provider.taken).toHaveLength(sent);
});

test('what a caller’s state says stays right when their old events go, and so does a report of later days', async () => {
  await liveThrough();
  await world.pass(1_900 * daySeconds);
  await world.missCall('CA2', maria);
  await world.pass(2);
  const { business } = acme()[0] ?? { business: null };
  if (!business) throw new Error('there is no acme');
  const now = await world.clock.now();
  const from = new Date(Date.parse(now) - 100 * daySeconds * 1_000).toISOString() as typeof now;
  const before = await reportRecovery(world.db, { business, from, to: now });
  const state = () =>
    world.db.selectFrom('callers').select('state').where('caller_id', '=', maria).executeTakeFirstOrThrow();
  const stateBefore = await state();
  await runner.runDue();
  expect(await reportRecovery(world.db, { business, from, to: now })).toEqual(before);
  expect(before.report).toMatchObject({ missed: 1, texted: 1 });
  expect(await state()).toEqual(stateBefore);
  await world.receiveText('SM3', maria, 'hello again');
  expect(await tablesWith(world.db, 'hello again')).toContain('events');
});

test('another period in the business file counts from the next night on', async () => {
  await liveThrough();
  await importBusinesses(world.db, acme({ texts: '30 days', productEvents: '30 days' }));
  await world.pass(40 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).toEqual(['callers']);
});

test('more than one batch goes in one night, is counted, and stands in the audit log', async () => {
  await world.db
    .insertInto('product_events')
    .values(
      Array.from({ length: 4_001 }, (_, index) => ({
        business_id: 'acme',
        product_event_id: `p${index}`,
        caller_id: john,
        type: 'call.missed',
        at: '2020-01-01T00:00:00Z',
        data: '{}',
      })),
    )
    .execute();
  await world.pass(daySeconds);
  await runner.runDue();
  expect(await count('product_events')).toBe(0);
  const run = await world.db.selectFrom('retention_runs').selectAll().executeTakeFirstOrThrow();
  expect(run.removed).toMatchObject({ product_events: 4_001 });
  const act = await world.db
    .selectFrom('audit_log')
    .select(['by', 'details'])
    .where('act', '=', 'retain')
    .executeTakeFirstOrThrow();
  expect(act).toEqual({ by: 'Ringback', details: { product_events: 4_001 } });
});

test('a night that broke off is gone on with by another process, but not while the first may still be at it', async () => {
  await liveThrough();
  await world.pass(100 * daySeconds);
  await world.db
    .updateTable('retention_runs')
    .set({
      lease_owner: 'gone',
      lease_until: new Date(Date.parse(await world.clock.now()) + 60_000),
      removed: JSON.stringify({ effects: 40 }),
    })
    .execute();
  expect(await openRunner('two').runDue()).toBe(0);
  expect(await count('effects')).toBeGreaterThan(0);
  await world.pass(61);
  expect(await openRunner('two').runDue()).toBe(1);
  expect(await count('effects')).toBe(0);
  const run = await world.db.selectFrom('retention_runs').selectAll().executeTakeFirstOrThrow();
  expect(run.removed.effects).toBeGreaterThan(40);
});

test('a business that fails does not keep the others from their turn', async () => {
  await world.pass(daySeconds);
  await world.db
    .insertInto('retention_runs')
    .values({ business_id: 'nowhere', next_at: '2020-01-01T00:00:00Z', removed: '{}' })
    .execute();
  expect(await runner.runDue()).toBe(1);
  expect(failures.splice(0)).toEqual(['retention-failed']);
});

test('of two processes at once only one does a business', async () => {
  await liveThrough();
  await world.pass(100 * daySeconds);
  const done = await Promise.all([openRunner('two').runDue(), openRunner('three').runDue()]);
  expect(done.toSorted()).toEqual([0, 1]);
});

test('a business that was taken out of the file is looked through all the same', async () => {
  await liveThrough();
  const [business] = acme();
  if (!business) throw new Error('there is no acme');
  const other = { ...business, business: { ...business.business, id: 'other' } };
  await importBusinesses(world.db, [other]);
  await world.pass(4_000 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, maria.slice(1))).toEqual([]);
});

test('what waits for a business that was taken out of the file grows old with the rest of it', async () => {
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.receiveText('SM1', maria, words);
  await world.missCall('CA2', john);
  await importBusinesses(world.db, [shop({ id: 'other', line: '+15125550199' as E164 })]);
  await world.pass(800 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).toEqual(['callers']);
  await world.pass(3_000 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, maria.slice(1))).toEqual([]);
  expect(await tablesWith(world.db, john.slice(1))).toEqual([]);
});

test('what waits for a CRM that nobody connects goes with the words of texts', async () => {
  await world.db.deleteFrom('crm_connections').execute();
  await liveThrough();
  await world.pass(800 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).toEqual(['callers']);
  expect(await count('effects')).toBe(0);
});

test('the audit log is only ever added to', async () => {
  await liveThrough();
  const refusal = /the audit log is only ever added to/;
  await expect(world.db.deleteFrom('audit_log').execute()).rejects.toThrow(refusal);
  await expect(world.db.updateTable('audit_log').set({ by: 'Nobody' }).execute()).rejects.toThrow(refusal);
  const before = await count('audit_log');
  expect(before).toBeGreaterThan(2);
});

test('a process that lost its lease before the end finishes nothing, and leaves the telling to the one that has it', async () => {
  await liveThrough();
  await world.pass(100 * daySeconds);
  await sql`create function take_over() returns trigger language plpgsql as $$ begin
    new.lease_owner := 'another'; return new; end $$`.execute(world.db);
  await sql`create trigger take_over before update on retention_runs for each row
    when (new.removed ->> 'events.words' is not null and new.lease_owner = 'one')
    execute function take_over()`.execute(world.db);
  expect(await runner.runDue()).toBe(0);
  const run = await world.db.selectFrom('retention_runs').selectAll().executeTakeFirstOrThrow();
  expect(run).toMatchObject({ lease_owner: 'another', finished_at: null });
  const told = await world.db.selectFrom('audit_log').select('act').where('act', '=', 'retain').execute();
  expect(told).toEqual([]);
});

test('the words of a text that was in flight all the while go in the night after it has ended', async () => {
  await liveThrough();
  const stuck = world.db.updateTable('texts').set({ state: 'sending', body: words });
  await sql`alter table texts disable trigger texts_life`.execute(world.db);
  await stuck.where('direction', '=', 'out').execute();
  await sql`alter table texts enable trigger texts_life`.execute(world.db);
  await world.pass(800 * daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).toContain('texts');
  await world.db.updateTable('texts').set({ state: 'failed' }).where('direction', '=', 'out').execute();
  await world.pass(daySeconds);
  await runner.runDue();
  expect(await tablesWith(world.db, words)).not.toContain('texts');
});
