import { type E164, type Instant, parsePhone } from '@ringback/core';
import { describeEntry, describeTask } from '../activity.ts';
import type { CrmAdapter, CrmConsent, CrmContact, CrmDeal, CrmRef, Write } from '../adapter.ts';
import { untilAborted } from '../deadline.ts';
import { CrmError } from '../errors.ts';
import type { CrmWorld, Fault } from './world.ts';

/** Mistakes that an adapter's author may make, one for each family of rules and more. */
export type Flaw =
  | 'failure-as-empty'
  | 'believes-the-search'
  | 'guesses-one-of-several'
  | 'exact-search-only'
  | 'creates-blindly'
  | 'duplicates-on-retry'
  | 'sloppy-mark'
  | 'does-not-escape'
  | 'forgets-consent'
  | 'forgets-the-task'
  | 'never-completes'
  | 'unclear-as-later'
  | 'refusal-as-later'
  | 'ignores-expiry'
  | 'ignores-the-signal'
  | 'always-connected'
  | 'unread-as-consent'
  | 'asks-only-one'
  | 'asks-only-the-search'
  | 'own-words-only'
  | 'opens-a-second-deal'
  | 'lost-is-won'
  | 'asks-one-of-them';

type Person = {
  readonly ref: CrmRef;
  readonly phone: string;
  readonly firstName: string;
  ownerId: string | null;
};
type Item = {
  readonly ref: CrmRef;
  readonly contactId: string;
  readonly html: string;
  readonly at: Instant;
  readonly task: { isDone: boolean; readonly isUrgent: boolean; readonly ownerId: string | null } | null;
};

