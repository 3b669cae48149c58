import { afterEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing-world.ts';

let world: World;
afterEach(() => world.close());

const contacts = '/crm/objects/2026-09/contacts';
const toContact = (id: string, associationTypeId: number) => [
  { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] },
];
const uniquePhone = {
  name: 'ringback_phone',
  label: 'Ringback phone',
  type: 'string',
  fieldType: 'text',
  groupName: 'contactinformation',
  hasUniqueValue: true,
};

describe('records', () => {
  test.each([
    ['GET', '/crm/v3/objects/contacts'],
    ['POST', '/crm/v3/objects/contacts/search'],
    ['GET', '/crm/objects/v3/contacts'],
    ['GET', '/crm/v4/objects/contacts/1/associations/calls'],
    ['POST', '/oauth/v1/token'],
    ['GET', '/crm/objects/2025-09/contacts'],
  ])('%s %s is not served', async (method, path) => {
    world = await openWorld();
    expect((await world.call(method, path)).status).toBe(404);
  });

  test('gives back only the properties asked for, all as text, null where empty', async () => {
    world = await openWorld();
    const made = await world.call('POST', contacts, {
      properties: { firstname: 'Ada', phone: '+15125550142' },
    });
    const read = await world.call(
      'GET',
      `${contacts}/${made.body.id}?properties=phone,fax&properties=nonsense`,
    );
    expect(made.status).toBe(201);
    expect(read.body.properties).toEqual({
      phone: '+15125550142',
      fax: null,
      hs_object_id: made.body.id,
      createdate: '2026-11-21T15:00:00.000Z',
      lastmodifieddate: '2026-11-21T15:00:00.000Z',
    });
  });

  test('refuses a contact that has only a phone', async () => {
    world = await openWorld();
    const made = await world.call('POST', contacts, { properties: { phone: '+15125550142' } });
    expect(made).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
    expect(world.hubspot.contacts()).toEqual([]);
  });

  test.each([
    ['an unknown property', { firstname: 'A', rinback: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['a computed property', { firstname: 'A', hs_analytics_source: 'OFFLINE' }, 'READ_ONLY_VALUE'],
    ['an owner who is not there', { firstname: 'A', hubspot_owner_id: '1' }, 'INVALID_OWNER_ID'],
    ['an unknown option', { firstname: 'A', lifecyclestage: 'friend' }, 'INVALID_OPTION'],
  ])('refuses %s', async (_case, properties, code) => {
    world = await openWorld();
    const made = await world.call('POST', contacts, { properties });
    expect(made).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR', errors: [{ code }] } });
  });

  test.each([
    ['calls', { hs_call_direction: 'INBOUND' }],
    ['calls', { hs_timestamp: '2026-11-21T15:00:00Z', hs_call_status: 'MISSED' }],
    ['communications', { hs_timestamp: '1795273200000', hs_communication_channel_type: 'SMS' }],
    ['tasks', { hs_task_subject: 'Call back' }],
    ['tasks', { hs_timestamp: '1795273200000', hs_task_priority: 'URGENT' }],
    ['deals', { dealname: 'Leak', dealstage: 'nowhere' }],
  ])('refuses %s of %j', async (type, properties) => {
    world = await openWorld();
    expect((await world.call('POST', `/crm/objects/2026-09/${type}`, { properties })).status).toBe(400);
    expect(world.hubspot.requests().at(-1)?.status).toBe(400);
  });

  test('changes, clears and archives', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada', phone: '512' });
    const path = `${contacts}/${id}`;
    await world.call('PATCH', path, { properties: { phone: '', lastname: 'Lovelace' } });
    const changed = await world.call('GET', `${path}?properties=phone,lastname`);
    expect(changed.body.properties).toMatchObject({ phone: null, lastname: 'Lovelace' });
    expect((await world.call('DELETE', path)).status).toBe(204);
    expect((await world.call('GET', path)).status).toBe(404);
    expect((await world.call('GET', `${path}?archived=true`)).body.archived).toBe(true);
  });

  test('enforces what the admins made compulsory from 2026-09 on', async () => {
    world = await openWorld();
    world.hubspot.requireProperty('contacts', 'city');
    const body = { properties: { firstname: 'Ada' } };
    const older = await world.call('POST', '/crm/objects/2026-03/contacts', body);
    const newer = await world.call('POST', contacts, body);
    expect([older.status, newer.status]).toEqual([201, 400]);
    expect(newer.body.context).toEqual({ properties: ['city'] });
  });

  test('enforces what is compulsory only where another property says so', async () => {
    world = await openWorld();
    const when = { property: 'lifecyclestage', value: 'customer' };
    world.hubspot.requireProperty('contacts', 'city', when);
    const lead = { firstname: 'Ada', lifecyclestage: 'lead' };
    const customer = { ...lead, lifecyclestage: 'customer' };
    const answers = [
      await world.call('POST', contacts, { properties: lead }),
      await world.call('POST', contacts, { properties: customer }),
      await world.call('POST', contacts, { properties: { ...customer, city: 'Austin' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 400, 201]);
  });
});

describe('unique values', () => {
  test('a second contact of one e-mail address is a conflict that names the first', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ email: 'ada@example.com' });
    const made = await world.call('POST', contacts, { properties: { email: 'Ada@example.com' } });
    expect(made).toMatchObject({ status: 409, body: { category: 'CONFLICT' } });
    expect(made.body.message).toContain(id);
  });

  test('a unique property of the portal is never held twice', async () => {
    world = await openWorld();
    const created = await world.call('POST', '/crm/properties/2026-09/contacts', uniquePhone);
    expect(created).toMatchObject({ status: 201, body: { hasUniqueValue: true } });
    expect((await world.call('POST', '/crm/properties/2026-09/contacts', uniquePhone)).status).toBe(409);
    const body = { properties: { firstname: 'Ada', ringback_phone: '+15125550142' } };
    expect((await world.call('POST', contacts, body)).status).toBe(201);
    const second = await world.call('POST', contacts, body);
    expect(second).toMatchObject({ status: 400, body: { errors: [{ code: 'CONFLICTING_UNIQUE_VALUE' }] } });
  });

  test('twenty upserts at once end in one contact', async () => {
    world = await openWorld();
    await world.call('POST', '/crm/properties/2026-09/contacts', uniquePhone);
    const input = { id: '+15125550142', idProperty: 'ringback_phone', properties: { firstname: 'Caller' } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.call('POST', `${contacts}/batch/upsert`, { inputs: [input] })),
    );
    const results = answers.flatMap(({ body }) => body.results);
    expect(results.filter((result) => result.new)).toHaveLength(1);
    expect(world.hubspot.contacts()).toHaveLength(1);
  });

  test('upserts by a property that is not unique are refused', async () => {
    world = await openWorld();
    const input = { id: '+15125550142', idProperty: 'phone', properties: { firstname: 'Caller' } };
    const answer = await world.call('POST', `${contacts}/batch/upsert`, { inputs: [input] });
    expect(answer.status).toBe(400);
    expect(world.hubspot.contacts()).toEqual([]);
  });
});

