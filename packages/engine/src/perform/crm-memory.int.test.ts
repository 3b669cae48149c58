import { type CrmEntry, type E164, type Effect, toInstant } from '@ringback/core';
import { type CrmAdapter, type CrmContact, CrmError } from '@ringback/crm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmConnections } from '../crm-connections.ts';
import { type ClaimedEffect, crmLane, lookUpLane } from '../lease.ts';
import { openTestStore, type TestStore, thursdayMorning } from '../testing/open-test-store.ts';
import { quietAdapter } from '../testing/quiet-adapter.ts';
import { createContactLookUp } from './look-up-contact.ts';
import { createCrmWriter } from './write-crm.ts';

// A process that was stopped in the middle of a question comes back with an answer from before: another one has taken
// the effect over since, and may have written down a newer one.

const caller = '+15125550142' as E164;
const entry: CrmEntry = {
  at: thursdayMorning,
  kind: 'note',
  text: 'Call back',
  task: {
    open: { taskId: 'task-1', subject: 'Call back', detail: '', dueAt: thursdayMorning, urgent: false },
  },
};
const lease = { owner: 'stopped', ms: 30_000, nowMs: () => 0 };

let world: TestStore;
/** What happens while the CRM thinks about its answer. */
let meanwhile: () => Promise<void>;
let failure: CrmError | null;

beforeEach(async () => {
  world = await openTestStore();
  meanwhile = async () => {};
  failure = null;
});

afterEach(() => world.close());

const adapter: CrmAdapter = {
  ...quietAdapter,
  async findContactsByPhone() {
    await meanwhile();
    return [contactOf('old')];
  },
  saveContact: async () => contactOf('old'),
  async record() {
    if (failure) {
      await meanwhile();
      throw failure;
    }
    return { entry: { kind: 'note', id: 'n' }, task: { kind: 'task', id: 'old' } };
  },
};
const connections = { adapterFor: async () => adapter } as unknown as CrmConnections;

function contactOf(id: string): CrmContact {
  return {
    ref: { kind: 'contact', id },
    firstName: null,
    lastName: null,
    phones: [caller],
    ownerId: null,
    optedOut: false,
  };
}

async function claim(effect: Effect, lane: string): Promise<ClaimedEffect> {
  const key = `${effect.key}-hubspot`;
  await world.store.db
    .insertInto('effects')
    .values({
      business_id: 'acme',
      effect_key: key,
      caller_id: caller,
      lane,
      effect: JSON.stringify(effect),
      state: 'open',
      due_at: thursdayMorning,
      attempts: 1,
      lease_owner: lease.owner,
      lease_until: toInstant(Date.parse(thursdayMorning) + 30_000),
      created_at: thursdayMorning,
    })
    .execute();
  return {
    businessId: 'acme',
    callerId: caller,
    key,
    lane,
    effect,
    attempts: 1,
    dueAt: thursdayMorning,
    claimedAtMs: 0,
  };
}

/** Another process takes the effect over, and writes down who the caller is. */
async function takeOver(): Promise<void> {
  await world.store.db.updateTable('effects').set({ lease_owner: 'another', attempts: 2 }).execute();
  await world.store.db
    .insertInto('crm_contacts')
    .values({
      business_id: 'acme',
      system: 'hubspot',
      caller_id: caller,
      contact: JSON.stringify(contactOf('new')),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function contacts(): Promise<readonly string[]> {
  const rows = await world.store.db.selectFrom('crm_contacts').select('contact').execute();
  return rows.map(({ contact }) => contact.ref.id);
}

function tasks() {
  return world.store.db.selectFrom('crm_tasks').select(['task_id', 'ref']).execute();
}

async function writeEntry(): Promise<void> {
  const { db } = world.store;
  const hurry = new AbortController().signal;
  const write = createCrmWriter({ db, system: 'hubspot', connections, settingsOf: () => ({}), lease, hurry });
  await write(await claim({ key: 'e-1', type: 'write-crm', entry }, crmLane('hubspot')));
}

async function lookUp(): Promise<void> {
  const { db } = world.store;
  const look = createContactLookUp({
    db,
    connections,
    settingsOf: () => ({}),
    lease,
    handle: async () => {},
    log: { warn: () => {}, error: () => {} },
  });
  await look(await claim({ key: 'e-1', type: 'look-up-contact', phone: caller }, lookUpLane));
}

test('what the CRM answers to whoever holds the effect is remembered', async () => {
  await writeEntry();
  expect(await contacts()).toEqual(['old']);
  expect(await tasks()).toEqual([{ task_id: 'task-1', ref: { kind: 'task', id: 'old' } }]);
});

test('a newer answer is put in the place of the one before', async () => {
  await lookUp();
  await world.store.db
    .updateTable('crm_contacts')
    .set({ contact: JSON.stringify(contactOf('older')) })
    .execute();
  await world.store.db.deleteFrom('effects').execute();
  await lookUp();
  expect(await contacts()).toEqual(['old']);
});

test('an entry that was taken over meanwhile changes nothing that is remembered', async () => {
  meanwhile = takeOver;
  await writeEntry();
  expect(await contacts()).toEqual(['new']);
  expect(await tasks()).toEqual([]);
});

test('a look-up that was taken over meanwhile changes nothing that is remembered', async () => {
  meanwhile = takeOver;
  await lookUp();
  expect(await contacts()).toEqual(['new']);
});

test('a refusal of the old contact does not make the new one forgotten', async () => {
  await writeEntry();
  await world.store.db.deleteFrom('effects').execute();
  failure = new CrmError('crm-refused', 'No contact with this id exists', { retry: 'never' });
  meanwhile = takeOver;
  await writeEntry();
  expect(await contacts()).toHaveLength(1);
});
