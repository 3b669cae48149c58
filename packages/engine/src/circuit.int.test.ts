import { CrmError } from '@ringback/crm';
import { afterEach, expect, test, vi } from 'vitest';
import { claimProbes } from './claim.ts';
import { away, type CrmWorld, callerNumber, openCrmWorld, refused } from './testing/test-crms.ts';

// A CRM that fails again and again is left alone for a while.

let world: CrmWorld;

afterEach(() => world.close());

async function receiveTexts(count: number, businessId = 'acme', from = 0): Promise<void> {
  for (let index = from; index < from + count; index += 1) {
    await world.receiveText(businessId, callerNumber(index));
  }
}

async function pause(businessId = 'acme') {
  const [connection] = await world.engine.connections.list(businessId);
  return connection?.pause ?? null;
}

async function restMs(): Promise<number> {
  return Date.parse((await pause())?.until ?? '') - Date.parse(await world.clock.now());
}

/** Lets it fail until it is left alone. */
async function open(businesses: readonly string[] = ['acme']): Promise<void> {
  world = await openCrmWorld(businesses);
  world.crms.answer = async ({ businessId }) => {
    if (businessId === 'acme') throw away;
  };
  await receiveTexts(5);
  await world.pass(0);
}

test('after five failures in a row the CRM is left alone, and the connection says why, since when and until when', async () => {
  await open();
  const before = world.crms.asked.length;
  expect(before).toBeLessThanOrEqual(6);
  expect(await pause()).toEqual({
    problem: 'HubSpot is down for maintenance',
    since: await world.clock.now(),
    until: expect.any(String),
  });
  expect(await restMs()).toBeGreaterThanOrEqual(7_500);
  expect(await restMs()).toBeLessThanOrEqual(15_000);
  await receiveTexts(3, 'acme', 10);
  await world.pass(5_000);
  expect(world.crms.asked).toHaveLength(before);
});

test('another business of the same CRM goes on', async () => {
  await open(['acme', 'other']);
  await receiveTexts(2, 'other');
  await world.pass(0);
  expect(world.crms.asked.filter(({ businessId }) => businessId === 'other')).toHaveLength(2);
  expect(await pause('other')).toBeNull();
});

test('when it has rested, one entry is tried by whichever process, and the others follow when that one passes', async () => {
  await open();
  await world.openEngine();
  await receiveTexts(5, 'acme', 10);
  const passes = Promise.withResolvers<void>();
  const before = world.crms.asked.length;
  world.crms.answer = () => passes.promise;
  await world.clock.advance(15_000);
  await vi.waitFor(() => expect(world.crms.asked).toHaveLength(before + 1));
  await world.clock.advance(1_000);
  await world.clock.advance(1_000);
  expect(world.crms.asked).toHaveLength(before + 1);
  expect(await pause()).not.toBeNull();
  passes.resolve();
  await world.pass(60_000);
  await world.pass(60_000);
  expect(await pause()).toBeNull();
  const open_ = await world.store.db.selectFrom('effects').selectAll().where('state', '=', 'open').execute();
  expect(open_).toEqual([]);
});

test('each time that the one entry fails it rests for longer, up to ten minutes', async () => {
  await open();
  const rests: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    rests.push(await restMs());
    await world.pass(Math.max(61_000, (rests.at(-1) ?? 0) + 1));
  }
  expect(rests[1]).toBeGreaterThanOrEqual(15_000);
  expect(rests[3]).toBeGreaterThanOrEqual(60_000);
  expect(Math.max(...rests)).toBeLessThanOrEqual(600_000);
  expect(rests.at(-1)).toBeGreaterThanOrEqual(300_000);
  expect(world.crms.asked.length).toBeLessThanOrEqual(6 + 9);
});

test('a process that dies with the entry that was tried keeps nobody waiting for longer than its lease', async () => {
  await open();
  await world.engine.stop();
  const before = world.crms.asked.length;
  world.crms.answer = async () => {};
  await world.clock.advance(15_000);
  const { db } = world.store;
  const lease = { owner: 'gone', ms: 30_000, nowMs: () => 0 };
  expect(await claimProbes(db, { system: 'hubspot', limit: 4, lease })).toHaveLength(1);
  expect(await claimProbes(db, { system: 'hubspot', limit: 4, lease })).toEqual([]);
  await world.openEngine();
  await world.pass(29_000);
  expect(world.crms.asked).toHaveLength(before);
  await world.pass(32_000);
  expect(world.crms.asked.length).toBeGreaterThan(before);
  expect(await pause()).toBeNull();
});

test('a CRM that says how long it wants to be left alone is left alone for as long, by every entry', async () => {
  world = await openCrmWorld(['acme']);
  world.crms.answer = async () => {
    throw new CrmError('crm-rate-limited', 'You have reached your daily limit', {
      retry: 'later',
      retryAfterMs: 120_000,
    });
  };
  await receiveTexts(1);
  await world.pass(0);
  world.crms.answer = async () => {};
  await receiveTexts(2, 'acme', 10);
  await world.pass(119_000);
  expect(world.crms.asked).toHaveLength(1);
  expect(await pause()).toMatchObject({ problem: 'You have reached your daily limit' });
  await world.pass(1_000);
  expect(world.crms.asked).toHaveLength(4);
});

test('what it refuses or cannot tell apart is no failure of the CRM', async () => {
  world = await openCrmWorld(['acme']);
  let writes = 0;
  world.crms.answer = async () => {
    writes += 1;
    throw writes % 5 === 0 ? refused('Property "region" is required') : away;
  };
  await receiveTexts(10);
  await world.pass(0);
  expect(writes).toBeGreaterThanOrEqual(10);
  expect(await pause()).toBeNull();
});

test('connected anew, it is asked at once', async () => {
  await open();
  world.crms.answer = async () => {};
  const before = world.crms.asked.length;
  await world.clock.advance(1_000);
  await world.connect('acme');
  expect(await pause()).toBeNull();
  await world.pass(0);
  await world.pass(60_000);
  expect(world.crms.asked).toHaveLength(before + 5);
});

test('a process that was stopped for longer than its lease may write no more, which says nothing about the CRM', async () => {
  let stoppedMs = 0;
  world = await openCrmWorld(['acme']);
  await world.engine.stop();
  await world.openEngine({ steadyNowMs: () => performance.now() + stoppedMs });
  const might: (boolean | undefined)[] = [];
  world.crms.answer = async ({ options }) => {
    might.push(options.mayStart?.());
    if (might.length > 1) return;
    stoppedMs = 31_000;
    might.push(options.mayStart?.());
    throw away;
  };
  await receiveTexts(1);
  await vi.waitFor(() => expect(might).toEqual([true, false]));
  await world.pass(31_000);
  await vi.waitFor(() => expect(might).toEqual([true, false, true]));
  expect(await world.store.db.selectFrom('crm_connections').select('failures').execute()).toEqual([
    { failures: 0 },
  ]);
});
