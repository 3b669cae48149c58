import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHubspotWebhook } from './webhook.ts';

const about = { portalId: 62515, eventId: 100, occurredAt: 1_795_273_200_000, appId: 4711, attemptNumber: 0 };
const read = (...events: readonly object[]) =>
  readHubspotWebhook(Buffer.from(JSON.stringify(events.map((event) => ({ ...about, ...event })))));
const changes = (...events: readonly object[]) => read(...events).map(({ change }) => change);

const property = (propertyName: string, propertyValue: string, more: object = {}) => ({
  subscriptionType: 'object.propertyChange',
  objectTypeId: '0-1',
  objectId: 123,
  propertyName,
  propertyValue,
  ...more,
});

test.each([
  [
    'a phone',
    property('phone', '(512) 555-0142'),
    { type: 'contact-changed', contactId: '123', phone: '(512) 555-0142', optedOut: null },
  ],
  ['a mobile phone that was cleared', property('mobilephone', ''), { phone: '', optedOut: null }],
  ['an opt-out', property('ringback_sms_status', 'opted_out'), { phone: null, optedOut: true }],
  ['an opt-in', property('ringback_sms_status', 'opted_in'), { optedOut: false }],
  ['an owner', property('hubspot_owner_id', '9'), { type: 'contact-changed', phone: null, optedOut: null }],
  [
    'a creation',
    { subscriptionType: 'contact.creation', objectId: 123 },
    { type: 'contact-changed', phone: null },
  ],
  ['a restored contact', { subscriptionType: 'contact.restore', objectId: 123 }, { type: 'contact-changed' }],
  [
    'a deletion',
    { subscriptionType: 'object.deletion', objectTypeId: '0-1', objectId: '123' },
    { type: 'contact-deleted', contactId: '123' },
  ],
  [
    'a privacy deletion',
    { subscriptionType: 'contact.privacyDeletion', objectId: 123 },
    { type: 'contact-erased', contactId: '123' },
  ],
  [
    'a deal',
    { subscriptionType: 'deal.propertyChange', objectId: 5, propertyName: 'dealstage' },
    { type: 'deal-changed', dealId: '5' },
  ],
  [
    'a deal in the newer words',
    { subscriptionType: 'object.propertyChange', objectTypeId: '0-3', objectId: 5 },
    { type: 'deal-changed', dealId: '5' },
  ],
  [
    'a task',
    property('hs_task_status', 'COMPLETED', { objectTypeId: '0-27' }),
    { type: 'task-changed', taskId: '123' },
  ],
  [
    'a merge',
    { subscriptionType: 'contact.merge', primaryObjectId: 1, mergedObjectIds: [2, 3], newObjectId: 1 },
    { type: 'contact-merged', intoId: '1', fromIds: ['2', '3'] },
  ],
  [
    'a merge into a new contact',
    {
      subscriptionType: 'object.merge',
      objectTypeId: '0-1',
      primaryObjectId: 1,
      mergedObjectIds: [2],
      newObjectId: 9,
    },
    { intoId: '9', fromIds: ['1', '2'] },
  ],
])('understands %s', (_what, event, change) => {
  expect(read(event)).toMatchObject([{ accountId: '62515', change }]);
});

test.each([
  ['another subscription', { subscriptionType: 'company.creation', objectId: 1 }],
  ['another kind of object', property('phone', '1', { objectTypeId: '0-5' })],
  ["a task's subject", property('hs_task_subject', 'Hi', { objectTypeId: '0-27' })],
  [
    'what the app itself has written',
    property('phone', '1', { changeSource: 'INTEGRATION', sourceId: '4711' }),
  ],
  ['a contact without an id', { subscriptionType: 'contact.deletion' }],
  ['an id that is none', { subscriptionType: 'contact.deletion', objectId: '1/../2' }],
  ['no event at all', { subscriptionType: 7, portalId: null }],
])('leaves out %s', (_what, event) => {
  expect(read(event)).toEqual([]);
});

test('what another app has written is news', () => {
  expect(changes(property('phone', '1', { changeSource: 'INTEGRATION', sourceId: '999' }))).toHaveLength(1);
});

describe('the key', () => {
  const keyOf = (event: object) => changes(event)[0]?.key;

  test('is that of a repeated delivery, whatever its attempt', () => {
    const event = property('phone', '1');
    expect(keyOf({ ...event, attemptNumber: 3, subscriptionId: 8 })).toBe(keyOf(event));
    expect(keyOf(event)).toMatch(/^hubspot-[A-Za-z0-9_-]{43}$/);
  });

  test('is another for what HubSpot gives the same event id', () => {
    const event = property('phone', '1');
    const others = [
      { ...event, objectId: 124 },
      { ...event, portalId: 62516 },
      { ...event, occurredAt: about.occurredAt + 1 },
      { ...event, propertyName: 'mobilephone' },
    ];
    expect(new Set([event, ...others].map(keyOf)).size).toBe(5);
  });
});

test('a body that is no list of events is told so', () => {
  for (const body of ['', '{', '{}', 'null', '"x"', '7'])
    expect(() => readHubspotWebhook(Buffer.from(body))).toThrow('The body is not');
});

test('whatever a list holds, it is read or left out', () => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(1, '1', 'contact.merge', 'object.propertyChange', '0-1', [], [1]),
  );
  const names = [
    'portalId',
    'subscriptionType',
    'eventId',
    'occurredAt',
    'objectTypeId',
    'objectId',
    'propertyName',
    'propertyValue',
    'primaryObjectId',
    'mergedObjectIds',
    'newObjectId',
  ];
  const event = fc.record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(fc.oneof(event, fc.jsonValue())), (events) => {
      for (const { accountId, change } of readHubspotWebhook(Buffer.from(JSON.stringify(events)))) {
        expect(accountId).toMatch(/^\d+$/);
        expect(change.key).toMatch(/^[A-Za-z0-9_-]+$/);
      }
    }),
    { numRuns: 300 },
  );
});