describe('batches', () => {
  test('reading gives 207 with what was found and what was not', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    const inputs = [{ id }, { id: '1' }, { id: '2' }];
    const read = await world.call('POST', `${contacts}/batch/read`, { inputs });
    const errors = [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['1', '2'] } }];
    expect(read).toMatchObject({ status: 207, body: { numErrors: 1, results: [{ id }], errors } });
  });

  test('creating with one bad input creates nothing, unless each input carries a trace id', async () => {
    world = await openWorld();
    const inputs = [{ properties: { firstname: 'Ada' } }, { properties: { phone: '512' } }];
    const whole = await world.call('POST', `${contacts}/batch/create`, { inputs });
    expect([whole.status, world.hubspot.count('contacts')]).toEqual([400, 0]);
    const traced = inputs.map((input, index) => ({ ...input, objectWriteTraceId: `trace-${index}` }));
    const partly = await world.call('POST', `${contacts}/batch/create`, { inputs: traced });
    expect([partly.status, world.hubspot.count('contacts')]).toEqual([207, 1]);
    expect(partly.body.errors[0]?.context).toMatchObject({ objectWriteTraceId: ['trace-1'] });
  });
});

describe('associations', () => {
  test('an activity made with its association stands in the timeline, newest first', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    await world.call('POST', '/crm/objects/2026-09/calls', {
      properties: {
        hs_timestamp: '2026-11-21T15:00:00Z',
        hs_call_title: 'Missed call',
        hs_call_direction: 'INBOUND',
        hs_call_status: 'NO_ANSWER',
      },
      associations: toContact(id, 194),
    });
    await world.call('POST', '/crm/objects/2026-09/communications', {
      properties: {
        hs_timestamp: '2026-11-21T15:00:03Z',
        hs_communication_channel_type: 'SMS',
        hs_communication_logged_from: 'CRM',
        hs_communication_body: 'Sorry we missed you',
      },
      associations: toContact(id, 81),
    });
    await world.call('POST', '/crm/objects/2026-09/tasks', {
      properties: { hs_timestamp: '2026-11-21T14:00:00Z', hs_task_subject: 'Call Ada' },
      associations: toContact(id, 204),
    });
    const timeline = world.hubspot.timeline(id);
    expect(timeline.map(({ kind, title }) => [kind, title])).toEqual([
      ['communication', 'SMS'],
      ['call', 'Missed call'],
      ['task', 'Call Ada'],
    ]);
    expect(world.hubspot.tasks()).toMatchObject([
      { subject: 'Call Ada', status: 'NOT_STARTED', contactIds: [id] },
    ]);
  });

  test('refuses a type id that does not lead there, and a contact who is gone', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    const properties = { hs_timestamp: '2026-11-21T15:00:00Z' };
    const path = '/crm/objects/2026-09/calls';
    const wrong = await world.call('POST', path, { properties, associations: toContact(id, 202) });
    const gone = await world.call('POST', path, { properties, associations: toContact('1', 194) });
    expect([wrong.status, gone.status, world.hubspot.count('calls')]).toEqual([400, 400, 0]);
  });

  test('links by default, reads from both ends and unlinks', async () => {
    world = await openWorld();
    const { id } = world.hubspot.putContact({ firstname: 'Ada' });
    const note = await world.call('POST', '/crm/objects/2026-09/notes', {
      properties: { hs_timestamp: '2026-11-21T15:00:00Z', hs_note_body: 'Hello' },
    });
    const notePath = `/crm/objects/2026-09/notes/${note.body.id}/associations`;
    await world.call('PUT', `${notePath}/default/contacts/${id}`);
    const fromContact = await world.call('GET', `${contacts}/${id}/associations/notes`);
    expect(fromContact.body.results).toEqual([
      {
        toObjectId: Number(note.body.id),
        associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 201, label: null }],
      },
    ]);
    const batch = await world.call('POST', '/crm/associations/2026-09/notes/contacts/batch/read', {
      inputs: [{ id: note.body.id }],
    });
    expect(batch.body.results[0]).toMatchObject({
      from: { id: note.body.id },
      to: [{ toObjectId: Number(id) }],
    });
    await world.call('DELETE', `${notePath}/contacts/${id}`);
    expect((await world.call('GET', `${notePath}/contacts`)).body.results).toEqual([]);
  });
});

