import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { away, callerNumber, openCrmWorld, refused } from '../testing/test-crms.ts';
import { countWork } from './counts.ts';

const nothing = {
  work: [],
  unknownTexts: { count: 0, oldestSeconds: null },
  doubles: 0,
  silentTexts: 0,
  sendingProblems: [],
  overdueTimers: { count: 0, oldestSeconds: null },
};

test('work that waits is counted by business and lane, with its age and what holds it', async () => {
  const world = await openCrmWorld(['acme', 'other'], { connects: false });
  await world.connect('acme');
  world.crms.answer = async () => {
    throw refused('no');
  };
  await world.receiveText('acme', callerNumber(1));
  await world.pass(0);
  await world.receiveText('other', callerNumber(2));
  await world.pass(90_000);
  await world.receiveText('other', callerNumber(3));
  const counts = await countWork(world.store.db);
  const ofHubspot = { lane: 'crm:hubspot', system: 'hubspot' };
  const none = { oldestDueSeconds: null, oldestOpenSeconds: null, openProblem: null };
  expect(counts.work).toEqual([
    { ...ofHubspot, ...none, businessId: 'acme', open: 0, parked: 1, parkedProblem: 'no', hold: null },
    {
      ...ofHubspot,
      businessId: 'other',
      open: 2,
      oldestDueSeconds: 90,
      oldestOpenSeconds: 90,
      openProblem: null,
      parked: 0,
      parkedProblem: null,
      hold: 'crm-absent',
    },
  ]);
  expect(counts.connections).toEqual([
    { businessId: 'acme', system: 'hubspot', state: 'connected', problem: null, since: null },
  ]);
  await world.close();
});

test('what is tried again is as old as when it was due first', async () => {
  const world = await openCrmWorld(['acme']);
  world.crms.answer = async () => {
    throw away;
  };
  await world.receiveText('acme', callerNumber(1));
  for (let tries = 0; tries < 4; tries += 1) await world.pass(70_000);
  await sql`update effects set due_at = ringback_now() + interval '1 second' where state = 'open'`.execute(
    world.store.db,
  );
  const [work] = (await countWork(world.store.db)).work;
  expect(work).toMatchObject({
    open: 1,
    oldestDueSeconds: null,
    oldestOpenSeconds: 280,
    openProblem: away.message,
  });
  await world.close();
});

test('what a CRM that rests, a broken connection or a business without its file holds is told apart', async () => {
  const world = await openCrmWorld(['acme', 'broken', 'gone']);
  const { db } = world.store;
  await sql`update crm_connections set state = 'broken', problem = 'access was revoked'
    where business_id = 'broken'`.execute(db);
  await sql`update crm_connections set failures = 5, failing_since = ringback_now(), failure = 'it is down',
    retry_at = ringback_now() + interval '1 minute' where business_id = 'acme'`.execute(db);
  await sql`update businesses set enabled = false where business_id = 'gone'`.execute(db);
  for (const business of ['acme', 'broken', 'gone']) await world.receiveText(business, callerNumber(1));
  await world.pass(0);
  const { work, connections, now } = await countWork(db);
  expect(work.map(({ businessId, hold }) => [businessId, hold])).toEqual([
    ['acme', 'crm-resting'],
    ['broken', 'crm-broken'],
    ['gone', 'business-disabled'],
  ]);
  expect(connections).toEqual([
    { businessId: 'acme', system: 'hubspot', state: 'resting', problem: 'it is down', since: now },
    { businessId: 'broken', system: 'hubspot', state: 'broken', problem: 'access was revoked', since: null },
  ]);
  await world.close();
});

test('texts in doubt, texts that left twice and timers that did not fire are counted', async () => {
  const world = await openCrmWorld(['acme']);
  const { db } = world.store;
  await world.engine.stop();
  await sql`insert into texts (business_id, text_id, caller_id, direction, line, phone, body, class, author, state,
      double_provider_id, first_attempt_at, created_at)
    select 'acme', 't' || i, 'c', 'out', '+1', '+1', 'x', 'staff', 'Dana', case when i < 3 then 'unknown' else 'sent' end,
      case when i = 3 then 'SM9' end, ringback_now() - make_interval(secs => i * 10), ringback_now()
    from generate_series(1, 4) i`.execute(db);
  await sql`insert into timers (business_id, caller_id, timer, due_at, set_by)
    select case when i < 4 then 'acme' else 'gone' end, 'c' || i, 'first-text',
      ringback_now() - make_interval(secs => i * 4), 's' from generate_series(1, 4) i`.execute(db);
  expect(await countWork(db)).toMatchObject({
    unknownTexts: { count: 2, oldestSeconds: 20 },
    doubles: 1,
    silentTexts: 0,
    overdueTimers: { count: 2, oldestSeconds: 12 },
  });
  await world.close();
});

test('where nothing waits there is nothing to count', async () => {
  const world = await openCrmWorld(['acme']);
  expect(await countWork(world.store.db)).toMatchObject(nothing);
  await world.close();
});
