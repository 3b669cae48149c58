import { type E164, parsePhone, toInstant } from '@ringback/core';
import type { CrmContact } from '@ringback/crm';
import { describe, expect, test } from 'vitest';
import { createHubspotAdapter } from './adapter.ts';
import { type ScriptedAnswer, serveAnswers } from './testing/scripted-server.ts';

async function openAdapter(...answers: readonly ScriptedAnswer[]) {
  const server = await serveAnswers(...answers);
  const adapter = createHubspotAdapter({
    baseUrl: server.baseUrl,
    accessToken: async () => 'token-1',
    country: 'US',
    wait: async () => undefined,
  });
  return { adapter, requests: server.requests };
}

function phoneOf(raw: string): E164 {
  const phone = parsePhone(raw, 'US');
  if (!phone) throw new Error(`${raw} is no phone number`);
  return phone.e164;
}

const call = () => ({ signal: AbortSignal.timeout(10_000) });
const write = (key: string, isRetry = false) => ({ ...call(), key, isRetry });
const caller = phoneOf('+15125550142');
const draft = { phone: caller, neutralName: 'Caller +1 512-555-0142' };
const none: ScriptedAnswer = {
  status: 207,
  body: {
    status: 'COMPLETE',
    results: [],
    numErrors: 1,
    errors: [{ category: 'OBJECT_NOT_FOUND', message: 'x' }],
  },
};
const person = (properties: object, id: string | number = '51') => ({ id, properties });

describe('a look-up', () => {
  test('asks five ways within the limits of one search, national number without leading zeros', async () => {
    const { adapter, requests } = await openAdapter({ status: 200, body: { total: 0, results: [] } });
    await adapter.findContactsByPhone(phoneOf('+390512555014'), call());
    const [request] = requests;
    expect(request?.path).toBe('/crm/objects/2026-03/contacts/search');
    const { filterGroups } = JSON.parse(request?.body ?? '');
    expect(filterGroups.map((group: { filters: object[] }) => group.filters)).toEqual([
      [{ propertyName: 'hs_searchable_calculated_phone_number', operator: 'EQ', value: '512555014' }],
      [{ propertyName: 'hs_searchable_calculated_mobile_number', operator: 'EQ', value: '512555014' }],
      [{ propertyName: 'phone', operator: 'EQ', value: '+390512555014' }],
      [{ propertyName: 'mobilephone', operator: 'EQ', value: '+390512555014' }],
      [{ propertyName: 'phone', operator: 'CONTAINS_TOKEN', value: '*0512555014' }],
    ]);
    expect(request?.body.length).toBeLessThan(3_000);
  });

  test('reads all pages, and takes a mobile number and values of any kind', async () => {
    const { adapter } = await openAdapter(
      {
        status: 200,
        body: {
          results: [person({ firstname: 'Ana', phone: '(512) 555-0199', mobilephone: 5125550142 }, 51)],
          paging: { next: { after: '200' } },
        },
      },
      {
        status: 200,
        body: { results: [person({ phone: '512.555.0142', ringback_sms_status: 'opted_out' }, 52)] },
      },
    );
    expect(await adapter.findContactsByPhone(caller, call())).toEqual([
      {
        ref: { kind: 'contacts', id: '51' },
        firstName: 'Ana',
        lastName: null,
        phones: ['+15125550142', '+15125550199'],
        ownerId: null,
        optedOut: false,
      },
      expect.objectContaining({ ref: { kind: 'contacts', id: '52' }, firstName: null, optedOut: true }),
    ]);
  });
});

describe('saving a contact', () => {
  test('creates it by the unique property, with a name because HubSpot wants one', async () => {
    const properties = { ringback_phone: caller, phone: caller, firstname: draft.neutralName };
    const { adapter, requests } = await openAdapter(none, {
      status: 200,
      body: { results: [{ ...person(properties), new: true }] },
    });
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({
      ref: { kind: 'contacts', id: '51' },
      phones: [caller],
    });
    expect(requests[1]?.path).toBe('/crm/objects/2026-03/contacts/batch/upsert');
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual({
      inputs: [{ idProperty: 'ringback_phone', id: caller, properties }],
    });
  });

  test('leaves alone the name that staff have typed meanwhile', async () => {
    const { adapter, requests } = await openAdapter({
      status: 200,
      body: { results: [person({ ringback_phone: caller, firstname: 'Ana', hubspot_owner_id: 77 })] },
    });
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({ firstName: 'Ana', ownerId: '77' });
    expect(requests).toHaveLength(1);
  });

  test.each<[string, ScriptedAnswer]>([
    ['409', { status: 409, body: { message: 'exists', category: 'CONFLICT' } }],
    ['207', { status: 207, body: { results: [], errors: [{ category: 'CONFLICT', message: 'exists' }] } }],
  ])('takes the contact of another process that was faster (%s)', async (_, conflict) => {
    const { adapter } = await openAdapter(none, conflict, {
      status: 200,
      body: { results: [person({ ringback_phone: caller })] },
    });
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({ ref: { id: '51' } });
  });

  test('is refused when a batch answers 207 with a problem of its own', async () => {
    const { adapter } = await openAdapter(none, {
      status: 207,
      body: { results: [], errors: [{ category: 'VALIDATION_ERROR', message: 'Branch is required' }] },
    });
    await expect(adapter.saveContact(draft, write('e-1'))).rejects.toMatchObject({
      code: 'crm-refused',
      message: 'HubSpot refused: Branch is required',
    });
  });

  test('does not take a failed look for "nobody"', async () => {
    const { adapter, requests } = await openAdapter({
      status: 207,
      body: { results: [], errors: [{ category: 'INTERNAL_ERROR', message: 'try later' }] },
    });
    await expect(adapter.saveContact(draft, write('e-1'))).rejects.toMatchObject({ name: 'CrmError' });
    expect(requests.map(({ path }) => path)).toEqual(['/crm/objects/2026-03/contacts/batch/read']);
  });
});

describe('recording', () => {
  const contact: CrmContact = {
    ref: { kind: 'contacts', id: '51' },
    firstName: null,
    lastName: null,
    phones: [caller],
    ownerId: null,
    optedOut: false,
  };
  const note = { kind: 'note', at: toInstant('2026-11-20T15:00:00.000Z'), text: 'Hello' } as const;

  test('looks through all pages of what hangs on the contact before it writes again, newest first', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => ({ toObjectId: 900 + index }));
    const { adapter, requests } = await openAdapter(
      { status: 200, body: { results: ids, paging: { next: { after: 'more' } } } },
      { status: 200, body: { results: [{ toObjectId: '8' }] } },
      { status: 200, body: { results: [{ id: '1000', properties: { hs_note_body: 'Ringback ref e-11' } }] } },
      {
        status: 200,
        body: { results: [{ id: '8', properties: { hs_note_body: '<p>Ringback ref e-1</p>' } }] },
      },
    );
    const refs = await adapter.record(note, contact, null, write('e-1', true));
    expect(refs).toEqual({ entry: { kind: 'notes', id: '8' }, task: null });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /crm/objects/2026-03/contacts/51/associations/notes?limit=500',
      'GET /crm/objects/2026-03/contacts/51/associations/notes?limit=500&after=more',
      'POST /crm/objects/2026-03/notes/batch/read',
      'POST /crm/objects/2026-03/notes/batch/read',
    ]);
    expect(JSON.parse(requests[2]?.body ?? '').inputs[0]).toEqual({ id: '1000' });
  });
});
