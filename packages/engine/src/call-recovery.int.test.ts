import { addMinutes, addSeconds, type E164, type Instant } from '@ringback/core';
import type { CallHistory, ListedCall, ListedVoicemail, Ringing } from '@ringback/messaging';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { thursdayMorning } from './testing/open-test-store.ts';
import { createTestEngine } from './testing/shop.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

const line = '+15125550100' as E164;
const caller = '+15125550142' as E164;
const minute = 60_000;

let listed: ListedCall[];
let voicemails: ListedVoicemail[];
let asked: { readonly since: Instant; readonly until: Instant }[];
let ringing: Ringing;
let problem: Error | null;
let world: TextWorld;

const history: CallHistory = {
  async listIncoming(period) {
    asked.push(period);
    if (problem) throw problem;
    return listed.filter(({ startedAt }) => startedAt >= period.since && startedAt <= period.until);
  },
  readRinging: async () => ringing,
  listVoicemails: async ({ since, until }) =>
    voicemails.filter(({ startedAt }) => startedAt >= since && startedAt <= until),
};

beforeEach(async () => {
  listed = [];
  voicemails = [];
  asked = [];
  problem = null;
  ringing = { result: 'no-answer', callerGone: false };
  world = await openTextWorld({ history });
  // From now on the business is known.
  await world.engine.settled();
});

afterEach(() => world.close());

/** A call of 18 seconds that began so many minutes after the world did. */
function list(callId: string, minutes: number, fields: Partial<ListedCall> = {}): void {
  const startedAt = addMinutes(thursdayMorning, minutes);
  const endedAt = addSeconds(startedAt, 18);
  listed.push({ callId, line, from: caller, startedAt, endedAt, wasPickedUp: true, ...fields });
}

async function decisions() {
  const rows = await world.store.db
    .selectFrom('events')
    .select(['event_id', 'event', 'reasons'])
    .orderBy('sequence')
    .execute();
  return rows.filter(({ event }) => event.type.startsWith('call-') || event.type === 'voicemail-left');
}

async function sent() {
  return (await world.texts()).filter(({ state }) => state === 'accepted');
}

test('a miss that nobody told us of is found within minutes, texted once, and says how it became known', async () => {
  list('CA1', 1);
  await world.pass(3 * minute, 4);
  expect(await sent()).toHaveLength(1);
  const [missed, ...others] = await decisions();
  expect(others).toEqual([]);
  expect(missed).toMatchObject({
    event_id: 'call-CA1',
    event: { cause: 'no-answer', ringSeconds: 18, missedAt: addSeconds(addMinutes(thursdayMorning, 1), 18) },
    reasons: [
      { rule: 'first-text', outcome: 'allow' },
      { rule: 'found-later', outcome: 'note' },
    ],
  });
});

test('a miss that is found late becomes a task, not a text', async () => {
  list('CA1', 1);
  problem = new Error('Twilio is away');
  await world.pass(5 * minute, 4);
  problem = null;
  await world.pass(minute, 4);
  expect(await sent()).toEqual([]);
  expect((await decisions())[0]?.reasons[0]).toMatchObject({ rule: 'too-late', outcome: 'withhold' });
  const [conversation] = await world.store.db.selectFrom('conversations').select('state').execute();
  expect(conversation).toEqual({ state: 'needs-person' });
});

test('a call of which nobody can say whether a person took it is no missed call', async () => {
  ringing = { result: 'picked-up', callerGone: false };
  list('CA1', 1);
  await world.pass(5 * minute, 2);
  expect(await sent()).toEqual([]);
  expect((await decisions())[0]?.reasons[0]).toMatchObject({ rule: 'unclear', outcome: 'withhold' });
});

test('a call that a webhook has told of is left alone, also one that it tells of meanwhile', async () => {
  await world.missCall('CA1', caller);
  list('CA1', 0);
  list('CA2', 2, { from: '+15125550143' as E164 });
  await world.missCall('CA2', '+15125550143' as E164);
  await world.pass(3 * minute, 4);
  expect((await decisions()).map(({ event_id }) => event_id)).toEqual(['call-CA1', 'call-CA2']);
  expect((await decisions()).map(({ reasons }) => reasons.map(({ rule }) => rule))).toEqual([
    ['first-text'],
    ['first-text'],
  ]);
  expect(await sent()).toHaveLength(2);
});

test('a call whose end was lost gets the end that the list knows, not a doubt', async () => {
  await world.engine.handleCall({
    businessId: 'acme',
    callId: 'CA1',
    party: { line, from: caller },
    signal: (at) => ({ type: 'incoming', at, attestation: 'passed' }),
  });
  ringing = { result: 'busy', callerGone: false };
  list('CA1', 0);
  await world.pass(5 * minute, 2);
  expect((await decisions())[0]).toMatchObject({ event: { cause: 'busy', attestation: 'passed' } });
});

