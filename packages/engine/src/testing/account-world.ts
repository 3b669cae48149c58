import type { CrmEntry, E164, FollowUp } from '@ringback/core';
import {
  type CrmAdapter,
  type CrmContact,
  type CrmDeal,
  CrmError,
  type CrmSettings,
  type DealDraft,
} from '@ringback/crm';
import type { CrmSystem } from '../crm-connections.ts';
import { importBusinesses } from '../directory.ts';
import { openTestStore } from './open-test-store.ts';
import { quietAdapter } from './quiet-adapter.ts';
import { connectCrm, createTestEngine, receivedText, shop } from './shop.ts';

/** A CRM in the hands of a test: what it holds, and what it answers next. */
function createCrmAccount() {
  const contacts: CrmContact[] = [];
  const records: {
    readonly contact: string;
    readonly entry: CrmEntry;
    readonly key: string;
    readonly isRetry: boolean;
  }[] = [];
  const failures: CrmError[] = [];
  const questions: FollowUp[] = [];
  const deals: DealDraft[] = [];
  /** How deals ended, by their ids; the others are open. */
  const closed = new Map<string, Pick<CrmDeal, 'state' | 'amount'>>();
  /** What the CRM says when it is asked whether somebody may be texted; throws what it would. */
  const consent: { read: CrmAdapter['readConsent'] } = { read: quietAdapter.readConsent };
  const fail = () => {
    const failure = failures.shift();
    if (failure) throw failure;
  };
  const adapter: CrmAdapter = {
    ...quietAdapter,
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
    readConsent: (...asked) => consent.read(...asked),
    async askWho(question) {
      questions.push(question);
      return { kind: 'task', id: question.taskId };
    },
    async saveDeal(draft) {
      deals.push(draft);
      return { kind: 'deal', id: String(deals.length) };
    },
    async readDeals(asked) {
      if (crm.unread) throw crm.unread;
      return asked.map((ref) => ({ ref, state: 'open', amount: null, ...closed.get(ref.id) }));
    },
    async record(entry, contact, _task, { key, isRetry }) {
      fail();
      records.push({ contact: contact.ref.id, entry, key, isRetry });
      return { entry: { kind: 'note', id: key }, task: null };
    },
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
  const crm = {
    system,
    grant,
    contacts,
    records,
    failures,
    questions,
    deals,
    closed,
    consent,
    unprepared: false,
    unread: null as CrmError | null,
  };
  return crm;
}

export type AccountWorld = Awaited<ReturnType<typeof openAccountWorld>>;

/** A shop and its account at a CRM, which is not connected yet. */
export async function openAccountWorld(settings: CrmSettings = {}) {
  const world = await openTestStore();
  const { db } = world.store;
  const imported = shop({ crm: ['hubspot'] });
  const crms = [{ system: 'hubspot', settings }];
  await importBusinesses(db, [{ ...imported, settings: { ...imported.settings, crm: crms } }]);
  const crm = createCrmAccount();
  const sent: string[] = [];
  const sentTo: E164[] = [];
  const engine = await createTestEngine({
    store: world.store,
    messenger: {
      async send({ to, body }) {
        sent.push(body);
        sentTo.push(to);
        return { providerId: `SM${sent.length}` };
      },
      listSent: async () => [],
      readSent: async () => null,
    },
    systems: { hubspot: crm.system },
  });
  await engine.start();
  let texts = 0;
  return {
    ...world,
    crm,
    engine,
    /** The words of every text that has left. */
    sent,
    sentTo,
    connect: () => connectCrm(engine),
    async receiveText(from: E164, body: string): Promise<void> {
      texts += 1;
      await engine.handle(receivedText({ id: String(texts), from, body }));
    },
    async pass(ms: number): Promise<void> {
      await world.clock.advance(ms);
      await engine.settled();
    },
    /** The texts that stand in the CRM, in the order in which they were written. */
    bodies: () => crm.records.flatMap(({ entry }) => (entry.kind === 'text' ? [entry.body] : [])),
    crmEffects: () =>
      db.selectFrom('effects').selectAll().where('lane', '=', 'crm:hubspot').orderBy('sequence').execute(),
    async close(): Promise<void> {
      await engine.stop();
      await world.close();
    },
  };
}
