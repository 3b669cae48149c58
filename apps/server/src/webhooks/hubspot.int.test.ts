import { createHmac } from 'node:crypto';
import type { Caller } from '@ringback/core';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { businessId, forwardedLine } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';

// What people do in HubSpot, and what becomes of it with us: over HTTP, by HubSpot's webhooks, on a real store.

let world: World;
/** A caller whom nobody has heard of before, in each test. */
let maria: string;
let callers = 0;

beforeAll(async () => {
  world = await openWorld();
  await world.connectHubspot();
});
beforeEach(() => {
  callers += 1;
  maria = `+151255511${String(callers).padStart(2, '0')}`;
  world.hubspot.webhooks.disturb({});
});
afterAll(() => world.close());

/** As staff type it. */
const asTyped = (number: string) => `(${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`;

/** A call that the carrier forwards because nobody has answered: what follows is written into HubSpot. */
async function missCall(from: string): Promise<void> {
  world.twilio.placeCall({ from, to: forwardedLine }).hangUp();
  await world.pass(4, { stepSeconds: 4 });
}

async function receiveText(from: string, body: string): Promise<void> {
  world.twilio.sendText({ from, to: forwardedLine, body });
  await world.pass(5, { stepSeconds: 5 });
}

async function callerOf(callerId: string): Promise<Caller | undefined> {
  const row = await world.engine.store.db
    .selectFrom('callers')
    .select('state')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .executeTakeFirst();
  return row?.state;
}

async function linkOf(callerId: string): Promise<string | null> {
  const row = await world.engine.store.db
    .selectFrom('crm_contacts')
    .select('contact')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .executeTakeFirst();
  return row?.contact.ref.id ?? null;
}

const textsOn = (contactId: string) =>
  world.hubspot.timeline(contactId).filter(({ kind }) => kind === 'communication').length;
const textsTo = (number: string) => world.twilio.messagesTo(number).length;

/** A webhook that HubSpot would send. */
async function tell(event: object): Promise<number> {
  const about = { portalId: 4711, eventId: callers, occurredAt: callers, appId: 1 };
  const status = await shoot(JSON.stringify([{ ...about, ...event }]), world.hubspotSecret);
  await world.settle();
  return status;
}

async function newsLeft(): Promise<readonly { readonly state: string; readonly problem: string | null }[]> {
  return world.engine.store.db
    .selectFrom('effects')
    .select(['state', 'problem'])
    .where('lane', '=', 'crm-news:hubspot')
    .where('state', '<>', 'done')
    .execute();
}

describe('a phone number', () => {
  test('that moves to another contact takes what follows with it', async () => {
    const old = world.hubspot.putContact({ firstname: 'Maria', phone: asTyped(maria) });
    await missCall(maria);
    expect(await linkOf(maria)).toBe(old.id);
    const next = world.hubspot.putContact({ firstname: 'Rosa', lastname: 'Diaz' });
    world.hubspot.putContact({ phone: '512 555 0199' }, old.id);
    await world.settle();
    expect([await linkOf(maria), (await callerOf(maria))?.contact]).toEqual([
      null,
      { match: 'none', contact: null, knownBefore: true },
    ]);
    world.hubspot.putContact({ mobilephone: maria }, next.id);
    await world.settle();
    expect(await linkOf(maria)).toBe(next.id);
    expect((await callerOf(maria))?.contact).toMatchObject({ match: 'one', contact: { firstName: 'Rosa' } });
    const before = textsOn(old.id);
    await receiveText(maria, 'Hello?');
    expect([textsOn(old.id), textsOn(next.id)]).toEqual([before, 1]);
  });

  test('that a second contact gets as well is nobody in particular', async () => {
    world.hubspot.putContact({ firstname: 'Maria', phone: asTyped(maria) });
    await missCall(maria);
    const link = await linkOf(maria);
    world.hubspot.putContact({ firstname: 'Rosa', phone: maria });
    await world.settle();
    // Whom we wrote to already, we go on writing to.
    expect(await linkOf(maria)).toBe(link);
    expect(await newsLeft()).toEqual([]);
  });

  test('of strangers costs no look into HubSpot', async () => {
    const before = world.hubspot.requests().length;
    for (let index = 0; index < 10; index += 1)
      world.hubspot.putContact({ firstname: `No. ${index}`, phone: `(512) 555-02${10 + index}` });
    await world.settle();
    expect(await newsLeft()).toEqual([]);
    expect(world.hubspot.requests()).toHaveLength(before);
  });
});

