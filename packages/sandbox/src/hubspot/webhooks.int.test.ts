import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../testing/scripted-server.ts';
import type { Subscription } from './subscriptions.ts';
import { openWorld, type World } from './testing-world.ts';

const subscriptions: readonly Subscription[] = [
  { subscriptionType: 'object.creation', objectType: 'contacts' },
  { subscriptionType: 'object.propertyChange', objectType: 'contacts', propertyName: 'phone' },
  { subscriptionType: 'object.deletion', objectType: 'contacts' },
  { subscriptionType: 'object.merge', objectType: 'contacts' },
  { subscriptionType: 'contact.privacyDeletion' },
  { subscriptionType: 'deal.propertyChange', propertyName: 'hs_is_closed_won' },
  { subscriptionType: 'object.propertyChange', objectType: 'tasks', propertyName: 'hs_task_status' },
];

type Heard = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
type Event = { readonly [field: string]: unknown };

let world: World;
let receiver: { readonly url: string; close(): Promise<void> };
let heard: Heard[];
/** What the receiver answers; the last one goes on. */
let answers: number[];

beforeEach(async () => {
  heard = [];
  answers = [200];
  receiver = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    heard.push({
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const [status = 200] = answers.length > 1 ? answers.splice(0, 1) : answers;
    response.writeHead(status).end();
  });
  world = await openWorld({
    webhooks: { targetUrl: `${receiver.url}/webhooks/hubspot?a=%2Fb`, appId: 4711, subscriptions },
  });
});

afterEach(async () => {
  await world.close();
  await receiver.close();
});

const eventsIn = ({ body }: Heard): readonly Event[] => JSON.parse(body);
const all = () => heard.flatMap(eventsIn);

test('a change arrives in the words of a webhook, signed by the third method', async () => {
  const { id } = world.hubspot.putContact({ firstname: 'Ada', phone: '+15125550142' });
  await world.hubspot.idle();
  expect(all()).toEqual([
    {
      eventId: 101,
      subscriptionId: 1,
      portalId: 24_681_357,
      appId: 4711,
      occurredAt: Date.parse('2026-11-21T15:00:00Z'),
      subscriptionType: 'object.creation',
      objectTypeId: '0-1',
      attemptNumber: 0,
      objectId: Number(id),
      changeSource: 'CRM_UI',
      sourceId: 'userId:71234567',
    },
    expect.objectContaining({
      subscriptionType: 'object.propertyChange',
      propertyName: 'phone',
      propertyValue: '+15125550142',
    }),
  ]);
  const [first] = heard;
  if (!first) throw new Error('nothing was heard');
  const { headers, body } = first;
  const timestamp = headers['x-hubspot-request-timestamp'];
  // The address is signed with its escaped slash written out.
  const signed = `POST${receiver.url}/webhooks/hubspot?a=/b${body}${timestamp}`;
  expect(headers['x-hubspot-signature-v3']).toBe(
    createHmac('sha256', 'secret-1').update(signed).digest('base64'),
  );
});