test('gives associations in pages', async () => {
  world = await openWorld();
  const { id } = world.hubspot.putContact({ firstname: 'Ada' });
  for (const hs_note_body of ['one', 'two', 'three']) {
    await world.call('POST', '/crm/objects/2026-09/notes', {
      properties: { hs_timestamp: '2026-11-21T15:00:00Z', hs_note_body },
      associations: toContact(id, 202),
    });
  }
  const path = `${contacts}/${id}/associations/notes?limit=2`;
  const first = await world.call('GET', path);
  const second = await world.call('GET', `${path}&after=${first.body.paging.next.after}`);
  expect([first.body.results.length, second.body.results.length]).toEqual([2, 1]);
  expect(second.body.paging).toBeUndefined();
  expect((await world.call('GET', `${contacts}/${id}/associations/notes?limit=501`)).status).toBe(400);
});

describe('settings', () => {
  test('lists owners, pipelines and what account it is', async () => {
    world = await openWorld();
    const owners = await world.call('GET', '/crm/owners/2026-09');
    const pipelines = await world.call('GET', '/crm/pipelines/2026-09/deals');
    const details = await world.call('GET', '/account-info/2026-09/details');
    expect(owners.body.results[0]).toMatchObject({ id: '41629779', firstName: 'Dana' });
    expect(pipelines.body.results[0]?.stages.at(-2)?.metadata).toEqual({
      isClosed: 'true',
      probability: '1.0',
    });
    expect(details.body).toMatchObject({ portalId: 24_681_357, timeZone: 'America/Chicago' });
  });
});