describe('a contact', () => {
  test.each([false, true])(
    'that is merged is followed to the one that is left (a new one: %s)',
    async (intoNew) => {
      await missCall(maria);
      const made = (await linkOf(maria)) ?? '';
      const other = world.hubspot.putContact({
        firstname: 'Maria',
        lastname: 'Lopez',
        hubspot_owner_id: '41629779',
      });
      const left = world.hubspot.mergeContacts(other.id, made, { intoNew });
      await world.settle();
      expect(await linkOf(maria)).toBe(left);
      expect((await callerOf(maria))?.contact?.contact).toMatchObject({
        id: left,
        lastName: 'Lopez',
        ownerId: '41629779',
      });
      const before = textsOn(left);
      await receiveText(maria, 'Hello?');
      expect(textsOn(left)).toBe(before + 1);
      expect(await newsLeft()).toEqual([]);
    },
  );

  test('that is deleted is forgotten, and made anew by the next call', async () => {
    await missCall(maria);
    const made = (await linkOf(maria)) ?? '';
    world.hubspot.deleteContact(made);
    await world.settle();
    expect(await linkOf(maria)).toBeNull();
    await receiveText(maria, 'Hello?');
    const anew = await linkOf(maria);
    expect(anew).not.toBeNull();
    expect(anew).not.toBe(made);
  });

  test('that is erased is erased with us, but for the proof that the text was allowed', async () => {
    await missCall(maria);
    await receiveText(maria, 'My sink leaks, Maria Lopez, 12 Main St');
    world.hubspot.eraseContact((await linkOf(maria)) ?? '');
    await world.settle();
    const { db } = world.engine.store;
    for (const table of ['texts', 'conversations', 'crm_contacts', 'crm_past_contacts'] as const) {
      const rows = await db.selectFrom(table).selectAll().where('caller_id', '=', maria).execute();
      expect([table, rows]).toEqual([table, []]);
    }
    const events = await db.selectFrom('events').select(['caller_id', 'event']).execute();
    expect(JSON.stringify(events)).not.toContain(maria);
    expect(JSON.stringify(events)).not.toContain('sink');
    const kept = await callerOf(maria);
    expect(kept?.ledger.length).toBeGreaterThan(0);
    expect(kept?.contact).toBeNull();
    const { data: acts } = await world.api.listAudit({ query: { business: businessId } });
    expect(acts[0]).toMatchObject({ act: 'erase', by: 'hubspot, erased there' });
    expect(await newsLeft()).toEqual([]);
  });
});

test('what is erased is found also where it was deleted before', async () => {
  await missCall(maria);
  const made = (await linkOf(maria)) ?? '';
  world.hubspot.deleteContact(made);
  await world.settle();
  expect(await linkOf(maria)).toBeNull();
  await tell({ subscriptionType: 'contact.privacyDeletion', objectId: Number(made) });
  const texts = world.engine.store.db.selectFrom('texts').selectAll();
  expect(await texts.where('caller_id', '=', maria).execute()).toEqual([]);
});

const report = () => world.api.reportRecovery({ query: { business: businessId } });

describe('a deal', () => {
  test('that is won is revenue of the recovered lead, once', async () => {
    await missCall(maria);
    await receiveText(maria, 'How much for a new boiler?');
    const contactId = (await linkOf(maria)) ?? '';
    const deal = world.hubspot.putDeal({ dealname: 'Boiler', dealstage: 'qualifiedtobuy' }, { contactId });
    await world.settle();
    const before = await report();
    world.hubspot.putDeal({ dealstage: 'closedwon', amount: '4200' }, { id: deal.id });
    await world.settle();
    expect(await report()).toMatchObject({ won: before.won + 1, revenue: before.revenue + 4200 });
    world.hubspot.putDeal({ amount: '3900' }, { id: deal.id });
    await world.settle();
    expect(await report()).toMatchObject({ won: before.won + 1, revenue: before.revenue + 3900 });
  });

  test('of a stranger, or lost, is no revenue', async () => {
    const before = await report();
    await missCall(maria);
    const stranger = world.hubspot.putContact({ firstname: 'Rosa' });
    world.hubspot.putDeal(
      { dealname: 'Tap', dealstage: 'closedwon', amount: '90' },
      { contactId: stranger.id },
    );
    world.hubspot.putDeal(
      { dealname: 'Tap', dealstage: 'closedlost', amount: '90' },
      { contactId: (await linkOf(maria)) ?? '' },
    );
    await world.settle();
    expect(await report()).toMatchObject({
      won: before.won,
      revenue: before.revenue,
    });
    expect(await newsLeft()).toEqual([]);
  });
});

