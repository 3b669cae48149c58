import type { E164 } from '@ringback/core';
import { listParkedEntries, retryParked } from '@ringback/engine';
import { afterEach, expect, test } from 'vitest';
import { type CrmAccount, openCrmAccount } from '../testing/open-crm-account.ts';

// What stands in HubSpot in the end, whatever goes wrong on the way there.

const maria = '+15125550142' as E164;
let account: CrmAccount;

afterEach(() => account.close());

function callerNumber(index: number): E164 {
  return `+1512555${1_000 + index}` as E164;
}

/** The words of the texts of a contact in HubSpot, in the order in which they were written there. */
function textsOf(contactId: string): readonly string[] {
  return account.hubspot
    .timeline(contactId)
    .filter(({ kind, bodyHtml }) => kind === 'communication' && bodyHtml.startsWith('From caller'))
    .toSorted((one, other) => Number(one.id) - Number(other.id))
    .map(({ bodyHtml }) => bodyHtml.split('<br>')[1] ?? '');
}

function contactOf(phone: E164): string {
  const mine = account.hubspot.contacts().filter(({ properties }) => properties.phone === phone);
  expect(mine).toHaveLength(1);
  return mine[0]?.id ?? '';
}

/** The words of the texts in the order in which they were decided on. */
async function decided(phone: E164): Promise<readonly string[]> {
  const rows = await account.store.db
    .selectFrom('effects')
    .select('effect')
    .where('lane', '=', 'crm:hubspot')
    .where('caller_id', '=', phone)
    .orderBy('sequence')
    .execute();
  return rows.flatMap(({ effect }) =>
    effect.type === 'write-crm' && effect.entry.kind === 'text' && effect.entry.direction === 'in'
      ? [effect.entry.body]
      : [],
  );
}

test('fifty texts of a new caller at two engines at once, and a search that lags: one contact, every text once and in order', {
  timeout: 60_000,
}, async () => {
  account = await openCrmAccount({ engines: 2, searchLagMs: 30_000 });
  const bodies = Array.from({ length: 50 }, (_, index) => `leak in room ${index}`);
  await Promise.all(
    bodies.map((body, index) => account.receiveText(maria, body, account.engines[index % 2])),
  );
  await account.settle();
  const order = await decided(maria);
  expect(order.toSorted()).toEqual(bodies.toSorted());
  expect(textsOf(contactOf(maria))).toEqual(order);
  expect(account.hubspot.count('contacts')).toBe(1);
});

test('a property that the portal requires parks the entry with its words; nothing waits behind it, and it can be tried again', async () => {
  account = await openCrmAccount({ version: '2026-09' });
  const other = callerNumber(1);
  account.hubspot.putContact({ firstname: 'Ben', phone: other, city: 'Austin' });
  account.hubspot.requireProperty('contacts', 'city');
  await account.receiveText(maria, 'one');
  await account.receiveText(other, 'two');
  await account.settle();

  const page = { businessIds: ['acme'], system: 'hubspot', after: null, limit: 10 };
  const parked = await listParkedEntries(account.store.db, page);
  expect(parked.items).toMatchObject([
    { phone: maria, problem: expect.stringMatching(/HubSpot refused: Error creating CONTACT.*city/) },
  ]);
  expect(textsOf(contactOf(other))).toEqual(['two']);

  account.hubspot.putContact({ firstname: 'Maria', phone: '(512) 555-0142', city: 'Austin' });
  expect(await retryParked(account.store.db, { businessId: 'acme', by: 'Dana', system: 'hubspot' })).toBe(1);
  await account.settle();
  const [adopted] = account.hubspot.contacts().filter(({ properties }) => properties.firstname === 'Maria');
  expect(textsOf(adopted?.id ?? '')).toEqual(['one']);
  expect((await listParkedEntries(account.store.db, page)).items).toEqual([]);
});

test('an hour without HubSpot on a busy day: texts leave on time, and then everything stands there once, in order, at the rate that it allows', {
  timeout: 60_000,
}, async () => {
  account = await openCrmAccount();
  const callers = Array.from({ length: 12 }, (_, index) => callerNumber(index));
  account.hubspot.setDown(true);
  const missedAt = new Map<string, Date>();
  for (const [index, caller] of callers.entries()) {
    missedAt.set(caller, account.now());
    await account.missCall(`CA${index}`, caller);
    await account.pass(5_000);
    await account.receiveText(caller, 'first');
    await account.pass(30_000);
    await account.receiveText(caller, 'second');
    await account.pass(265_000);
  }
  const late = callers.filter((caller) => {
    const text = account.sent.find(({ to }) => to === caller);
    return !text || text.at.getTime() - (missedAt.get(caller)?.getTime() ?? 0) > 5_000;
  });
  expect(late).toEqual([]);

  account.hubspot.setDown(false);
  account.waits.length = 0;
  const back = account.now().getTime();
  const fresh = callerNumber(99);
  await account.receiveText(fresh, 'hello');
  for (let minutes = 0; minutes < 15; minutes += 1) await account.pass(60_000);

  for (const caller of callers) expect(textsOf(contactOf(caller))).toEqual(['first', 'second']);
  expect(textsOf(contactOf(fresh))).toEqual(['hello']);
  expect(account.hubspot.count('calls')).toBe(callers.length);
  expect(account.hubspot.count('contacts')).toBe(callers.length + 1);
  // When each request may be made, by what the account allows: never more than 110 in ten seconds.
  const turns = account.waits.map(({ from, ms }) => from.getTime() + ms).toSorted((one, two) => one - two);
  expect(turns.length).toBeGreaterThan(100);
  const crowded = turns.filter((at, index) => (turns[index + 110] ?? Number.POSITIVE_INFINITY) < at + 10_000);
  expect(crowded).toEqual([]);
  expect((turns.at(-1) ?? 0) - back).toBeLessThan(15 * 60_000);
});
