import { type E164, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { importBusinesses } from './directory.ts';
import type { Engine } from './engine.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { createTestEngine, maria, missCall, receivedText, shop, shopLine } from './testing/shop.ts';
import { busyFor, createTestProvider, type TestProvider, unclear } from './testing/test-provider.ts';

// What a text meets on its way out when providers, stores and people do not do as expected.

const shops = { acme: shop(), other: shop({ id: 'other', line: '+15125550200' as E164 }) };

let world: TestStore;
let engine: Engine;
let errors: string[];
let provider: TestProvider;

async function open(start?: Instant, options: { readonly hurryAfterMs?: number } = {}): Promise<void> {
  errors = [];
  world = await openTestStore(start ? { start } : {});
  await importBusinesses(world.store.db, [shops.acme, shops.other]);
  provider = createTestProvider(() => world.clock.now());
  engine = await createTestEngine({
    store: world.store,
    messenger: provider.messenger,
    log: { warn: () => {}, error: (event) => errors.push(event) },
    ...options,
  });
  await engine.start();
}

afterEach(async () => {
  await engine.stop();
  await world.close();
});

async function missMaria(businessId: keyof typeof shops = 'acme'): Promise<void> {
  const line = shops[businessId].business.lines[0]?.number ?? shopLine;
  await missCall({ engine, clock: world.clock }, { callId: 'CA1', from: maria, businessId, line });
}

async function pass(ms: number, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await world.clock.advance(ms);
    await engine.settled();
  }
}

function texts() {
  return world.store.db.selectFrom('texts').selectAll().where('direction', '=', 'out').execute();
}

test('a text that was put off does not leave in the night', async () => {
  await open(toInstant('2026-11-20T05:00:00.000Z'));
  provider.failures.push({ error: busyFor(10 * 60_000), takes: false });
  await missMaria();
  await pass(2_000);
  await pass(10 * 60_000);
  expect(provider.taken).toEqual([]);
  expect(await texts()).toMatchObject([{ state: 'expired' }]);
});

test('a text that was put off does not leave once a person has spoken with the caller', async () => {
  await open();
  provider.failures.push({ error: busyFor(5 * 60_000), takes: false });
  await missMaria();
  await pass(2_000);
  await world.clock.advance(1_000);
  const again = { businessId: 'acme', callId: 'CA2', party: { line: shopLine, from: maria } };
  await engine.handleCall({ ...again, signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }) });
  await engine.handleCall({ ...again, signal: (at) => ({ type: 'accepted', at }) });
  await pass(5 * 60_000);
  expect(provider.taken).toEqual([]);
  expect(await texts()).toMatchObject([{ state: 'withdrawn' }]);
});

test('what the provider puts off uses up no attempt', async () => {
  await open();
  provider.failures.push(
    { error: busyFor(1_000), takes: false },
    { error: busyFor(1_000), takes: false },
    { error: unclear, takes: false },
  );
  await missMaria();
  await pass(10_000, 20);
  expect(provider.taken).toHaveLength(1);
});

test('a doubt is not forgotten because the second attempt was put off', async () => {
  await open();
  provider.failures.push({ error: unclear, takes: true }, { error: busyFor(60_000), takes: false });
  provider.hidden.add('SM1');
  await missMaria();
  await pass(10_000, 7);
  provider.hidden.clear();
  await pass(10_000, 20);
  expect(provider.taken).toHaveLength(1);
  expect(await texts()).toMatchObject([{ state: 'accepted', provider_id: 'SM1' }]);
});

test('the fate of a double never replaces that of the text, and the double is noted', async () => {
  await open();
  provider.failures.push({ error: unclear, takes: true });
  provider.hidden.add('SM1');
  await missMaria();
  await pass(10_000, 10);
  const [text] = await texts();
  const report = { businessId: 'acme', textId: text?.text_id ?? '', code: null };
  await engine.handleTextStatus({ ...report, providerId: 'SM1', status: 'failed', code: '30008' });
  await engine.handleTextStatus({ ...report, providerId: 'SM2', status: 'delivered' });
  expect(await texts()).toMatchObject([
    { state: 'delivered', provider_id: 'SM2', double_provider_id: 'SM1' },
  ]);
});