test('a task that is completed in HubSpot is a conversation that somebody looks after', async () => {
  await missCall(maria);
  await receiveText(maria, 'Can you come tomorrow?');
  const [task] = world.hubspot.tasks();
  const before = await world.api.listConversations({ query: { business: businessId } });
  expect(before.data[0]).toMatchObject({ state: 'needs-person' });
  world.hubspot.completeTask(task?.id ?? '');
  await world.settle();
  const after = await world.api.listConversations({ query: { business: businessId } });
  expect(after.data[0]).toMatchObject({ state: 'with-person', urgent: false });
  expect((await callerOf(maria))?.conversation?.taskId).toBeNull();
});

describe('consent', () => {
  const say = async (contactId: string, ringback_sms_status: string) => {
    world.hubspot.putContact({ ringback_sms_status }, contactId);
    await world.settle();
  };

  test('that is withdrawn in HubSpot silences at once, and is given back there alone', async () => {
    await missCall(maria);
    const contactId = (await linkOf(maria)) ?? '';
    await say(contactId, 'opted_out');
    expect((await callerOf(maria))?.suppression).toMatchObject({ by: 'crm' });
    const texted = textsTo(maria);
    await receiveText(maria, 'Are you open on Friday?');
    expect(textsTo(maria)).toBe(texted);
    await say(contactId, 'opted_in');
    expect((await callerOf(maria))?.suppression).toBeNull();
  });

  test('that they withdrew themselves is not given back by a click', async () => {
    await missCall(maria);
    await receiveText(maria, 'STOP');
    const contactId = (await linkOf(maria)) ?? '';
    expect(world.hubspot.contacts().find(({ id }) => id === contactId)?.properties.ringback_sms_status).toBe(
      'opted_out',
    );
    await say(contactId, 'opted_in');
    expect((await callerOf(maria))?.suppression).toMatchObject({ by: 'caller' });
    // It is corrected there.
    const status = world.hubspot.contacts().find(({ id }) => id === contactId)
      ?.properties.ringback_sms_status;
    expect(status).toBe('opted_out');
  });

  test('that is withdrawn counts also while HubSpot cannot be asked', async () => {
    await missCall(maria);
    const contactId = (await linkOf(maria)) ?? '';
    world.hubspot.faults.next({ on: 'read', kind: 'status-500', times: 50 });
    await say(contactId, 'opted_out');
    expect((await callerOf(maria))?.suppression).toMatchObject({ by: 'crm' });
    world.hubspot.faults.clear();
    await world.pass(120, { stepSeconds: 30 });
    expect(await newsLeft()).toEqual([]);
    expect((await callerOf(maria))?.ledger.filter(({ kind }) => kind === 'revoked')).toHaveLength(1);
  });

  test('as it stands counts, not the order in which it is told', async () => {
    await missCall(maria);
    const contactId = (await linkOf(maria)) ?? '';
    world.hubspot.webhooks.hold(true);
    for (const status of ['opted_out', 'opted_in', 'opted_out', 'opted_in'])
      world.hubspot.putContact({ ringback_sms_status: status }, contactId);
    world.hubspot.webhooks.disturb({ twice: true, shuffled: true });
    world.hubspot.webhooks.hold(false);
    await world.settle();
    expect((await callerOf(maria))?.suppression).toBeNull();
    expect(await newsLeft()).toEqual([]);
  });
});

test('a hundred changes are taken in one request, and followed once however often they come', async () => {
  await missCall(maria);
  const contactId = (await linkOf(maria)) ?? '';
  world.hubspot.webhooks.disturb({ twice: true, shuffled: true });
  world.hubspot.webhooks.hold(true);
  for (let index = 0; index < 100; index += 1)
    world.hubspot.putContact({ lastname: `Lopez ${index}` }, contactId);
  world.hubspot.webhooks.hold(false);
  await world.hubspot.idle();
  const told = world.hubspot.webhooks.deliveries().slice(-2);
  expect(told.map(({ status, events }) => [status, events.length])).toEqual([
    [204, 100],
    [204, 100],
  ]);
  await world.pass(30, { stepSeconds: 10 });
  expect(await newsLeft()).toEqual([]);
  expect((await callerOf(maria))?.contact?.contact).toMatchObject({ lastName: 'Lopez 99' });
});

