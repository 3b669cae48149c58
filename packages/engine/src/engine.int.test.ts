import { businessSchema, defineRules, type E164, toInstant } from '@ringback/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importBusinesses } from './directory.ts';
import { createEngine, type Engine } from './engine.ts';
import { createSecrets } from './secrets.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { busyFor, createTestProvider, type TestProvider, unclear } from './testing/test-provider.ts';

const line = '+15125550100' as E164;
const caller = '+15125550142' as E164;
const business = businessSchema.parse({
  id: 'acme',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  hours: { thu: ['08:00-17:00'] },
  lines: [{ number: line, forwardTo: ['+15125550111'] }],
});

let world: TestStore;
let engine: Engine;
let errors: string[];
let provider: TestProvider;

async function openEngine(): Promise<Engine> {
  const opened = await createEngine({
    store: world.store,
    messenger: provider.messenger,
    systems: {},
    secrets: createSecrets([Buffer.alloc(32, 1)]),
    performs: true,
    log: { warn: () => {}, error: (event) => errors.push(event) },
  });
  await opened.start();
  return opened;
}

beforeEach(async () => {
  errors = [];
  world = await openTestStore();
  await importBusinesses(world.store.db, [
    { business, rules: defineRules({}), settings: { crm: [], notify: {} } },
  ]);
  provider = createTestProvider(() => world.clock.now());
  engine = await openEngine();
});

afterEach(async () => {
  await engine.stop();
  await world.close();
  expect(errors).toEqual([]);
});

async function missCall(callId = 'CA1'): Promise<void> {
  const party = { line, from: caller };
  await engine.handleCall({
    businessId: 'acme',
    callId,
    party,
    signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }),
  });
  await world.clock.advance(18_000);
  await engine.handleCall({
    businessId: 'acme',
    callId,
    party,
    signal: (at) => ({ type: 'dial-ended', at, result: 'no-answer', callerGone: false }),
  });
}

async function pass(ms: number): Promise<void> {
  await world.clock.advance(ms);
  await engine.settled();
}

async function textStates(): Promise<string[]> {
  const rows = await world.store.db
    .selectFrom('texts')
    .select('state')
    .orderBy('direction', 'desc')
    .execute();
  return rows.map(({ state }) => state);
}

test('a missed call is texted when its delay is over, and not before', async () => {
  await missCall();
  await pass(1_900);
  expect(provider.taken).toEqual([]);
  await pass(100);
  expect(provider.taken).toMatchObject([{ from: line, to: caller }]);
  expect(await textStates()).toEqual(['accepted']);
});

test('a webhook that comes twice decides once and gets the first answer', async () => {
  await missCall();
  await missCall();
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text that the provider took without saying so is found there, not sent again', async () => {
  provider.failures.push({ error: unclear, takes: true });
  await missCall();
  await pass(2_000);
  expect(await textStates()).toEqual(['unknown']);
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
});

test('a text that the provider never took is sent again once, a minute later, after looking twice', async () => {
  provider.failures.push({ error: unclear, takes: false });
  await missCall();
  await pass(2_000);
  await pass(2_000);
  await pass(57_000);
  expect(provider.taken).toEqual([]);
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text whose outcome stays unknown twice is given up, for a person to call back', async () => {
  provider.failures.push({ error: unclear, takes: false }, { error: unclear, takes: false });
  await missCall();
  for (let passed = 0; passed < 200; passed += 10) await pass(10_000);
  expect(provider.taken).toEqual([]);
  expect(await textStates()).toEqual(['failed']);
  const conversation = await world.store.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
  expect(conversation).toMatchObject({ state: 'needs-person', task_id: expect.any(String) });
});

test('a text that the provider put off leaves when the provider asked for it', async () => {
  provider.failures.push({ error: busyFor(1_000), takes: false });
  await missCall();
  await pass(2_000);
  expect(await textStates()).toEqual(['intended']);
  await pass(1_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text that the provider put off has not used up one of its attempts', async () => {
  provider.failures.push({ error: busyFor(1_000), takes: false }, { error: unclear, takes: false });
  await missCall();
  for (let passed = 0; passed < 80; passed += 1) await pass(1_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
});

test('an attempt whose lease ran out meanwhile changes nothing about the one after it', async () => {
  const late = Promise.withResolvers<void>();
  const later = Promise.withResolvers<void>();
  provider.failures.push(
    { error: busyFor(1_000), takes: false, after: late.promise },
    { error: unclear, takes: true, after: later.promise },
  );
  const reads = (state: object) =>
    vi.waitFor(async () => {
      const text = await world.store.db.selectFrom('texts').selectAll().executeTakeFirst();
      expect(text).toMatchObject(state);
      expect(provider.failures).toHaveLength(2 - (text?.attempts ?? 0));
    });
  await missCall();
  await world.clock.advance(2_000);
  await reads({ state: 'sending', attempts: 1 });
  await world.clock.advance(31_000);
  await reads({ state: 'unknown', empty_look_ups: 1 });
  await world.clock.advance(30_000);
  await reads({ state: 'sending', attempts: 2 });
  const ended = new Promise<void>((done) => engine.subscribe(done));
  late.resolve();
  await ended;
  await reads({ state: 'sending', attempts: 2 });
  const effect = await world.store.db.selectFrom('effects').selectAll().executeTakeFirstOrThrow();
  expect(effect).toMatchObject({ state: 'open', lease_owner: expect.any(String) });
  later.resolve();
  await engine.settled();
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
});

test('an opt-out that comes while a text waits at the provider keeps the text from leaving', async () => {
  provider.failures.push({ error: busyFor(1_000), takes: false });
  await missCall();
  await pass(2_000);
  await engine.handle({
    type: 'text-received',
    id: 'text-SM9',
    textId: 'text-SM9',
    businessId: 'acme',
    callerId: caller,
    line,
    body: 'STOP',
    media: [],
    handledByProvider: 'opt-out',
  });
  await pass(1_000);
  expect(provider.taken).toEqual([]);
  expect(await textStates()).toEqual(['withdrawn', 'received']);
});

test('a process that dies after it began to send leaves a text that another one finds or sends', async () => {
  provider.failures.push({ error: new Error('the process is gone'), takes: true });
  await missCall();
  await world.store.db.updateTable('effects').set({ lease_owner: 'gone' }).execute();
  await pass(2_000);
  await pass(31_000);
  await pass(60_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
  expect(errors.splice(0)).toEqual(['effect-failed']);
});

test('texts are dated by the store', async () => {
  await missCall();
  await pass(2_000);
  const text = await world.store.db.selectFrom('texts').selectAll().executeTakeFirstOrThrow();
  expect(toInstant(text.created_at)).toBe('2026-11-19T16:00:20.000Z');
});
