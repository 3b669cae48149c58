import { fileURLToPath } from 'node:url';
import type { CallControl } from '@ringback/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

// A line that rings two phones at once, has voicemails written down and lets its texts wait for that.

const caller = '+15125550142';
const blocked = '+15125550149';
const [first, second] = ['+15125550111', '+15125550112'] as const;
let world: World;

beforeEach(async () => {
  world = await openWorld({
    businessFile: fileURLToPath(
      new URL('../../../test-fixtures/businesses/acme-plumbing-voicemail.yaml', import.meta.url),
    ),
  });
});

afterEach(() => world.close());

async function latestDecision() {
  const { data } = await world.api.listCalls({ query: { business: businessId } });
  return { call: data[0], ...(await world.api.explainCall({ params: { id: data[0]?.id ?? '' } })) };
}

async function missed(): Promise<CallControl> {
  const call = world.twilio.placeCall({ from: caller, to: ringingLine });
  await world.pass(22, { stepSeconds: 1 });
  return call;
}

describe('a blocked caller', () => {
  test.each([ringingLine, forwardedLine])(
    'hears a busy line on %s: no phone rings, no text, no task',
    async (to) => {
      const call = world.twilio.placeCall({ from: blocked, to });
      await world.pass(10, { stepSeconds: 1 });
      expect(call.caller()).toMatchObject({ status: 'busy', answeredAt: null });
      expect(call.legs()).toEqual([]);
      expect(world.twilio.messagesTo(blocked)).toEqual([]);
      expect(await latestDecision()).toMatchObject({ decision: 'withhold', reasons: [{ rule: 'blocked' }] });
      expect((await world.api.listConversations({ query: { business: businessId } })).data).toEqual([]);
    },
  );
});

describe('two phones rung at once', () => {
  test('are one call: who takes it silences the other', async () => {
    const call = world.twilio.placeCall({ from: caller, to: ringingLine });
    await world.pass(3);
    expect(call.legs().map(({ to, status }) => [to, status])).toEqual([
      [first, 'ringing'],
      [second, 'ringing'],
    ]);
    call.answer(second);
    await world.pass(5);
    call.pressDigit(second, '1');
    await world.pass(10);
    call.hangUp();
    await world.pass(90, { stepSeconds: 10 });
    expect(call.legs().map(({ status }) => status)).toEqual(['canceled', 'completed']);
    expect(world.twilio.messagesTo(caller)).toEqual([]);
    expect((await latestDecision()).call).toMatchObject({ outcome: 'answered' });
  });

  test('whose voicemail picks up first have missed the call all the same', async () => {
    const call = world.twilio.placeCall({ from: caller, to: ringingLine });
    await world.pass(3);
    call.voicemailPicksUp(first);
    await world.pass(120, { stepSeconds: 5 });
    expect(world.twilio.messagesTo(caller)).toHaveLength(1);
    expect((await latestDecision()).call).toMatchObject({ cause: 'not-accepted' });
  });
});

test('the line greets in its own words, and tells of the text all the same', async () => {
  const call = await missed();
  expect(call.caller().hears).toMatch(/^This is Acme\. We are on a job\. We may text you/);
});

describe('a voicemail that is written down', () => {
  test('is read before the text leaves', async () => {
    const call = await missed();
    call.leaveVoicemail(10, 'Hi, my sink drips a little, call me when you can');
    await world.pass(40, { stepSeconds: 2 });
    expect(world.twilio.messagesTo(caller)).toHaveLength(1);
    const { call: told, reasons } = await latestDecision();
    expect(told).toMatchObject({ outcome: 'voicemail' });
    expect(reasons[0]).toMatchObject({ rule: 'voicemail', outcome: 'hold' });
    const { data } = await world.api.listConversations({ query: { business: businessId } });
    expect(data).toHaveLength(1);
  });

  test('that asks for silence gets silence', async () => {
    const call = await missed();
    call.leaveVoicemail(8, 'Stop texting me');
    await world.pass(150, { stepSeconds: 10 });
    expect(world.twilio.messagesTo(caller)).toEqual([]);
  });

  test('that nobody can make out holds the text up no longer than it takes to learn that', async () => {
    const call = await missed();
    call.leaveVoicemail(10);
    await world.pass(40, { stepSeconds: 2 });
    expect(world.twilio.messagesTo(caller)).toHaveLength(1);
  });
});
