import { toInstant } from '@ringback/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importBusinesses } from './directory.ts';
import type { Engine } from './engine.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { createTestEngine, maria, missCall, receivedText, shop, shopLine } from './testing/shop.ts';
import { busyFor, createTestProvider, type TestProvider, unclear } from './testing/test-provider.ts';
import { workChannel } from './work-signals.ts';

let world: TestStore;
let engine: Engine;
let errors: string[];
let provider: TestProvider;

async function openEngine(store = world.store): Promise<Engine> {
  const opened = await createTestEngine({
    store,
    messenger: provider.messenger,
    log: { warn: () => {}, error: (event) => errors.push(event) },
  });
  await opened.start();
  return opened;
}

beforeEach(async () => {
  errors = [];
  world = await openTestStore();
  await importBusinesses(world.store.db, [shop()]);
  provider = createTestProvider(() => world.clock.now());
  engine = await openEngine();
});

afterEach(async () => {
  await engine.stop();
  await world.close();
  expect(errors).toEqual([]);
});

async function missMaria(callId = 'CA1'): Promise<void> {
  await missCall({ engine, clock: world.clock }, { callId, from: maria });
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
  await missMaria();
  await pass(1_900);
  expect(provider.taken).toEqual([]);
  await pass(100);
  expect(provider.taken).toMatchObject([{ from: shopLine, to: maria }]);
  expect(await textStates()).toEqual(['accepted']);
});

test('a webhook that comes twice decides once and gets the first answer', async () => {
  await missMaria();
  await missMaria();
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text that the provider took without saying so is found there, not sent again', async () => {
  provider.failures.push({ error: unclear, takes: true });
  await missMaria();
  await pass(2_000);
  expect(await textStates()).toEqual(['unknown']);
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
});

test('a text that the provider never took is sent again once, a minute later, after looking twice', async () => {
  provider.failures.push({ error: unclear, takes: false });
  await missMaria();
  await pass(2_000);
  await pass(2_000);
  await pass(57_000);
  expect(provider.taken).toEqual([]);
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text whose outcome stays unknown twice is given up, for a person to call back', async () => {
  provider.failures.push({ error: unclear, takes: false }, { error: unclear, takes: false });
  await missMaria();
  for (let passed = 0; passed < 200; passed += 10) await pass(10_000);
  expect(provider.taken).toEqual([]);
  expect(await textStates()).toEqual(['failed']);
  const conversation = await world.store.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
  expect(conversation).toMatchObject({ state: 'needs-person', task_id: expect.any(String) });
});

test('a text that the provider put off leaves when the provider asked for it', async () => {
  provider.failures.push({ error: busyFor(1_000), takes: false });
  await missMaria();
  await pass(2_000);
  expect(await textStates()).toEqual(['intended']);
  await pass(1_000);
  expect(provider.taken).toHaveLength(1);
});

test('a text that the provider put off has not used up one of its attempts', async () => {
  provider.failures.push({ error: busyFor(1_000), takes: false }, { error: unclear, takes: false });
  await missMaria();
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
  await missMaria();
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
  await missMaria();
  await pass(2_000);
  const stop = { id: 'SM9', from: maria, body: 'STOP', handledByProvider: 'opt-out' } as const;
  await engine.handle(receivedText(stop));
  await pass(1_000);
  expect(provider.taken).toEqual([]);
  expect(await textStates()).toEqual(['withdrawn', 'received']);
});

test('a process that dies after it began to send leaves a text that another one finds or sends', async () => {
  provider.failures.push({ error: new Error('the process is gone'), takes: true });
  await missMaria();
  await world.store.db.updateTable('effects').set({ lease_owner: 'gone' }).execute();
  await pass(2_000);
  await pass(31_000);
  await pass(60_000);
  expect(provider.taken).toHaveLength(1);
  expect(await textStates()).toEqual(['accepted']);
  expect(errors.splice(0)).toEqual(['effect-failed']);
});

test('texts are dated by the store', async () => {
  await missMaria();
  await pass(2_000);
  const text = await world.store.db.selectFrom('texts').selectAll().executeTakeFirstOrThrow();
  expect(toInstant(text.created_at)).toBe('2026-11-19T16:00:20.000Z');
});

test('one part that cannot stop leaves no other running: what was begun is finished, then the failure is told', async () => {
  await engine.stop();
  const stopped: string[] = [];
  const failing = await openEngine({
    ...world.store,
    async listen(channel, onSignal) {
      const stop = await world.store.listen(channel, onSignal);
      return async () => {
        await stop();
        stopped.push(channel);
        if (channel === workChannel) throw new Error('the connection was cut');
      };
    },
  });
  engine = failing;
  const answer = Promise.withResolvers<void>();
  const { send } = provider.messenger;
  provider.messenger.send = async (...given) => {
    const taken = await send(...given);
    await answer.promise;
    return taken;
  };
  await missMaria();
  await world.clock.advance(2_000);
  await vi.waitFor(() => expect(provider.taken).toHaveLength(1));
  const stopping = failing.stop().catch((error: unknown) => error);
  await vi.waitFor(() => expect(stopped).toContain(workChannel));
  answer.resolve();
  const failure = await stopping;
  const states = await textStates();
  engine = await openEngine();
  expect(failure).toMatchObject({ message: 'the connection was cut' });
  expect(stopped).toHaveLength(2);
  expect(states).toEqual(['accepted']);
});
