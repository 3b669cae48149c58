import { CrmError } from '@ringback/crm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccountWorld, openAccountWorld } from './testing/account-world.ts';
import { john, maria, missCall } from './testing/shop.ts';

// What the lane of a CRM writes, and in which order.

let world: AccountWorld;

beforeEach(async () => {
  world = await openAccountWorld();
});

afterEach(() => world.close());

/** Two contacts have the number of the one caller. */
function addTwoContacts({ secondOptedOut = false } = {}): void {
  for (const id of ['1', '2']) {
    world.crm.contacts.push({
      ref: { kind: 'contact', id },
      firstName: null,
      lastName: null,
      phones: [maria],
      ownerId: null,
      optedOut: secondOptedOut && id === '2',
    });
  }
}

test('what is to be written waits for the connection, and is written once there is one', async () => {
  await world.receiveText(maria, 'one');
  await world.pass(1_000);
  expect(world.bodies()).toEqual([]);
  await world.connect();
  await world.engine.settled();
  expect(world.bodies()).toEqual(['one']);
});

test("a caller's entries are written in their order, also when the first one fails for a while", async () => {
  await world.connect();
  world.crm.failures.push(new CrmError('crm-unavailable', 'away', { retry: 'later', retryAfterMs: 5_000 }));
  await world.receiveText(maria, 'one');
  await world.receiveText(maria, 'two');
  await world.receiveText(john, 'three');
  await world.pass(0);
  expect(world.bodies()).toEqual(['three']);
  await world.pass(5_000);
  expect(world.bodies()).toEqual(['three', 'one', 'two']);
  expect(world.crm.records.map(({ isRetry }) => isRetry)).toEqual([false, true, false]);
  expect(world.crm.contacts).toHaveLength(2);
});

test("what the CRM's own rules refuse is parked with its words, and nothing waits behind it", async () => {
  await world.connect();
  world.crm.failures.push(new CrmError('crm-refused', 'Property "region" is required', { retry: 'never' }));
  await world.receiveText(maria, 'one');
  await world.receiveText(maria, 'two');
  await world.pass(0);
  expect(world.bodies()).toEqual(['two']);
  expect((await world.crmEffects())[0]).toMatchObject({
    state: 'parked',
    problem: 'Property "region" is required',
  });
});

test('a grant that is gone stops the lane of that connection and says so; connecting again goes on', async () => {
  await world.connect();
  world.crm.failures.push(new CrmError('crm-auth', 'The app was uninstalled', { retry: 'never' }));
  await world.receiveText(maria, 'one');
  await world.pass(0);
  await world.pass(120_000);
  expect(await world.engine.connections.list('acme')).toMatchObject([
    { state: 'broken', problem: 'The app was uninstalled' },
  ]);
  expect(world.bodies()).toEqual([]);
  await world.connect();
  // What the connection has set going is finished before so much time passes that its lease runs out.
  await world.pass(0);
  await world.pass(60_000);
  expect(world.bodies()).toEqual(['one']);
});

test('when several contacts have the number nobody is guessed: the entry waits and says why, until they are merged', async () => {
  await world.connect();
  addTwoContacts();
  await world.receiveText(maria, 'one');
  await world.pass(0);
  expect(await world.crmEffects()).toMatchObject([
    { state: 'open', problem: expect.stringContaining('several contacts') },
  ]);
  world.crm.contacts.pop();
  await world.pass(600_000);
  expect(world.bodies()).toEqual(['one']);
});

test('a contact that was deleted in the CRM is made anew, and nothing of the caller is lost', async () => {
  await world.connect();
  await world.receiveText(maria, 'one');
  await world.pass(0);
  world.crm.contacts.length = 0;
  world.crm.failures.push(new CrmError('crm-refused', 'No contact with this id exists', { retry: 'never' }));
  await world.receiveText(maria, 'two');
  await world.pass(0);
  await world.pass(1_000);
  expect(world.bodies()).toEqual(['one', 'two']);
  expect(world.crm.contacts).toHaveLength(1);
});

test('what was parked is tried again once the CRM is connected anew', async () => {
  await world.connect();
  world.crm.failures.push(new CrmError('crm-refused', 'Property "region" is required', { retry: 'never' }));
  await world.receiveText(maria, 'one');
  await world.pass(0);
  await world.connect();
  await world.pass(0);
  expect(world.bodies()).toEqual(['one']);
});

test('one opt-out among several contacts with the number silences it before the text of a missed call', async () => {
  await world.connect();
  addTwoContacts({ secondOptedOut: true });
  await missCall(world, { callId: 'CA1', from: maria });
  await missCall(world, { callId: 'CA2', from: john });
  await world.pass(5_000);
  expect(world.sentTo).toEqual([john]);
});

test('a tie is asked about once, on everybody who has the number', async () => {
  await world.connect();
  for (const id of ['1', '2']) {
    world.crm.contacts.push({
      ref: { kind: 'contact', id },
      firstName: id === '1' ? 'Ana' : 'Ben',
      lastName: null,
      phones: [maria],
      ownerId: null,
      optedOut: false,
    });
  }
  await world.receiveText(maria, 'one');
  await world.pass(0);
  await world.pass(600_000);
  expect(world.crm.questions).toMatchObject([{ subject: `Who is ${maria}?` }]);
  expect(world.crm.questions[0]?.detail).toContain('Ana or Ben');
  world.crm.contacts.pop();
  await world.pass(600_000);
  expect(world.bodies()).toEqual(['one']);
});

test('an opt-out in a tie is written on everybody who has the number', async () => {
  await world.connect();
  for (const id of ['1', '2']) {
    const known = { firstName: null, lastName: null, phones: [maria], ownerId: null, optedOut: false };
    world.crm.contacts.push({ ...known, ref: { kind: 'contact', id } });
  }
  await world.engine.handle({
    type: 'staff-acted',
    id: 'staff-1',
    businessId: 'acme',
    callerId: maria,
    act: 'opt-out',
    evidence: 'said so',
    by: 'Dana',
  });
  await world.pass(0);
  const written = world.crm.records.filter(({ entry }) => entry.kind === 'consent');
  expect(written.map(({ contact }) => contact)).toEqual(['1', '2']);
});

test.each([
  [{}, []],
  [{ pipeline: 'default', stage: 'new' }, [{ name: maria, amount: 410, currency: 'USD' }]],
])(
  'a qualified lead becomes a deal only where the business has said in which pipeline: %j',
  async (settings, deals) => {
    await world.close();
    world = await openAccountWorld(settings);
    await world.connect();
    await world.receiveText(maria, 'hello');
    const qualify = (id: string) =>
      world.engine.handle({
        type: 'staff-acted',
        id,
        businessId: 'acme',
        callerId: maria,
        act: 'qualify',
        worth: 410,
        by: 'Dana',
      });
    await qualify('staff-1');
    await world.pass(0);
    expect(world.crm.deals).toEqual(deals);
    expect(world.crm.records.at(-1)?.entry).toMatchObject({ kind: 'qualified', worth: 410 });
  },
);