describe('a call that ended after some talk, with no word of the ringing', () => {
  beforeEach(async () => {
    const report = { businessId: 'acme', callId: 'CA1', party: { line, from: caller } };
    await world.engine.handleCall({
      ...report,
      signal: (at) => ({ type: 'incoming', at, attestation: 'passed' }),
    });
    await world.engine.handleCall({ ...report, signal: (at) => ({ type: 'ended', at, talkSeconds: 9 }) });
    list('CA1', 0);
  });

  test('is what the list says of it', async () => {
    await world.pass(5 * minute, 2);
    expect(await decisions()).toMatchObject([{ event: { type: 'call-missed', cause: 'no-answer' } }]);
    expect(await sent()).toHaveLength(1);
  });

  test.each(['press-1', 'none'])(
    'is a doubt where the list cannot be had, with screening %s',
    async (set) => {
      const screening = JSON.stringify({ screening: set });
      await sql`update calls set call = call || ${screening}::jsonb`.execute(world.store.db);
      problem = new Error('Twilio is away');
      await world.pass(8 * minute, 2);
      expect(await decisions()).toMatchObject([{ event: { type: 'call-missed', cause: 'unclear' } }]);
      expect(await sent()).toEqual([]);
    },
  );
});

test('a call that goes on is waited for, however long, and what came in after it is not', async () => {
  list('CA1', 1, { endedAt: null, from: '+15125550143' as E164 });
  list('CA2', 2);
  await world.pass(10 * minute, 4);
  expect((await decisions()).map(({ event_id }) => event_id)).toEqual(['call-CA2']);
  listed[0] = { ...(listed[0] as ListedCall), endedAt: addMinutes(thursdayMorning, 38) };
  await world.pass(3 * minute, 2);
  expect((await decisions()).map(({ event_id }) => event_id)).toEqual(['call-CA2', 'call-CA1']);
});

describe('a voicemail of which nobody told us', () => {
  const recordingUrl = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1';

  function leave(callId: string, minutes: number): void {
    voicemails.push({ callId, recordingUrl, seconds: 12, startedAt: addMinutes(thursdayMorning, minutes) });
  }

  async function left() {
    return (await decisions()).filter(({ event }) => event.type === 'voicemail-left');
  }

  test('is found with its call, once', async () => {
    list('CA1', 1);
    leave('CA1', 2);
    await world.pass(3 * minute, 6);
    expect((await decisions()).map(({ event_id }) => event_id)).toEqual(['call-CA1', 'call-CA1-voicemail']);
    expect((await left()).map(({ event }) => event)).toMatchObject([{ recordingUrl, seconds: 12 }]);
  });

  test('is found on a call that is known already', async () => {
    await world.missCall('CA1', caller);
    leave('CA1', 2);
    await world.pass(3 * minute, 6);
    expect(await left()).toHaveLength(1);
    const [call] = await world.store.db.selectFrom('calls').select('outcome').execute();
    expect(call).toEqual({ outcome: 'voicemail' });
  });

  test('is left to the webhook for two minutes, and is nobody’s on a call that is none of ours', async () => {
    await world.missCall('CA1', caller);
    leave('CA1', 2);
    leave('CA9', 1);
    await world.pass(3 * minute);
    expect(await left()).toEqual([]);
    await world.pass(3 * minute);
    expect(await left()).toHaveLength(1);
  });
});

describe('how far it looks', () => {
  test('asks every three minutes, and again for the latest ten, in which the list may lag', async () => {
    await world.pass(10 * minute, 3);
    asked = [];
    await world.pass(3 * minute, 3);
    expect(asked).toHaveLength(3);
    for (const { since, until } of asked) expect(since).toBe(addMinutes(until, -13));
  });

  test('never asks for calls from before it knew the business', async () => {
    list('CA0', -1);
    await world.pass(3 * minute, 2);
    expect(await decisions()).toEqual([]);
    expect(asked[0]?.since).toBe(thursdayMorning);
  });

  test('goes through a long absence hour by hour, and no further back than three days', async () => {
    await world.pass(minute, 4);
    asked = [];
    await world.pass(100 * 60 * minute);
    expect(asked).toHaveLength(72);
    expect(asked[0]?.since).toBe(addMinutes(await world.clock.now(), -72 * 60));
  });
});

describe('two processes', () => {
  let other: Engine;

  beforeEach(async () => {
    const { store, provider } = world;
    other = await createTestEngine({ store, messenger: provider.messenger, history });
  });

  afterEach(() => other.stop());

  test('look once between them, and text once', async () => {
    list('CA1', 1);
    await world.pass(minute, 3);
    asked = [];
    await world.clock.advance(3 * minute);
    await Promise.all([world.engine.settled(), other.settled()]);
    expect(asked).toHaveLength(1);
    expect(await sent()).toHaveLength(1);
  });

  test('take over from one that died in the middle', async () => {
    await world.store.db
      .updateTable('call_looks')
      .set({ lease_owner: 'gone', lease_until: addMinutes(thursdayMorning, 8) })
      .execute();
    list('CA1', 1);
    await world.pass(minute, 7);
    expect(asked).toEqual([]);
    await world.pass(minute, 2);
    expect(await sent()).toHaveLength(1);
  });
});
