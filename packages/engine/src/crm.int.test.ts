import { businessSchema, type CrmEntry, defineRules, type E164 } from '@ringback/core';
import { type CrmAdapter, type CrmContact, CrmError } from '@ringback/crm';
import type { Messenger } from '@ringback/messaging';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CrmSystem } from './crm-connections.ts';
import { importBusinesses } from './directory.ts';
import { createEngine, type Engine } from './engine.ts';
import { createSecrets } from './secrets.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';

const line = '+15125550100' as E164;
const maria = '+15125550142' as E164;
const john = '+15125550143' as E164;
const business = businessSchema.parse({
  id: 'acme',
  name: 'Acme',
  timeZone: 'America/Chicago',
  lines: [{ number: line }],
});

/** A CRM in the hands of a test: what it holds, and what it answers next. */
function createTestCrm() {
  const contacts: CrmContact[] = [];
  const records: {
    readonly contact: string;
    readonly entry: CrmEntry;
    readonly key: string;
    readonly isRetry: boolean;
  }[] = [];
  const failures: CrmError[] = [];
  const fail = () => {
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const adapter: CrmAdapter = {
    vendor: 'hubspot',
    abilities: { tasks: true, uniqueContacts: true },
    findContactsByPhone: async (phone) => contacts.filter(({ phones }) => phones.includes(phone)),
    async saveContact({ phone, neutralName }) {
      const ref = { kind: 'contact', id: String(contacts.length + 1) };
      const contact = {
        ref,
        firstName: neutralName,
        lastName: null,
        phones: [phone],
        ownerId: null,
        optedOut: false,
      };
      contacts.push(contact);
      return contact;
    },
    async record(entry, contact, _task, { key, isRetry }) {
      fail();
      records.push({ contact: contact.ref.id, entry, key, isRetry });
      return { entry: { kind: 'note', id: key }, task: null };
    },
    checkConnection: async () => ({ ok: true, account: 'test', problem: null }),
  };
  const grant = {
    tokens: {
      accessToken: 'access',
      refreshToken: 'refresh',
      expiresAt: '2026-12-01T00:00:00.000Z' as never,
    },
    accountId: 'account-1',
    accountName: 'Test account',
  };
  const system: CrmSystem = {
    oauth: {
      system: 'hubspot',
      authorizeUrl: ({ state }) => `https://crm.example/authorize?state=${state}`,
      exchangeCode: async () => ({ ...grant }),
      refresh: async () => grant.tokens,
    },
    createAdapter: () => ({ ...adapter }),
    async prepare() {
      if (crm.unprepared) throw new CrmError('crm-unavailable', 'away', { retry: 'later' });
    },
  };
  const crm = { system, grant, contacts, records, failures, unprepared: false };
  return crm;
}

const messenger: Messenger = { send: async () => ({ providerId: 'SM1' }), listSent: async () => [] };

let world: TestStore;
let engine: Engine;
let crm: ReturnType<typeof createTestCrm>;

beforeEach(async () => {
  world = await openTestStore();
  await importBusinesses(world.store.db, [
    {
      business,
      rules: defineRules({}),
      settings: { crm: [{ system: 'hubspot', settings: {} }], notify: {} },
    },
  ]);
  crm = createTestCrm();
  engine = await createEngine({
    store: world.store,
    messenger,
    systems: { hubspot: crm.system },
    secrets: createSecrets([Buffer.alloc(32, 1)]),
    performs: true,
    log: { warn: () => {}, error: () => {} },
  });
  await engine.start();
});

afterEach(async () => {
  await engine.stop();
  await world.close();
});

const redirectUri = 'https://ringback.example/oauth/hubspot/callback';

async function connect(): Promise<void> {
  const url = await engine.connections.begin({
    businessId: 'acme',
    system: 'hubspot',
    session: 's',
    redirectUri,
  });
  const state = new URL(url).searchParams.get('state') ?? '';
  await engine.connections.finish({ system: 'hubspot', state, code: 'c', session: 's', redirectUri });
}

let texts = 0;
async function receiveText(from: E164, body: string): Promise<void> {
  texts += 1;
  await engine.handle({
    type: 'text-received',
    id: `text-${texts}`,
    textId: `text-${texts}`,
    businessId: 'acme',
    callerId: from,
    line,
    body,
    media: [],
    handledByProvider: null,
  });
}

async function pass(ms: number): Promise<void> {
  await world.clock.advance(ms);
  await engine.settled();
}

function bodies(): string[] {
  return crm.records.flatMap(({ entry }) => (entry.kind === 'text' ? [entry.body] : []));
}

function crmEffects() {
  return world.store.db
    .selectFrom('effects')
    .selectAll()
    .where('lane', '=', 'crm:hubspot')
    .orderBy('sequence')
    .execute();
}

test('what is to be written waits for the connection, and is written once there is one', async () => {
  await receiveText(maria, 'one');
  await pass(1_000);
  expect(bodies()).toEqual([]);
  await connect();
  await engine.settled();
  expect(bodies()).toEqual(['one']);
});

test("a caller's entries are written in their order, also when the first one fails for a while", async () => {
  await connect();
  crm.failures.push(new CrmError('crm-unavailable', 'away', { retry: 'later', retryAfterMs: 5_000 }));
  await receiveText(maria, 'one');
  await receiveText(maria, 'two');
  await receiveText(john, 'three');
  await pass(0);
  expect(bodies()).toEqual(['three']);
  await pass(5_000);
  expect(bodies()).toEqual(['three', 'one', 'two']);
  expect(crm.records.map(({ isRetry }) => isRetry)).toEqual([false, true, false]);
  expect(crm.contacts).toHaveLength(2);
});

test("what the CRM's own rules refuse is parked with its words, and nothing waits behind it", async () => {
  await connect();
  crm.failures.push(new CrmError('crm-refused', 'Property "region" is required', { retry: 'never' }));
  await receiveText(maria, 'one');
  await receiveText(maria, 'two');
  await pass(0);
  expect(bodies()).toEqual(['two']);
  expect((await crmEffects())[0]).toMatchObject({
    state: 'parked',
    problem: 'Property "region" is required',
  });
});

test('a grant that is gone stops the lane of that connection and says so; connecting again goes on', async () => {
  await connect();
  crm.failures.push(new CrmError('crm-auth', 'The app was uninstalled', { retry: 'never' }));
  await receiveText(maria, 'one');
  await pass(0);
  await pass(120_000);
  expect(await engine.connections.list('acme')).toMatchObject([
    { state: 'broken', problem: 'The app was uninstalled' },
  ]);
  expect(bodies()).toEqual([]);
  await connect();
  // What the connection has set going is finished before so much time passes that its lease runs out.
  await pass(0);
  await pass(60_000);
  expect(bodies()).toEqual(['one']);
});

test('when several contacts have the number nobody is guessed: the entry waits and says why, until they are merged', async () => {
  await connect();
  for (const id of ['1', '2']) {
    crm.contacts.push({
      ref: { kind: 'contact', id },
      firstName: null,
      lastName: null,
      phones: [maria],
      ownerId: null,
      optedOut: false,
    });
  }
  await receiveText(maria, 'one');
  await pass(0);
  expect(await crmEffects()).toMatchObject([
    { state: 'open', problem: expect.stringContaining('several contacts') },
  ]);
  crm.contacts.pop();
  await pass(600_000);
  expect(bodies()).toEqual(['one']);
});

test('a contact that was deleted in the CRM is made anew, and nothing of the caller is lost', async () => {
  await connect();
  await receiveText(maria, 'one');
  await pass(0);
  crm.contacts.length = 0;
  crm.failures.push(new CrmError('crm-refused', 'No contact with this id exists', { retry: 'never' }));
  await receiveText(maria, 'two');
  await pass(0);
  await pass(1_000);
  expect(bodies()).toEqual(['one', 'two']);
  expect(crm.contacts).toHaveLength(1);
});

test('what was parked is tried again once the CRM is connected anew', async () => {
  await connect();
  crm.failures.push(new CrmError('crm-refused', 'Property "region" is required', { retry: 'never' }));
  await receiveText(maria, 'one');
  await pass(0);
  await connect();
  await pass(0);
  expect(bodies()).toEqual(['one']);
});

test('an account that could not be prepared is not connected, and nothing is written into it', async () => {
  crm.unprepared = true;
  await expect(connect()).rejects.toMatchObject({ code: 'crm-unavailable' });
  await receiveText(maria, 'one');
  await pass(1_000);
  expect(await engine.connections.list('acme')).toEqual([]);
  expect(await crmEffects()).toMatchObject([{ state: 'open' }]);
});

test('a late refusal of the old grant does not break the new connection', async () => {
  await connect();
  const old = await engine.connections.adapterFor('acme', 'hubspot');
  await world.clock.advance(1_000);
  await connect();
  if (!old) throw new Error('the business was connected');
  await engine.connections.markBroken(old, 'The app was uninstalled');
  expect(await engine.connections.list('acme')).toMatchObject([{ state: 'connected' }]);
});

test('connected to another account, the business starts afresh there', async () => {
  await connect();
  await receiveText(maria, 'one');
  await pass(0);
  crm.grant.accountId = 'account-2';
  crm.contacts.length = 0;
  await connect();
  await receiveText(maria, 'two');
  await pass(0);
  expect(crm.contacts).toHaveLength(1);
  expect(bodies()).toEqual(['one', 'two']);
});

test('tokens are encrypted at rest', async () => {
  await connect();
  const row = await world.store.db.selectFrom('crm_connections').selectAll().executeTakeFirstOrThrow();
  expect(row.tokens).not.toContain('refresh');
});

test.each<[string, { readonly session?: string; readonly state?: string; readonly minutes?: number }]>([
  ['of another browser', { session: 'other' }],
  ['that nobody began', { state: 'acme.forged' }],
  ['that is too old', { minutes: 16 }],
])('an answer to a sign-in %s is refused', async (_, { session = 's', state, minutes = 0 }) => {
  const url = await engine.connections.begin({
    businessId: 'acme',
    system: 'hubspot',
    session: 's',
    redirectUri,
  });
  await pass(minutes * 60_000);
  const answer = {
    system: 'hubspot',
    state: state ?? new URL(url).searchParams.get('state') ?? '',
    code: 'c',
    session,
    redirectUri,
  };
  await expect(engine.connections.finish(answer)).rejects.toMatchObject({ code: 'crm-auth' });
});

test('a sign-in is answered once', async () => {
  const url = await engine.connections.begin({
    businessId: 'acme',
    system: 'hubspot',
    session: 's',
    redirectUri,
  });
  const answer = {
    system: 'hubspot',
    state: new URL(url).searchParams.get('state') ?? '',
    code: 'c',
    session: 's',
    redirectUri,
  };
  await engine.connections.finish(answer);
  await expect(engine.connections.finish(answer)).rejects.toMatchObject({ code: 'crm-auth' });
});
