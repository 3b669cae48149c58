import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataCareWorld, openDataCareWorld, tablesWith } from '../testing/data-care-world.ts';
import { john, maria } from '../testing/shop.ts';
import { CallerBusyError, type Erasure, eraseCaller, goneTables } from './erase-caller.ts';
import { exportCaller } from './export-caller.ts';

let world: DataCareWorld;

beforeEach(async () => {
  world = await openDataCareWorld();
});

afterEach(() => world.close());

const digits = maria.slice(1);
const words = 'the boiler in my grandmother’s flat';

async function erase(callerId: string = maria): Promise<Erasure | null> {
  const known = world.engine.directory.byId('acme');
  if (!known) throw new Error('there is no acme');
  return eraseCaller(world.db, { businessId: 'acme', callerId, by: 'Dana', known });
}

/** A call, the text, a reply, a staff text, and a call that is texted again days later. */
async function liveThrough(): Promise<void> {
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.pass(1);
  await world.receiveText('SM1', maria, `Hello, it is about ${words}`);
  await world.pass(1);
  await world.engine.handle({
    type: 'staff-acted',
    act: 'send',
    id: 'staff-1',
    businessId: 'acme',
    callerId: maria,
    body: `We will look at ${words}.`,
    by: 'Sam',
  });
  await world.pass(60);
}

test('nothing of an erased caller is left in the store but the proof that the texts were allowed', async () => {
  await liveThrough();
  await world.missCall('CA2', john);
  await world.pass(2);
  for (const secret of [digits, words, 'Castellanos', 'hubspot-4711']) {
    expect(await tablesWith(world.db, secret), secret).not.toEqual([]);
  }
  const erasure = await erase();
  expect(await tablesWith(world.db, digits)).toEqual(['callers']);
  for (const secret of [words, 'Castellanos', 'Maria', 'hubspot-4711']) {
    expect(await tablesWith(world.db, secret), secret).toEqual([]);
  }
  expect(erasure).toMatchObject({
    erased: { calls: 1, texts: 3, conversations: 1, crm_contacts: 1 },
    kept: [{ what: 'consent-proof', until: expect.stringMatching(/^2031-11-19T16:/) }],
    elsewhere: [{ system: 'hubspot', contactId: 'hubspot-4711' }],
  });
  const kept = await world.db
    .selectFrom('callers')
    .select('state')
    .where('caller_id', '=', maria)
    .executeTakeFirstOrThrow();
  expect(kept.state).toMatchObject({
    contact: null,
    conversation: null,
    ledger: [{ kind: 'inquiry' }, { kind: 'reply', words: '' }],
    firstTexts: [{ status: 'accepted' }],
  });
  expect(await tablesWith(world.db, john.slice(1))).toContain('events');
});

test('what has been counted stays counted, under a reference that leads nowhere', async () => {
  await liveThrough();
  const before = await countByType();
  const erasure = await erase();
  expect(await countByType()).toEqual(before);
  const callers = await world.db.selectFrom('events').select('caller_id').distinct().execute();
  expect(callers).toEqual([{ caller_id: erasure?.reference }]);
});

test('a webhook that comes again after the erasure is known, and texts nobody', async () => {
  await liveThrough();
  await erase();
  const sent = world.provider.taken.length;
  await world.missCall('CA1', maria);
  await world.pass(60);
  expect(world.provider.taken).toHaveLength(sent);
});

test('whoever was never texted leaves nothing behind', async () => {
  await world.engine.handle({
    type: 'staff-acted',
    act: 'record-consent',
    level: 'express',
    evidence: 'Signed form 77',
    id: 'staff-1',
    businessId: 'acme',
    callerId: maria,
    by: 'Sam',
  });
  await world.engine.settled();
  expect(await erase()).toMatchObject({ kept: [] });
  expect(await tablesWith(world.db, digits)).toEqual([]);
  expect(await tablesWith(world.db, 'Signed form 77')).toEqual([]);
});

test('a text that waits is withdrawn with its caller', async () => {
  await world.missCall('CA1', maria);
  await world.pass(0);
  expect(await erase()).toMatchObject({ withdrawn: { timers: 2 }, kept: [] });
  await world.pass(60);
  expect(world.provider.taken).toEqual([]);
});

test('the opt-out of an erased number still holds', async () => {
  await liveThrough();
  await world.receiveText('SM2', maria, 'STOP');
  await world.pass(5);
  const erasure = await erase();
  expect(erasure?.kept).toMatchObject([{ what: 'opt-out', until: null }, { what: 'consent-proof' }]);
  const sent = world.provider.taken.length;
  await world.pass(3 * 24 * 60 * 60);
  await world.missCall('CA3', maria);
  await world.pass(60);
  expect(world.provider.taken).toHaveLength(sent);
  expect(await tablesWith(world.db, '"rule": "suppressed"')).toContain('events');
});

