import { CrmError, matchContact } from '@ringback/crm';
import type { CrmConnections } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect, Outcome } from '../lease.ts';
import { linkContact } from './write-crm.ts';

/** The text does not wait for the CRM: an answer that comes later than this is not needed. */
const timeoutMs = 5_000;

/**
 * Asks one CRM who the caller is, while the first text waits. No answer is an answer: the decision then says that it
 * was made without.
 */
export function createContactLookUp(options: {
  readonly db: Db;
  readonly connections: CrmConnections;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
}) {
  return async function lookUp(claimed: ClaimedEffect): Promise<Outcome> {
    if (claimed.effect.type !== 'look-up-contact') throw new Error(`${claimed.effect.type} is no look-up`);
    const system = claimed.key.slice(claimed.effect.key.length + 1);
    const adapter = await options.connections.adapterFor(claimed.businessId, system);
    if (!adapter) return { type: 'done' };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const { phone } = claimed.effect;
      const { match, contact } = matchContact(phone, await adapter.findContactsByPhone(phone, { signal }));
      if (contact) await linkContact(options.db, claimed, system, contact);
      await options.handle({
        type: 'contact-found',
        id: claimed.key,
        businessId: claimed.businessId,
        callerId: claimed.callerId,
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
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      if (error.code === 'crm-auth') {
        await options.connections.markBroken(claimed.businessId, system, error.message);
      }
      // Parked rather than tried again: it was for a text that has left by then.
      return { type: 'parked', problem: error.message };
    }
  };
}
