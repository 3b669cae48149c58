import { type E164, parsePhone, toInstant } from '@ringback/core';
import type { CrmContact } from '@ringback/crm';
import { describe, expect, test } from 'vitest';
import associationsPage from '../../../test-fixtures/hubspot/associations-page.json' with { type: 'json' };
import nobodyByKey from '../../../test-fixtures/hubspot/batch-read-nobody.json' with { type: 'json' };
import upserted from '../../../test-fixtures/hubspot/batch-upsert-contact.json' with { type: 'json' };
import conflict from '../../../test-fixtures/hubspot/conflict.json' with { type: 'json' };
import searched from '../../../test-fixtures/hubspot/search-contacts.json' with { type: 'json' };
import searchedNobody from '../../../test-fixtures/hubspot/search-nobody.json' with { type: 'json' };
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
const draft = { phone: caller, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
const none: ScriptedAnswer = { status: 207, body: nobodyByKey };
const person = (properties: object, id: string | number = '51') => ({ id, properties });

describe('a look-up', () => {
  test('asks five ways within the limits of one search, national number without leading zeros', async () => {
    const { adapter, requests } = await openAdapter({ status: 200, body: searchedNobody });
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

  test('knows a person by the number as staff typed it, and not somebody in Turkey with the same digits', async () => {
    const { adapter } = await openAdapter({ status: 200, body: searched });
    expect(await adapter.findContactsByPhone(caller, call())).toEqual([
      {
        ref: { kind: 'contacts', id: '51' },
        firstName: 'Ana',
        lastName: 'Ruiz',
        phones: ['+15125550142'],
        ownerId: '77',
        optedOut: true,
        lastActiveAt: '2026-11-18T09:30:00.000Z',
      },
    ]);
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
        lastActiveAt: null,
      },
      expect.objectContaining({ ref: { kind: 'contacts', id: '52' }, firstName: null, optedOut: true }),
    ]);
  });
});