test('news of an account that nobody has connected is left, and what is no event too', async () => {
  const { db } = world.engine.store;
  const count = async () => (await db.selectFrom('effects').select('lane').execute()).length;
  const before = await count();
  const deleted = { subscriptionType: 'contact.deletion', objectId: 1 };
  expect(await tell({ ...deleted, portalId: 999 })).toBe(204);
  expect(await tell({ ...deleted, subscriptionType: 'ticket.deletion' })).toBe(204);
  expect(await tell({ ...deleted, objectId: '1; drop table' })).toBe(204);
  expect(await count()).toBe(before);
});

describe('whatever comes without a signature', () => {
  test('gets 403, and leaves no trace but a counter', async () => {
    const { db } = world.engine.store;
    const before = await db.selectFrom('effects').select('lane').execute();
    const bodies = fc.sample(fuzzed, { numRuns: 200, seed: 1 });
    const answers = new Set<number>();
    for (const body of bodies) answers.add(await shoot(body, 'guess'));
    expect([...answers]).toEqual([403]);
    expect(await db.selectFrom('effects').select('lane').execute()).toHaveLength(before.length);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(/ringback_webhook_refusals_total\{provider="hubspot",reason="signature"\} \d{3}/);
  });

  test('and whatever has one is taken or refused, never too much', async () => {
    const answers = new Set<number>();
    for (const body of fc.sample(fuzzed, { numRuns: 300, seed: 2 }))
      answers.add(await shoot(body, world.hubspotSecret));
    expect([...answers].toSorted()).toEqual([204, 400]);
    expect(await shoot(`[${' '.repeat(1_100_000)}]`, world.hubspotSecret)).toBe(413);
    await world.settle();
  });
});

const odd = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 30 }), fc.constant('\0'));
const plausible: { readonly [name: string]: fc.Arbitrary<unknown> } = {
  portalId: fc.constantFrom(4711, '4711', 1),
  eventId: fc.nat(),
  occurredAt: fc.nat(),
  subscriptionType: fc.constantFrom(
    ...['object.propertyChange', 'object.deletion', 'object.merge', 'object.creation', 'contact.merge'],
    ...['contact.privacyDeletion', 'deal.propertyChange', 'contact.propertyChange', 'x.y'],
  ),
  objectTypeId: fc.constantFrom('0-1', '0-3', '0-27', '0-2'),
  objectId: fc.constantFrom(1, '2', 99_999_999_999, 0),
  propertyName: fc.constantFrom('phone', 'mobilephone', 'ringback_sms_status', 'hs_task_status', 'x'),
  propertyValue: fc.constantFrom('(512) 555-0142', 'opted_out', 'opted_in', 'COMPLETED', '\0', ''),
  changeSource: fc.constantFrom('CRM_UI', 'INTEGRATION'),
  primaryObjectId: fc.constantFrom(1, 2),
  mergedObjectIds: fc.constantFrom([1], [2, 3], []),
  newObjectId: fc.constantFrom(1, 9),
};
const event = fc.record(
  Object.fromEntries(
    Object.entries(plausible).map(([name, value]) => [name, fc.oneof({ weight: 9, arbitrary: value }, odd)]),
  ),
  { requiredKeys: ['portalId', 'subscriptionType', 'eventId', 'occurredAt'] },
);
const fuzzed: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(event, { maxLength: 5 }).map((events) => JSON.stringify(events)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

async function shoot(body: string, secret: string): Promise<number> {
  const url = `${world.url}/webhooks/hubspot`;
  // The time of the look-alike, which the server goes by as well.
  const timestamp = String(Date.parse(world.hubspot.webhooks.deliveries().at(-1)?.at ?? ''));
  const hmac = createHmac('sha256', secret).update(`POST${url}`).update(Buffer.from(body)).update(timestamp);
  const headers = {
    'x-hubspot-signature-v3': hmac.digest('base64'),
    'x-hubspot-request-timestamp': timestamp,
  };
  const answer = await fetch(url, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}
