import { type E164, parsePhone } from '@ringback/core';
import {
  type ContactMatch,
  type CrmChange,
  type CrmContact,
  type CrmContactNow,
  CrmError,
  matchContact,
} from '@ringback/crm';
import { eraseCaller } from '../data-care/erase-caller.ts';
import { crmNewsLane } from '../lease.ts';
import { knownAmong, type Link, link, linksTo, pastLinksTo, rememberPast, unlink } from './links.ts';
import { accountOf, eventIds, type NewsContext, NotAskedError } from './news-context.ts';

type Change<T extends CrmChange['type']> = Extract<CrmChange, { readonly type: T }>;
type ContactChange = Change<'contact-changed' | 'contact-deleted' | 'contact-merged' | 'contact-erased'>;

/** Follows what happened to one contact, or to those that became one. */
export async function followContact(change: ContactChange, context: NewsContext): Promise<void> {
  const newId = eventIds(context);
  const { db, businessId, system, signal } = context;

  switch (change.type) {
    case 'contact-changed':
      return followChanged(change);
    case 'contact-deleted':
      return followDeleted(change.contactId, await linksTo(db, context, [change.contactId]));
    case 'contact-merged':
      return followMerged(change);
    case 'contact-erased':
      return followErased(change);
    default:
      return change satisfies never;
  }

  async function followChanged({ contactId, phone, optedOut }: Change<'contact-changed'>): Promise<void> {
    const links = await linksTo(db, context, [contactId]);
    if (links.length === 0 && optedOut === null && !(await isOfCaller(phone))) return;
    const now = await readNow(contactId).catch(async (error: unknown) => {
      // Whoever asked for silence does not wait for a CRM that cannot be asked.
      if (optedOut === true && (error instanceof CrmError || error instanceof NotAskedError)) {
        for (const { callerId } of links)
          await tellConsent(callerId, contactId, { optedOut, source: system });
      }
      throw error;
    });
    if (now === null) return followDeleted(contactId, links);
    for (const each of links) {
      if (now.phones.includes(each.callerId as E164)) await keepUpWith(each, now);
      else await settleAnew(each.callerId, { without: [contactId], before: each });
    }
    const before = new Map(links.map(({ callerId, contact }) => [callerId, contact.optedOut]));
    const consent = { optedOut: now.optedOut, source: now.optOutSource ?? system };
    for (const callerId of await knownAmong(db, businessId, now.phones)) {
      if (!before.has(callerId)) await settleUnlinked(callerId, now);
      const hasChanged = optedOut !== null || (before.get(callerId) ?? now.optedOut) !== now.optedOut;
      if (hasChanged) await tellConsent(callerId, contactId, consent);
    }
  }

  async function isOfCaller(typed: string | null): Promise<boolean> {
    const phone = typed === null ? null : parsePhone(typed, context.known.business.country)?.e164;
    return phone != null && (await knownAmong(db, businessId, [phone])).length > 0;
  }

  async function readNow(contactId: string): Promise<CrmContactNow | null> {
    return accountOf(context).reader.readContact(contactId, { signal });
  }

  async function keepUpWith({ callerId, contact }: Link, now: CrmContactNow): Promise<void> {
    await link(db, context, { callerId, contact: now });
    const isSame =
      contact.firstName === now.firstName &&
      contact.lastName === now.lastName &&
      contact.ownerId === now.ownerId &&
      contact.optedOut === now.optedOut;
    if (!isSame) await tellFound(callerId, { match: 'one', contact: now });
  }

  /** A contact has got a number that somebody has called from; whoever is linked elsewhere stays there. */
  async function settleUnlinked(callerId: E164, now: CrmContact): Promise<void> {
    const row = await db
      .selectFrom('crm_contacts')
      .select('caller_id')
      .where('business_id', '=', businessId)
      .where('system', '=', system)
      .where('caller_id', '=', callerId)
      .executeTakeFirst();
    if (!row) await settleAnew(callerId, { without: [now.ref.id], besides: now });
  }

  /** Asks the CRM who has the number by now. Its search may not know yet what it has just told. */
  async function settleAnew(
    callerId: string,
    about: { readonly without: readonly string[]; readonly besides?: CrmContact; readonly before?: Link },
  ): Promise<void> {
    const phone = callerId as E164;
    const found = await accountOf(context).adapter.findContactsByPhone(phone, { signal });
    const others = found.filter(({ ref }) => !about.without.includes(ref.id));
    const candidates = about.besides ? [...others, about.besides] : others;
    const match = matchContact(phone, candidates, context.settings);
    if (match.contact) await link(db, context, { callerId, contact: match.contact });
    else if (about.before) await unlink(db, context, about.before);
    await tellFound(callerId, match);
  }

  async function followDeleted(contactId: string, links: readonly Link[]): Promise<void> {
    await rememberPast(db, context, links);
    for (const each of links) await settleAnew(each.callerId, { without: [contactId], before: each });
  }

  async function followMerged({ intoId, fromIds }: Change<'contact-merged'>): Promise<void> {
    const links = await linksTo(db, context, [intoId, ...fromIds]);
    if (links.length === 0) return;
    const now = await readNow(intoId);
    await rememberPast(
      db,
      context,
      links.filter(({ contact }) => contact.ref.id !== intoId),
    );
    if (now === null) return followDeleted(intoId, links);
    for (const { callerId } of links) {
      await link(db, context, { callerId, contact: now });
      await tellFound(callerId, { match: 'one', contact: now });
    }
  }

  /** Also where the contact was deleted before, and the news of that came first. */
  async function followErased({ contactId }: Change<'contact-erased'>): Promise<void> {
    const links = await linksTo(db, context, [contactId]);
    const past = await pastLinksTo(db, context, contactId);
    for (const callerId of new Set([...links.map((each) => each.callerId), ...past])) {
      await eraseCaller(db, {
        businessId,
        callerId,
        by: `${system}, erased there`,
        known: context.known,
      });
    }
    // Other news of it may hold a number.
    await db
      .deleteFrom('effects')
      .where('business_id', '=', businessId)
      .where('lane', '=', crmNewsLane(system))
      .where('caller_id', '=', context.claimed.callerId)
      .where('effect_key', '<>', context.claimed.key)
      .execute();
  }

  async function tellFound(callerId: string, { match, contact }: ContactMatch): Promise<void> {
    await context.handle({
      type: 'contact-found',
      id: newId(),
      businessId,
      callerId,
      system,
      match,
      contact: contact && {
        id: contact.ref.id,
        firstName: contact.firstName,
        lastName: contact.lastName,
        ownerId: contact.ownerId,
        optedOut: contact.optedOut,
      },
    });
  }

  async function tellConsent(
    callerId: string,
    contactId: string,
    consent: { readonly optedOut: boolean; readonly source: string },
  ): Promise<void> {
    const about = { businessId, callerId, system, contactId };
    await context.handle({ type: 'crm-consent-read', id: newId(), ...about, ...consent });
  }
}
