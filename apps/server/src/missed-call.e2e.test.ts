import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessId, ringingLine, shopPhone } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

// The story of one missed call, in order, over HTTP, against look-alikes of Twilio and HubSpot.

const maria = '+15125550142';
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

function textsToMaria() {
  return world.twilio.messagesTo(maria).map(({ body, status }) => ({ body, status }));
}

function mariaInHubspot() {
  const contact = world.hubspot.contacts().find(({ properties }) => properties.phone === maria);
  return contact ? { contact, timeline: world.hubspot.timeline(contact.id) } : null;
}

test('the owner connects HubSpot in their browser', async () => {
  await world.connectHubspot();
  const { data } = await world.api.listConnections({ query: { business: businessId } });
  expect(data).toMatchObject([{ system: 'hubspot', state: 'connected' }]);
});

test('Maria calls the plumber, and the phone in the shop rings', async () => {
  const call = world.twilio.placeCall({ from: maria, to: ringingLine });
  await world.pass(1);
  expect(call.legs()).toMatchObject([{ to: shopPhone, status: 'ringing' }]);
});

test('nobody picks up, and two seconds later Maria has a text', async () => {
  await world.pass(17.5);
  expect(textsToMaria()).toEqual([]);
  await world.pass(2.5);
  expect(textsToMaria()).toMatchObject([
    { body: expect.stringMatching(/^Acme Plumbing: sorry we missed your call.*Reply STOP to opt out/s) },
  ]);
});

test('the owner can read why she was texted', async () => {
  const { data: calls } = await world.api.listCalls({ query: { business: businessId } });
  expect(calls).toMatchObject([{ from: maria, outcome: 'missed', cause: 'no-answer', ringSeconds: 18 }]);
  const decision = await world.api.explainCall({ params: { id: calls[0]?.id ?? '' } });
  expect(decision).toMatchObject({ decision: 'text', message: expect.stringContaining('Acme Plumbing') });
  expect(decision.reasons.length).toBeGreaterThan(0);
});

test('HubSpot knows her as a contact, with the call and the text on her timeline', async () => {
  await world.pass(30);
  expect(world.hubspot.contacts()).toHaveLength(1);
  expect(mariaInHubspot()?.timeline.map(({ kind }) => kind)).toEqual(['communication', 'call']);
});

test('Maria answers, and a person in the shop is asked to take over', async () => {
  world.twilio.sendText({ from: maria, to: ringingLine, body: 'My sink leaks. Can you stop by tomorrow?' });
  await world.pass(5);
  const { data: conversations } = await world.api.listConversations({ query: { business: businessId } });
  expect(conversations).toMatchObject([{ state: 'needs-person' }]);
  expect(world.hubspot.tasks()).toMatchObject([{ status: 'NOT_STARTED' }]);
  expect(mariaInHubspot()?.timeline.filter(({ kind }) => kind === 'communication')).toHaveLength(2);
});

test('the plumber answers from the inbox, Maria reads it, and the task in HubSpot is done', async () => {
  const { data: conversations } = await world.api.listConversations({ query: { business: businessId } });
  await world.api.sendMessage({
    params: { id: conversations[0]?.id ?? '' },
    body: { body: 'Hi, this is Joe. Tomorrow at 9?' },
  });
  await world.pass(5);
  expect(textsToMaria().at(-1)).toEqual({ body: 'Hi, this is Joe. Tomorrow at 9?', status: 'delivered' });
  expect(world.hubspot.tasks()).toMatchObject([{ status: 'COMPLETED' }]);
});

test('when she calls again the same day, staff are told, and she gets no second automatic text', async () => {
  const before = textsToMaria().length;
  world.twilio.placeCall({ from: maria, to: ringingLine });
  await world.pass(25);
  expect(textsToMaria()).toHaveLength(before);
  const { data: calls } = await world.api.listCalls({ query: { business: businessId } });
  const decision = await world.api.explainCall({ params: { id: calls[0]?.id ?? '' } });
  expect(decision.decision).toBe('withhold');
});

test('Maria writes STOP: Twilio confirms it, HubSpot knows it, and nobody texts her again', async () => {
  world.twilio.sendText({ from: maria, to: ringingLine, body: 'STOP' });
  await world.pass(5);
  const confirmed = textsToMaria().length;
  expect(mariaInHubspot()?.contact.properties.ringback_sms_status).toBe('opted_out');
  const { data: conversations } = await world.api.listConversations({ query: { business: businessId } });
  await expect(
    world.api.sendMessage({ params: { id: conversations[0]?.id ?? '' }, body: { body: 'Are you there?' } }),
  ).rejects.toMatchObject({ status: 409 });
  await world.pass(5);
  expect(textsToMaria()).toHaveLength(confirmed);
});

test('everything that happened can be read as product events', async () => {
  const { data } = await world.api.listEvents({ query: { business: businessId } });
  const types = new Set(data.map(({ type }) => type));
  for (const type of [
    'call.missed',
    'text_back.sent',
    'message.received',
    'conversation.needs_human',
    'task.created',
    'message.sent',
    'text_back.withheld',
    'contact.opted_out',
  ]) {
    expect(types).toContain(type);
  }
});