describe('saving a contact', () => {
  test('creates it by the unique property, with a name because HubSpot wants one', async () => {
    const properties = {
      ringback_phone: caller,
      phone: caller,
      firstname: draft.neutralName,
      ringback_source: draft.source,
    };
    const { adapter, requests } = await openAdapter(none, { status: 200, body: upserted });
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({
      ref: { kind: 'contacts', id: '53' },
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
    ['409', { status: 409, body: conflict }],
    ['400', { status: 400, body: { category: 'VALIDATION_ERROR', message: '52 already has that value.' } }],
    ['207', { status: 207, body: { results: [], errors: [{ category: 'CONFLICT', message: 'exists' }] } }],
  ])('takes the contact of another process that was faster (%s)', async (_, refusal) => {
    const { adapter } = await openAdapter(none, refusal, {
      status: 200,
      body: { results: [person({ ringback_phone: caller })] },
    });
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({ ref: { id: '51' } });
  });

  test('reads a contact whole that the upsert found after all, because its answer is not', async () => {
    const updated = { ...person({ firstname: draft.neutralName }), new: false };
    const whole = person({
      firstname: draft.neutralName,
      hubspot_owner_id: '77',
      ringback_sms_status: 'opted_out',
    });
    const { adapter } = await openAdapter(
      none,
      { status: 200, body: { results: [updated] } },
      { status: 200, body: { results: [whole] } },
    );
    expect(await adapter.saveContact(draft, write('e-1'))).toMatchObject({ ownerId: '77', optedOut: true });
  });

  test('is refused when a batch answers 207 with a problem of its own', async () => {
    const problem = { category: 'VALIDATION_ERROR', message: 'Branch is required' };
    const { adapter } = await openAdapter(
      none,
      { status: 207, body: { results: [], errors: [problem] } },
      none,
    );
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
    const older = Array.from({ length: 99 }, (_, index) => ({ toObjectId: String(1 + index) }));
    const { adapter, requests } = await openAdapter(
      { status: 200, body: associationsPage },
      { status: 200, body: { results: older } },
      { status: 200, body: { results: [{ id: '902', properties: { hs_note_body: 'Ringback ref e-11' } }] } },
      {
        status: 200,
        body: { results: [{ id: '1', properties: { hs_note_body: '<p>Ringback ref e-1</p>' } }] },
      },
    );
    const refs = await adapter.record(note, contact, null, write('e-1', true));
    expect(refs).toEqual({ entry: { kind: 'notes', id: '1' }, task: null });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /crm/objects/2026-03/contacts/51/associations/notes?limit=500',
      'GET /crm/objects/2026-03/contacts/51/associations/notes?limit=500&after=902',
      'POST /crm/objects/2026-03/notes/batch/read',
      'POST /crm/objects/2026-03/notes/batch/read',
    ]);
    const [first, ...rest] = JSON.parse(requests[2]?.body ?? '').inputs;
    expect(first).toEqual({ id: '902' });
    expect(rest).toHaveLength(99);
  });

  test('shows a missed call as an incoming call that nobody answered, between the two numbers', async () => {
    const { adapter, requests } = await openAdapter({ status: 201, body: { id: 7 } });
    const missed = {
      kind: 'missed-call',
      at: note.at,
      callId: 'call-1',
      line: phoneOf('+15125550100'),
      lineLabel: 'Main & <b>only</b> line',
      cause: 'busy',
      ringSeconds: 1,
      reasons: [],
    } as const;
    expect(await adapter.record(missed, contact, null, write('e-1'))).toEqual({
      entry: { kind: 'calls', id: '7' },
      task: null,
    });
    expect(requests).toHaveLength(1);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      properties: {
        hs_timestamp: '2026-11-20T15:00:00.000Z',
        hs_call_title: 'Missed call',
        hs_call_body:
          'Incoming call to Main &amp; &lt;b&gt;only&lt;/b&gt; line (+15125550100)<br>The phones were busy, or somebody declined the call.<br>' +
          'It rang for 1 second.<br><br>Ringback ref e-1',
        hs_call_direction: 'INBOUND',
        hs_call_status: 'NO_ANSWER',
        hs_call_to_number: '+15125550100',
        hs_call_from_number: '+15125550142',
      },
      associations: [
        { to: { id: '51' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }] },
      ],
    });
  });

  test('keeps consent in four properties and tells it on the timeline, with the words that were used', async () => {
    const { adapter, requests } = await openAdapter({ status: 200, body: { id: '51' } });
    const optedOut = {
      kind: 'consent',
      at: note.at,
      status: 'opted-out',
      source: 'text',
      words: 'STOP',
    } as const;
    await adapter.record(optedOut, contact, null, write('e-1'));
    await adapter.record({ ...optedOut, status: 'opted-in', words: '' }, contact, null, write('e-2'));
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PATCH /crm/objects/2026-03/contacts/51',
      'POST /crm/objects/2026-03/notes',
      'PATCH /crm/objects/2026-03/contacts/51',
      'POST /crm/objects/2026-03/notes',
    ]);
    expect(requests.map(({ body }) => JSON.parse(body).properties)).toMatchObject([
      {
        ringback_sms_status: 'opted_out',
        ringback_sms_opted_out_at: note.at,
        ringback_sms_opt_source: 'text: "STOP"',
      },
      { hs_note_body: expect.stringContaining('The caller wants no texts.<br>text: &quot;STOP&quot;') },
      { ringback_sms_status: 'opted_in', ringback_sms_opted_in_at: note.at, ringback_sms_opt_source: 'text' },
      { hs_note_body: expect.stringContaining('The caller agreed to receive texts.') },
    ]);
  });

  test('takes a task that staff have deleted for done', async () => {
    const { adapter } = await openAdapter({ status: 201, body: { id: '7' } }, { status: 404, body: {} });
    const task = { kind: 'tasks', id: '9' };
    const entry = { ...note, task: { complete: { taskId: 'task-1' } } };
    expect(await adapter.record(entry, contact, task, write('e-1'))).toEqual({
      entry: { kind: 'notes', id: '7' },
      task,
    });
  });
});

test('a connection without our properties says which are missing and what to do', async () => {
  const { adapter } = await openAdapter(
    { status: 200, body: { portalId: 4711 } },
    { status: 200, body: { results: [{ name: 'ringback_phone' }] } },
  );
  expect(await adapter.checkConnection(call())).toEqual({
    ok: false,
    account: 'HubSpot account 4711',
    problem: expect.stringMatching(/lacks the contact properties ringback_sms_status, .*; connect it again/),
  });
});