/** A CRM in memory and its adapter, right unless it is given a flaw: what the suite itself is tested with. */
export function openPocketWorld(flaw: Flaw | null = null): CrmWorld {
  const people: Person[] = [];
  const items: Item[] = [];
  const deals: (CrmDeal & { readonly contactId: string; readonly ownerId: string | null })[] = [];
  const optedOut = new Set<string>();
  /** A field of the account's own, which the adapter was told of. */
  const doNotText = new Set<string>();
  let fault: Fault | null = null;
  let isExpired = false;
  let lastId = 0;
  const newRef = (kind: string): CrmRef => ({ kind, id: String(++lastId) });

  /** A request: fails as the fault says, before the work is done or after. */
  async function ask<T>(effect: 'read' | 'write', signal: AbortSignal, work: () => T): Promise<T> {
    const isWrite = effect === 'write';
    const unclear = () => new CrmError('crm-unclear', 'no answer', { retry: 'unknown' });
    const away = () => new CrmError('crm-unavailable', 'no answer', { retry: 'later' });
    if (signal.aborted && flaw !== 'ignores-the-signal') throw away();
    await Promise.resolve();
    if (isExpired && flaw === 'ignores-expiry') throw new CrmError('crm-auth', 'expired', { retry: 'never' });
    isExpired = false;
    if (fault === 'rate-limited') throw new CrmError('crm-rate-limited', 'slow down', { retry: 'later' });
    if (fault === 'unavailable') throw away();
    if (fault === 'dead-grant') throw new CrmError('crm-auth', 'gone', { retry: 'never' });
    if (fault === 'refused' && isWrite) {
      throw new CrmError('crm-refused', 'no', { retry: flaw === 'refusal-as-later' ? 'later' : 'never' });
    }
    if (fault === 'silent')
      return untilAborted(new Promise<never>(() => {}), signal, isWrite ? unclear : away);
    const result = work();
    if (fault === 'lost-answer' && isWrite) throw flaw === 'unclear-as-later' ? away() : unclear();
    return result;
  }

  const nationalOf = (raw: string) => raw.replace(/\D/g, '').slice(-10);

  function toContact({ ref, phone, firstName, ownerId }: Person, asked: E164): CrmContact {
    return {
      ref,
      firstName,
      lastName: null,
      phones: flaw === 'believes-the-search' ? [asked] : [parsePhone(phone, 'US')?.e164 ?? asked],
      ownerId,
      optedOut: optedOut.has(ref.id) || (flaw !== 'own-words-only' && doNotText.has(ref.id)),
    };
  }

  async function find(phone: E164, signal: AbortSignal): Promise<CrmContact[]> {
    const candidates = await ask('read', signal, () =>
      people.filter((person) =>
        flaw === 'exact-search-only'
          ? person.phone === phone
          : nationalOf(person.phone) === nationalOf(phone),
      ),
    );
    const contacts = candidates.map((person) => toContact(person, phone));
    const verified = contacts.filter((contact) => contact.phones.includes(phone));
    return flaw === 'guesses-one-of-several' ? verified.slice(0, 1) : verified;
  }

  function toHtml(lines: readonly string[], key: string): string {
    const all = [...lines, `Ringback ref ${key}`];
    if (flaw === 'does-not-escape') return all.join('<br>');
    return all
      .map((line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'))
      .join('<br>');
  }

  async function writeOnce(
    item: Omit<Item, 'ref'>,
    kind: string,
    { key, isRetry, signal }: Write,
  ): Promise<CrmRef> {
    if (isRetry && flaw !== 'duplicates-on-retry') {
      const mark = `Ringback ref ${key}`;
      const known = await ask('read', signal, () =>
        items.find(({ ref, contactId, html }) => {
          const isOurs = flaw === 'sloppy-mark' ? html.includes(mark) : html.endsWith(mark);
          return ref.kind === kind && contactId === item.contactId && isOurs;
        }),
      );
      if (known) return known.ref;
    }
    return ask('write', signal, () => {
      const ref = newRef(kind);
      items.push({ ...item, ref });
      return ref;
    });
  }

  async function readConsent(phone: E164, known: CrmRef | null, signal: AbortSignal): Promise<CrmConsent> {
    const asked =
      known && flaw !== 'asks-only-the-search'
        ? await ask('read', signal, () => people.filter(({ ref }) => ref.id === known.id))
        : [];
    const all =
      asked.length > 0 ? asked.map((person) => toContact(person, phone)) : await find(phone, signal);
    const silent = (flaw === 'asks-only-one' ? all.slice(0, 1) : all).find((contact) => contact.optedOut);
    return {
      optedOut: silent !== undefined,
      source: silent ? 'no texts' : null,
      contact: silent?.ref ?? null,
    };
  }

  const adapter: CrmAdapter = {
    vendor: 'pocket',
    abilities: { tasks: true, uniqueContacts: true, deals: true },
    async findContactsByPhone(phone, { signal }) {
      const looking = find(phone, signal);
      return flaw === 'failure-as-empty' ? looking.catch(() => []) : looking;
    },
    saveContact: (draft, { signal }) =>
      ask('write', signal, () => {
        const known = people.find(({ phone }) => phone === draft.phone);
        if (known && flaw !== 'creates-blindly') return toContact(known, draft.phone);
        const person = {
          ref: newRef('people'),
          phone: draft.phone,
          firstName: draft.neutralName,
          ownerId: null,
        };
        people.push(person);
        return toContact(person, draft.phone);
      }),
    async record(entry, contact, task, options) {
      const { title, lines } = describeEntry(entry);
      const contactId = contact.ref.id;
      let written = contact.ref;
      if (entry.kind !== 'consent') {
        const html = toHtml([title, ...lines], options.key);
        written = await writeOnce({ contactId, html, at: entry.at, task: null }, 'entries', options);
      } else if (flaw !== 'forgets-consent') {
        const change = entry.status === 'opted-out' ? 'add' : 'delete';
        await ask('write', options.signal, () => void optedOut[change](contactId));
      }
      if (!entry.task || flaw === 'forgets-the-task') return { entry: written, task: null };
      if ('open' in entry.task) {
        const { dueAt, urgent } = entry.task.open;
        const { subject, lines } = describeTask(entry.task.open);
        const html = toHtml([subject, ...lines], options.key);
        const opened = { isDone: false, isUrgent: urgent, ownerId: contact.ownerId };
        const ref = await writeOnce({ contactId, html, at: dueAt, task: opened }, 'tasks', options);
        return { entry: written, task: ref };
      }
      const open = items.find(({ ref }) => ref.id === task?.id)?.task;
      if (open && flaw !== 'never-completes')
        await ask('write', options.signal, () => {
          open.isDone = true;
        });
      return { entry: written, task };
    },
    saveDeal: ({ amount }, { ref, ownerId }, { signal }) =>
      ask('write', signal, () => {
        const known = deals.find(({ contactId, state }) => contactId === ref.id && state === 'open');
        if (known && flaw !== 'opens-a-second-deal') return known.ref;
        const deal = { ref: newRef('deals'), state: 'open', amount, contactId: ref.id, ownerId } as const;
        deals.push(deal);
        return deal.ref;
      }),
    readDeals: (asked, { signal }) =>
      ask('read', signal, () =>
        deals
          .filter(({ ref }) => asked.some(({ id }) => id === ref.id))
          .map(({ ref, state, amount }) => ({
            ref,
            state: flaw === 'lost-is-won' && state === 'lost' ? 'won' : state,
            amount,
          })),
      ),
    async askWho({ subject, detail, dueAt, urgent }, candidates, options) {
      const html = toHtml([subject, ...detail.split('\n')], options.key);
      const on = flaw === 'asks-one-of-them' ? candidates.slice(0, 1) : candidates;
      let ref: CrmRef | null = null;
      for (const { ref: contact } of on) {
        const task = { isDone: false, isUrgent: urgent, ownerId: null };
        ref = await writeOnce({ contactId: contact.id, html, at: dueAt, task }, 'tasks', {
          ...options,
          isRetry: true,
        });
      }
      if (!ref) throw new Error('nobody was named');
      return ref;
    },
    async readConsent(phone, known, { signal }) {
      if (flaw !== 'unread-as-consent') return readConsent(phone, known, signal);
      const nothing = { optedOut: false, source: null, contact: null };
      return readConsent(phone, known, signal).catch(() => nothing);
    },
    async checkConnection({ signal }) {
      if (flaw === 'always-connected') return { ok: true, account: 'Pocket', problem: null };
      return ask('read', signal, () => ({ ok: true, account: 'Pocket', problem: null })).catch(
        (error: Error) => ({
          ok: false,
          account: 'Pocket',
          problem: error.message,
        }),
      );
    },
  };

  /** What the page shows: markup gone, entities as what they stand for. */
  const shown = (html: string) =>
    html
      .replace(/<br>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');

  const itemsOf = ({ id }: CrmRef) => items.filter(({ contactId }) => contactId === id);

  return {
    adapter,
    deals: async ({ id }) => deals.filter(({ contactId }) => contactId === id),
    async closeDeal({ id }, state, amount) {
      const at = deals.findIndex(({ ref }) => ref.id === id);
      const deal = deals[at];
      if (deal) deals[at] = { ...deal, state, amount };
    },
    async optOut({ id }, by) {
      (by === 'our-field' ? optedOut : doNotText).add(id);
    },
    async putContact({ phone, firstName, ownerId = null }) {
      const person = { ref: newRef('people'), phone, firstName, ownerId };
      people.push(person);
      return person.ref;
    },
    async deleteContact({ id }) {
      people.splice(
        people.findIndex(({ ref }) => ref.id === id),
        1,
      );
    },
    contacts: async () => people.map(({ ref }) => ref),
    timeline: async (contact) =>
      itemsOf(contact).flatMap(({ html, at, task }) => (task ? [] : [{ text: shown(html), at }])),
    tasks: async (contact) =>
      itemsOf(contact).flatMap(({ html, at, task }) =>
        task ? [{ ...task, text: shown(html), dueAt: at }] : [],
      ),
    async setFault(next) {
      fault = next;
      isExpired = next === 'expired-token';
    },
    close: async () => undefined,
  };
}
