import { measureText } from '@ringback/core';
import type { CallControl } from '@ringback/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine, shopPhone } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

const caller = '+15125550142';
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

function texts() {
  return world.twilio.messagesTo(caller).map(({ body }) => body);
}

async function latestDecision() {
  const { data } = await world.api.listCalls({ query: { business: businessId } });
  const decision = await world.api.explainCall({ params: { id: data[0]?.id ?? '' } });
  return { call: data[0], ...decision };
}

async function callAnd(line: string, act: (call: CallControl) => Promise<void>): Promise<void> {
  const call = world.twilio.placeCall({ from: caller, to: line });
  await world.pass(1);
  await act(call);
  await world.pass(10);
}

describe('one text, in the wording of an open shop, when', () => {
  test.each<[string, string, (call: CallControl) => Promise<void>]>([
    ['nobody answers', ringingLine, () => world.pass(20)],
    ['the phone in the shop is busy', ringingLine, async (call) => void call.busy(shopPhone)],
    ['the person in the shop declines', ringingLine, async (call) => void call.decline(shopPhone)],
    [
      "a carrier's voicemail picks up, and nobody presses 1",
      ringingLine,
      async (call) => {
        call.voicemailPicksUp(shopPhone);
        await world.pass(40);
      },
    ],
    ['the carrier forwards the missed call here', forwardedLine, () => world.pass(1)],
    [
      'the caller hangs up after 15 seconds of ringing',
      ringingLine,
      async (call) => {
        await world.pass(14);
        call.hangUp();
      },
    ],
  ])('%s', async (_, line, act) => {
    await callAnd(line, act);
    const sent = texts();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^Acme Plumbing/);
    expect(sent[0]).toContain('Reply STOP to opt out');
    const measured = measureText(sent[0] ?? '');
    expect(measured).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    expect(measured.characters).toBeLessThanOrEqual(160);
    expect(await latestDecision()).toMatchObject({ decision: 'text', call: { outcome: expect.any(String) } });
  });
});

describe('no text, and the reason is kept, when', () => {
  test('a person answers and presses 1', async () => {
    await callAnd(ringingLine, async (call) => {
      call.answer(shopPhone);
      await world.pass(4);
      call.pressDigit(shopPhone, '1');
      await world.pass(30);
      call.hangUp();
    });
    expect(texts()).toEqual([]);
    const { call, decision, reasons } = await latestDecision();
    expect({ outcome: call?.outcome, decision }).toEqual({ outcome: 'answered', decision: 'none' });
    expect(reasons[0]?.detail).toMatch(/answered/i);
  });

  test('the caller hangs up after two seconds', async () => {
    await callAnd(ringingLine, async (call) => {
      await world.pass(1);
      call.hangUp();
    });
    expect(texts()).toEqual([]);
    const { decision, reasons } = await latestDecision();
    expect(decision).toBe('withhold');
    expect(reasons[0]?.detail).toMatch(/hung up after 2 seconds/);
  });

  test('the number is withheld', async () => {
    world.twilio.placeCall({ from: 'anonymous', to: ringingLine });
    await world.pass(30);
    expect(world.twilio.messages().filter(({ direction }) => direction !== 'inbound')).toEqual([]);
    const { call, decision } = await latestDecision();
    expect({ from: call?.from, decision }).toEqual({ from: null, decision: 'withhold' });
  });

  test('the caller has opted out before, and staff are asked to call back', async () => {
    await world.api.optOut({
      params: { phone: caller },
      query: { business: businessId },
      body: { evidence: 'Said on the phone that they want no texts' },
    });
    await callAnd(ringingLine, () => world.pass(20));
    expect(texts()).toEqual([]);
    const { decision, reasons } = await latestDecision();
    expect(decision).toBe('withhold');
    expect(reasons.map(({ detail }) => detail).join(' ')).toMatch(/asked for no more texts/);
    const { data } = await world.api.listConversations({ query: { business: businessId } });
    expect(data[0]).toMatchObject({ state: 'needs-person' });
  });

  test('the request is not signed by Twilio: it gets 403 and leaves no trace but a counter', async () => {
    const forged = await fetch(`${world.url}/webhooks/twilio/voice`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': 'Zm9yZ2VkIHNpZ25hdHVyZSBub3QgdHdpbGlv',
      },
      body: new URLSearchParams({ CallSid: 'CA1', From: caller, To: ringingLine, CallStatus: 'ringing' }),
    });
    expect(forged.status).toBe(403);
    await world.pass(5);
    expect((await world.api.listCalls({ query: { business: businessId } })).data).toEqual([]);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('ringback_webhook_refusals_total{provider="twilio",reason="signature"} 1');
  });
});

test('three calls in five minutes, every webhook delivered twice, are one text', async () => {
  world.twilio.faults.webhooks.duplicate = true;
  for (let call = 0; call < 3; call += 1) {
    world.twilio.placeCall({ from: caller, to: ringingLine });
    await world.pass(90);
  }
  expect(texts()).toHaveLength(1);
  const { data } = await world.api.listCalls({ query: { business: businessId } });
  expect(data).toHaveLength(3);
});

test('HubSpot is down for a while: the text is on time, and afterwards HubSpot is complete, with one contact', async () => {
  await world.connectHubspot();
  world.hubspot.setDown(true);
  world.twilio.placeCall({ from: caller, to: ringingLine });
  await world.pass(21);
  expect(texts()).toHaveLength(1);
  world.twilio.sendText({ from: caller, to: ringingLine, body: 'Are you there?' });
  await world.pass(300, { stepSeconds: 10 });
  expect(world.hubspot.contacts()).toEqual([]);
  world.hubspot.setDown(false);
  await world.pass(180, { stepSeconds: 10 });
  const [contact] = world.hubspot.contacts();
  expect(world.hubspot.contacts()).toHaveLength(1);
  const timeline = world.hubspot.timeline(contact?.id ?? '');
  expect(timeline.map(({ kind }) => kind).toSorted()).toEqual([
    'call',
    'communication',
    'communication',
    'task',
  ]);
});