test('who acted stays in the audit log, on whom only as the reference', async () => {
  await liveThrough();
  const erasure = await erase();
  const acts = await world.db
    .selectFrom('audit_log')
    .select(['act', 'by', 'caller_id'])
    .where('caller_id', 'is not', null)
    .orderBy('sequence')
    .execute();
  expect(acts).toEqual([
    { act: 'send', by: 'Sam', caller_id: erasure?.reference },
    { act: 'erase', by: 'Dana', caller_id: erasure?.reference },
  ]);
});

test('nobody is erased while something of theirs is on its way', async () => {
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.receiveText('SM1', maria, 'hello');
  await world.db
    .updateTable('effects')
    .set({ state: 'parked' })
    .where('lane', '=', 'crm:hubspot')
    .where('state', '=', 'open')
    .execute();
  await world.db
    .insertInto('effects')
    .values({
      business_id: 'acme',
      effect_key: 'k',
      caller_id: maria,
      lane: 'crm:hubspot',
      effect: '{"type":"write-crm"}',
      state: 'open',
      due_at: '2026-11-19T16:00:00Z',
      lease_owner: 'another process',
      lease_until: '2026-11-19T17:00:00Z',
      created_at: '2026-11-19T16:00:00Z',
    })
    .execute();
  await expect(erase()).rejects.toBeInstanceOf(CallerBusyError);
  expect(await tablesWith(world.db, digits)).toContain('texts');
});

test('who writes at the moment of the erasure is known from then on only', async () => {
  await liveThrough();
  const writing = Array.from({ length: 8 }, (_, index) =>
    world.engine.handle({
      type: 'text-received',
      id: `text-now-${index}`,
      textId: `text-now-${index}`,
      businessId: 'acme',
      callerId: maria,
      line: '+15125550100' as never,
      body: `word number ${index}`,
      media: [],
      handledByProvider: null,
    }),
  );
  const erasing = erase().then(
    () => true,
    (error: unknown) => {
      if (error instanceof CallerBusyError) return false;
      throw error;
    },
  );
  await Promise.all(writing);
  const isErased = await erasing;
  await world.engine.settled();
  const bodies = await tablesWith(world.db, words);
  expect(bodies.length > 0).toBe(!isErased);
  const texts = await world.db.selectFrom('texts').select('body').where('caller_id', '=', maria).execute();
  const events = await world.db
    .selectFrom('events')
    .select('event_id')
    .where('caller_id', '=', maria)
    .where('event_id', 'like', 'text-now-%')
    .execute();
  expect(texts.filter(({ body }) => body.startsWith('word number'))).toHaveLength(events.length);
});

test('every table that names a caller or a number is one that an erasure knows', async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name in ('caller_id', 'phone', 'body', 'contact')`.execute(
    world.db,
  );
  const known = [...goneTables, 'callers', 'calls', 'events', 'audit_log'];
  expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

test('nobody is erased in the middle of a call', async () => {
  await world.engine.handleCall({
    businessId: 'acme',
    callId: 'CA9',
    party: { line: '+15125550100' as never, from: maria },
    signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }),
  });
  await expect(erase()).rejects.toMatchObject({ code: 'caller-busy' });
});

test('an export has all that is known of a caller, and of nobody else', async () => {
  await liveThrough();
  await world.missCall('CA2', john);
  await world.pass(2);
  const exported = await exportCaller(world.db, { businessId: 'acme', callerId: maria, by: 'Dana' });
  expect(exported).toMatchObject({
    business: 'acme',
    phone: maria,
    consent: 'replied',
    caller: { state: { contact: { contact: { lastName: 'Castellanos' } }, ledger: [{}, {}] } },
    calls: [{ call_id: 'CA1', outcome: 'missed' }],
    conversations: [{}],
    crmContacts: [{ system: 'hubspot', contact: { ref: { id: 'hubspot-4711' } } }],
    audit: [{ act: 'send', by: 'Sam' }],
  });
  expect(exported?.texts.map(({ direction }) => direction)).toEqual(['out', 'in', 'out']);
  expect(exported?.crmTasks).not.toEqual([]);
  expect(exported?.events.length).toBeGreaterThan(5);
  expect(JSON.stringify(exported)).toContain(words);
  expect(JSON.stringify(exported)).not.toContain(john);
});

test('of a number that never called there is nothing to export and nothing to erase', async () => {
  expect(await exportCaller(world.db, { businessId: 'acme', callerId: maria, by: 'Dana' })).toBeNull();
  expect(await erase()).toBeNull();
});

async function countByType(): Promise<unknown> {
  return world.db
    .selectFrom('events')
    .select(({ fn }) => ['type', fn.countAll<string>().as('count')])
    .groupBy('type')
    .orderBy('type')
    .execute();
}
