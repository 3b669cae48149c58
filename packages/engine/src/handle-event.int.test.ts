import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Directory, importBusinesses, openDirectory } from './directory.ts';
import { handleCall } from './handle-call.ts';
import { type EventDraft, handleEvent } from './handle-event.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { maria, receivedText, shop, shopLine } from './testing/shop.ts';
import { DisturbedError, writeTogether } from './write-together.ts';

let world: TestStore;
let directory: Directory;

beforeEach(async () => {
  world = await openTestStore();
  await importBusinesses(world.store.db, [shop()]);
  directory = await openDirectory(world.store, {
    onError: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  await directory.close();
  await world.close();
});

function received(id: string): EventDraft {
  return receivedText({ id, from: maria, body: `message ${id}` });
}

async function handle(draft: EventDraft) {
  const [handled] = await handleEvent(world.store.db, draft, { directory, leaseFor: null });
  return handled;
}

async function storedEvents(): Promise<string[]> {
  const rows = await world.store.db.selectFrom('events').select('event_id').orderBy('sequence').execute();
  return rows.map(({ event_id }) => event_id);
}

test('many events of one caller at the same moment are all handled, each on what the one before left', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => String(index));
  await Promise.all(ids.map((id) => handle(received(id))));
  expect((await storedEvents()).toSorted()).toEqual(ids.map((id) => `text-${id}`).toSorted());
  const { state } = await world.store.db.selectFrom('callers').select('state').executeTakeFirstOrThrow();
  expect(state.conversation?.id).toBe(`${(await storedEvents())[0]}-conversation`);
  const { rows } = await sql<{ conversations: number }>`
    select count(distinct conversation_id)::int as conversations from texts`.execute(world.store.db);
  expect(rows).toEqual([{ conversations: 1 }]);
});

test('one event told many times at the same moment is decided once, and everybody hears that decision', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => handle(received('1'))));
  expect(all.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  for (const { decision } of all) expect(decision).toEqual(all[0]?.decision);
  expect(await storedEvents()).toEqual(['text-1']);
});

test('one call told of many times at the same moment has one row and one miss', async () => {
  const tell = (type: 'incoming' | 'dial-ended') =>
    handleCall(
      world.store.db,
      {
        businessId: 'acme',
        callId: 'CA1',
        party: { line: shopLine, from: maria },
        signal: (at) =>
          type === 'incoming'
            ? { type, at, attestation: 'unknown' }
            : { type, at, result: 'no-answer', callerGone: false },
      },
      { directory, leaseFor: null },
    );
  await Promise.all(Array.from({ length: 10 }, () => tell('incoming')));
  await Promise.all(Array.from({ length: 10 }, () => tell('dial-ended')));
  expect(await storedEvents()).toEqual(['call-CA1']);
  expect(await world.store.db.selectFrom('calls').select('outcome').execute()).toEqual([
    { outcome: 'missed' },
  ]);
});

test('a text without a delay is written with the miss: its timer fires in the same statement', async () => {
  await importBusinesses(world.store.db, [shop({ rules: { firstText: { delaySeconds: 0 } } })]);
  const rulesRead = await openDirectory(world.store, { onError: () => {} });
  const options = { directory: rulesRead, leaseFor: null };
  const at = await world.clock.now();
  const missed = {
    type: 'call-missed',
    id: 'call-CA1',
    businessId: 'acme',
    callerId: maria,
    callId: 'CA1',
    line: shopLine,
    cause: 'no-answer',
    ringSeconds: 18,
    missedAt: at,
    attestation: 'passed',
  } as const;
  const handled = await handleEvent(world.store.db, missed, options);
  expect(handled.map(({ event }) => event.type)).toEqual(['call-missed', 'timer-fired']);
  expect(new Set(handled.map(({ event }) => event.at)).size).toBe(1);
  expect(handled.flatMap(({ toDo }) => toDo.timers.map(({ timer }) => timer))).not.toContain('first-text');
  expect((await storedEvents())[0]).toBe('call-CA1');
  const texts = await world.store.db.selectFrom('texts').select(['class', 'state']).execute();
  expect(texts).toEqual([{ class: 'first-text', state: 'intended' }]);
  const timers = await world.store.db.selectFrom('timers').select('timer').execute();
  expect(timers.map(({ timer }) => timer)).not.toContain('first-text');
  const again = await handleEvent(world.store.db, missed, options);
  expect(again).toMatchObject([{ isRepeat: true }]);
  await rulesRead.close();
});

test('when what was read has changed, nothing at all is written', async () => {
  await handle(received('1'));
  const { db } = world.store;
  const stale = db
    .updateTable('callers')
    .set({ phone: null })
    .where('caller_id', '=', maria)
    .where(sql<boolean>`xmin = '3'::xid`)
    .returning('caller_id');
  const other = db.updateTable('callers').set({ phone: '+15125550199' }).where('caller_id', '=', maria);
  const another = db.deleteFrom('texts');
  await expect(writeTogether(db, { guards: [stale], others: [another] })).rejects.toThrow(DisturbedError);
  await expect(
    writeTogether(db, { guards: [other.returning('caller_id')], others: [another] }),
  ).resolves.toBeUndefined();
  const rows = await db.selectFrom('callers').select('phone').execute();
  expect(rows).toEqual([{ phone: '+15125550199' }]);
  expect(await db.selectFrom('texts').select('text_id').execute()).toEqual([]);
});

test('an event is read, decided and written with two statements, whatever it is', async () => {
  let answers = 0;
  const counting = world.store.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      answers += 1;
      return result;
    },
  });
  for (const id of ['1', '2']) {
    await handleEvent(counting, received(id), { directory, leaseFor: null });
  }
  expect(answers).toBe(4);
});

test('two rows that may not have the same value are told as what they are, not as a lost race', async () => {
  await handle(received('1'));
  const { db } = world.store;
  await sql`create unique index odd on callers (first_seen_at)`.execute(db);
  const guard = db.updateTable('callers').set({ phone: maria }).returning('caller_id');
  const other = db.insertInto('callers').values({
    business_id: 'acme',
    caller_id: 'another',
    state: '{}',
    first_seen_at: await world.clock.now(),
    updated_at: await world.clock.now(),
  });
  const writing = writeTogether(db, { guards: [guard], others: [other] });
  await expect(writing).rejects.toMatchObject({ code: '23505', constraint: 'odd' });
});