describe('what people and the app do', () => {
  test('is told with whose doing it was', async () => {
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    await world.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, {
      properties: { phone: '+15125550143' },
    });
    await world.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, { properties: { city: 'Austin' } });
    await world.hubspot.idle();
    expect(all().slice(1)).toEqual([
      expect.objectContaining({
        propertyValue: '+15125550143',
        changeSource: 'INTEGRATION',
        sourceId: '4711',
      }),
    ]);
  });

  test.each([false, true])(
    'a merge names both contacts and the one that is left (into a new one: %s)',
    async (intoNew) => {
      const one = world.hubspot.putContact({ firstname: 'Ada', phone: '1' });
      const other = world.hubspot.putContact({ firstname: 'A.', lastname: 'Lovelace', phone: '2' });
      const deal = world.hubspot.putDeal(
        { dealname: 'Sink', dealstage: 'qualifiedtobuy' },
        { contactId: other.id },
      );
      await world.hubspot.idle();
      heard = [];
      const left = world.hubspot.mergeContacts(one.id, other.id, { intoNew });
      await world.hubspot.idle();
      const merge = all().find(({ subscriptionType }) => subscriptionType === 'object.merge');
      expect(merge).toMatchObject({
        primaryObjectId: Number(one.id),
        mergedObjectIds: [Number(other.id)],
        newObjectId: Number(left),
      });
      expect(left === one.id).toBe(!intoNew);
      expect(all().map(({ subscriptionType }) => subscriptionType)).not.toContain('object.deletion');
      expect(world.hubspot.contacts()).toMatchObject([
        { id: left, name: 'Ada Lovelace', properties: { phone: '1' } },
      ]);
      expect(world.hubspot.deals()).toMatchObject([{ id: deal.id, contactIds: [left] }]);
    },
  );

  test('deleted and erased are told apart, and what is erased is not archived', async () => {
    const one = world.hubspot.putContact({ firstname: 'Ada' });
    const other = world.hubspot.putContact({ firstname: 'Bob' });
    await world.hubspot.idle();
    heard = [];
    world.hubspot.deleteContact(one.id);
    world.hubspot.eraseContact(other.id);
    await world.hubspot.idle();
    expect(all().map(({ subscriptionType, objectId }) => [subscriptionType, objectId])).toEqual([
      ['object.deletion', Number(one.id)],
      ['object.deletion', Number(other.id)],
      ['contact.privacyDeletion', Number(other.id)],
    ]);
    const archived = (id: string) => world.call('GET', `/crm/objects/2026-09/contacts/${id}?archived=true`);
    expect([(await archived(one.id)).status, (await archived(other.id)).status]).toEqual([200, 404]);
  });

  test('a won deal and a finished task', async () => {
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    const deal = world.hubspot.putDeal({ dealname: 'Sink', dealstage: 'qualifiedtobuy' }, { contactId: id });
    const task = await world.call('POST', '/crm/objects/2026-09/tasks', {
      properties: { hs_timestamp: '2026-11-21T15:00:00Z', hs_task_subject: 'Call Ada' },
    });
    await world.hubspot.idle();
    heard = [];
    world.hubspot.putDeal({ dealstage: 'closedwon', amount: '900' }, { id: deal.id });
    world.hubspot.completeTask(task.body.id);
    await world.hubspot.idle();
    expect(all()).toMatchObject([
      { subscriptionType: 'deal.propertyChange', propertyName: 'hs_is_closed_won', propertyValue: 'true' },
      { objectTypeId: '0-27', propertyName: 'hs_task_status', propertyValue: 'COMPLETED' },
    ]);
    expect(world.hubspot.deals()).toMatchObject([{ outcome: 'won', amount: '900', stage: 'Closed Won' }]);
  });
});

describe('delivery', () => {
  const make = (count: number) => {
    for (let index = 0; index < count; index += 1) world.hubspot.putContact({ firstname: `No. ${index}` });
  };

  test('gathers up to a hundred events in a request', async () => {
    world.hubspot.webhooks.hold(true);
    make(250);
    await world.hubspot.idle();
    expect(heard).toEqual([]);
    world.hubspot.webhooks.hold(false);
    await world.hubspot.idle();
    expect(heard.map((each) => eventsIn(each).length).toSorted((one, other) => other - one)).toEqual([
      100, 100, 50,
    ]);
  });

  test('tries again for a day what was not taken, then gives up', async () => {
    answers = [500, 429, 200];
    make(1);
    await world.hubspot.idle();
    world.clock.settleWith(() => world.hubspot.idle());
    await world.clock.advance(5 * 60_000);
    expect(heard.flatMap(eventsIn).map(({ attemptNumber }) => attemptNumber)).toEqual([0, 1, 2]);
    expect(world.hubspot.webhooks.deliveries().map(({ status }) => status)).toEqual([500, 429, 200]);
    answers = [403];
    heard = [];
    make(1);
    await world.hubspot.idle();
    await world.clock.advance(48 * 3_600_000);
    expect(heard).toHaveLength(11);
  });

  test('delivers twice and out of order when told to', async () => {
    world.hubspot.webhooks.disturb({ twice: true, shuffled: true });
    make(20);
    await world.hubspot.idle();
    expect(heard).toHaveLength(2);
    expect(heard[0]?.body).toBe(heard[1]?.body);
    const ids = eventsIn(heard[0] ?? { path: '', headers: {}, body: '[]' }).map(({ eventId }) =>
      Number(eventId),
    );
    expect(ids.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, n) => 101 + n));
  });
});