test("a provider's clock that is 40 seconds behind ours hides nothing from us", async () => {
  await open();
  provider.skewMs = -40_000;
  provider.failures.push({ error: unclear, takes: true });
  await missMaria();
  await pass(10_000, 10);
  expect(provider.taken).toHaveLength(1);
});

test('an outcome that we saw is not lost to one hiccup of the store', async () => {
  await open();
  provider.hidden.add('SM1');
  await missMaria();
  await sql`create sequence hiccups`.execute(world.store.db);
  await sql`create function hiccup() returns trigger language plpgsql as $$ begin
    if new.event_id like '%-accepted' and nextval('hiccups') = 1 then raise exception 'away'; end if;
    return new; end $$`.execute(world.store.db);
  await sql`create trigger hiccup before insert on events for each row execute function hiccup()`.execute(
    world.store.db,
  );
  await pass(10_000, 30);
  expect(provider.taken).toHaveLength(1);
  expect(await texts()).toMatchObject([{ state: 'accepted' }]);
});

test('a business taken out of the file texts nobody, and a STOP to it is obeyed all the same', async () => {
  await open();
  provider.failures.push({ error: busyFor(60_000), takes: false });
  await missMaria();
  await pass(2_000);
  await importBusinesses(world.store.db, [shops.other]);
  await vi.waitFor(() => expect(engine.directory.byId('acme')).toMatchObject({ enabled: false }));
  const stop = { id: 'SM9', from: maria, body: 'STOP', handledByProvider: 'opt-out' } as const;
  await engine.handle(receivedText(stop));
  await pass(60_000, 5);
  expect({ taken: provider.taken, errors }).toEqual({ taken: [], errors: [] });
  const row = await world.store.db.selectFrom('callers').select('state').executeTakeFirstOrThrow();
  expect(row.state.suppression).not.toBeNull();
});

test('a call whose end never reached us becomes a task for a person, once', async () => {
  await open();
  await engine.handleCall({
    businessId: 'acme',
    callId: 'CA1',
    party: { line: shopLine, from: maria },
    signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }),
  });
  await pass(14 * 60_000);
  const conversations = () => world.store.db.selectFrom('conversations').selectAll().execute();
  expect(await conversations()).toEqual([]);
  await pass(2 * 60_000, 3);
  expect(await conversations()).toMatchObject([{ state: 'needs-person', task_id: expect.any(String) }]);
  expect(provider.taken).toEqual([]);
});

test('a process that stops does not wait for a provider that never answers, and leaves the text to be looked for', async () => {
  await open(undefined, { hurryAfterMs: 1 });
  let isAsked = false;
  provider.messenger.send = (_text, { signal }) => {
    isAsked = true;
    return new Promise((_done, fail) => signal.addEventListener('abort', () => fail(unclear)));
  };
  await missMaria();
  await world.clock.advance(2_000);
  await vi.waitFor(() => expect(isAsked).toBe(true));
  await engine.stop();
  expect(await texts()).toMatchObject([{ state: 'unknown' }]);
});

test('timers that fail do not stand before all others', async () => {
  await open();
  await sql`insert into businesses values ('unreadable', 1, true)`.execute(world.store.db);
  await sql`insert into timers
    select 'unreadable', '+1512555' || (1000 + i), 'first-text', '2026-11-19T15:00:00Z', 'k' || i
    from generate_series(1, 50) i`.execute(world.store.db);
  await missMaria('other');
  await pass(2_000, 2);
  expect(provider.taken).toHaveLength(1);
});

test('the many timers of one business do not stand before those of another', async () => {
  await open();
  await sql`insert into businesses values ('unreadable', 1, true)`.execute(world.store.db);
  await sql`insert into timers
    select 'unreadable', '+1512555' || (1000 + i), 'first-text', '2026-11-19T15:00:00Z', 'k' || i
    from generate_series(1, 500) i`.execute(world.store.db);
  await missMaria('other');
  await pass(2_000);
  expect(provider.taken).toHaveLength(1);
});
