import { parsePhone, toInstant } from '@ringback/core';
import { describeCrmAdapter } from '@ringback/crm/conformance';
import { expect, onTestFinished, test } from 'vitest';
import { openHubspotWorld, openPortal } from './testing/hubspot-world.ts';

describeCrmAdapter('HubSpot', openHubspotWorld);

const manyRequests = { perTenSeconds: 10_000, searchesPerSecond: 10_000 };
const call = () => ({ signal: AbortSignal.timeout(10_000) });

async function openBusyPortal(searchLagMs: number) {
  const portal = await openPortal({ limits: manyRequests, searchLagMs });
  onTestFinished(() => portal.close());
  const phone = parsePhone('+15125550142', 'US')?.e164;
  if (!phone) throw new Error('no phone number');
  return { ...portal, phone };
}

test.each([0, 30_000])(
  'fifty events of a new caller in two processes make one contact, search lag %d ms',
  async (lag) => {
    const { connect, lookalike, phone } = await openBusyPortal(lag);
    const processes = [connect(), connect()];
    const contacts = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const adapter = processes[index % 2] ?? connect();
        const [known] = await adapter.findContactsByPhone(phone, call());
        const write = { ...call(), key: `event-${index}`, isRetry: false };
        return (
          known ??
          adapter.saveContact({ phone, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' }, write)
        );
      }),
    );
    expect(new Set(contacts.map(({ ref }) => ref.id)).size).toBe(1);
    expect(lookalike.count('contacts')).toBe(1);
  },
);

test('a caller whom the search does not know yet keeps the name that staff have given them', async () => {
  const { connect, lookalike, phone } = await openBusyPortal(30_000);
  const draft = { phone, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
  const { ref } = await connect().saveContact(draft, { ...call(), key: 'event-1', isRetry: false });
  lookalike.putContact({ firstname: 'Ana' }, ref.id);
  const again = await connect().saveContact(draft, { ...call(), key: 'event-2', isRetry: false });
  expect(again).toMatchObject({ ref, firstName: 'Ana' });
  expect(lookalike.contacts().map(({ name }) => name)).toEqual(['Ana']);
});

test('a person whom staff knew already is adopted: their own name and number stay', async () => {
  const { connect, lookalike, phone } = await openBusyPortal(0);
  lookalike.putContact({ firstname: 'Ana', mobilephone: '512.555.0142', phone: '+1 512 555 0199' });
  const [ana] = await connect().findContactsByPhone(phone, call());
  expect(ana).toMatchObject({ firstName: 'Ana', phones: ['+15125550142', '+15125550199'] });
});

test('a property of ours that the portal lacks is made when a caller is to be saved', async () => {
  const { connect, lookalike, phone, request } = await openBusyPortal(0);
  const path = '/crm/properties/2026-03/contacts/ringback_source';
  expect((await request('DELETE', path)).status).toBe(204);
  const draft = { phone, neutralName: 'Caller', source: 'Missed call' };
  await connect().saveContact(draft, { ...call(), key: 'event-1', isRetry: false });
  expect(lookalike.count('contacts')).toBe(1);
  expect((await request('GET', path)).status).toBe(200);
});

test('a task goes to who owns the contact now, not to who owned it when we met the caller', async () => {
  const { connect, lookalike, phone } = await openBusyPortal(0);
  const draft = { phone, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
  const write = { ...call(), key: 'event-1', isRetry: false };
  const contact = await connect().saveContact(draft, write);
  lookalike.putContact({ hubspot_owner_id: '77' }, contact.ref.id);
  const at = toInstant('2026-11-20T15:00:00.000Z');
  const open = { taskId: 'task-1', subject: 'Call back', detail: '', dueAt: at, urgent: false };
  await connect().record({ kind: 'note', at, text: 'Hello', task: { open } }, contact, null, write);
  expect(lookalike.tasks()).toMatchObject([{ ownerName: 'Maria Lopez', priority: 'MEDIUM' }]);
});

test('an entry whose time is over by the time it could be written is left to whoever has taken it over', async () => {
  const { connect, lookalike, phone } = await openBusyPortal(0);
  const write = { ...call(), key: 'event-1', isRetry: true };
  const contact = await connect().saveContact({ phone, neutralName: 'Caller', source: 'Missed call' }, write);
  const note = { kind: 'note', at: toInstant('2026-11-20T15:00:00.000Z'), text: 'Hello' } as const;
  const late = connect().record(note, contact, null, { ...write, mayStart: () => false });
  await expect(late).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
  expect(lookalike.count('notes')).toBe(0);
});

test('every request goes to a dated path', async () => {
  const { connect, lookalike, phone } = await openBusyPortal(0);
  await connect().findContactsByPhone(phone, call());
  await connect().checkConnection(call());
  const paths = lookalike.requests().map(({ path }) => path);
  const api = paths.filter((path) => !path.startsWith('/oauth/authorize'));
  expect(api.length).toBeGreaterThan(5);
  expect(api.filter((path) => !path.includes('/2026-03'))).toEqual([]);
});
