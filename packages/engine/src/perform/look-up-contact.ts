import { type CrmAdapter, type CrmContact, CrmError, matchContact } from '@ringback/crm';
import { isResting } from '../circuit.ts';
import type { CrmConnections, SettingsOf } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect, Lease, Outcome } from '../lease.ts';
import type { EngineLog } from '../log.ts';
import { rememberContact } from './crm-memory.ts';

/** The text does not wait for the CRM: an answer that comes later than this is not needed. */
const timeoutMs = 5_000;

/**
 * Asks one CRM who the caller is, while the first text waits. No answer is an answer: the decision then says that it
 * was made without.
 */
export function createContactLookUp(options: {
  readonly db: Db;
  readonly connections: CrmConnections;
  readonly settingsOf: SettingsOf;
  readonly lease: Lease;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
  readonly log: EngineLog;
}) {
  function tellOptOut(claimed: ClaimedEffect, system: string, silent: CrmContact): Promise<unknown> {
    const { key, businessId, callerId } = claimed;
    return options.handle({
      type: 'crm-consent-read',
      id: `${key}-consent`,
      businessId,
      callerId,
      system,
      contactId: silent.ref.id,
      optedOut: true,
      source: 'a contact with this number',
    });
  }

  return async function lookUp(claimed: ClaimedEffect): Promise<Outcome> {
    if (claimed.effect.type !== 'look-up-contact') throw new Error(`${claimed.effect.type} is no look-up`);
    const system = claimed.key.slice(claimed.effect.key.length + 1);
    let adapter: CrmAdapter | null = null;
    try {
      adapter = await options.connections.adapterFor(claimed.businessId, system);
      if (!adapter) return { type: 'done' };
      if (await isResting(options.db, { businessId: claimed.businessId, system })) {
        return { type: 'discarded', problem: `${system} fails at the moment and is left alone` };
      }
      const signal = AbortSignal.timeout(timeoutMs);
      const { phone } = claimed.effect;
      const candidates = await adapter.findContactsByPhone(phone, { signal, urgent: true });
      const { match, contact } = matchContact(
        phone,
        candidates,
        options.settingsOf(claimed.businessId, system),
      );
      // An opt-out is the number's, whoever of them it is that calls.
      const silent = contact ?? candidates.find(({ optedOut }) => optedOut);
      if (!contact && silent) await tellOptOut(claimed, system, silent);
      if (contact)
        await rememberContact(options.db, { claimed, system, owner: options.lease.owner }, contact);
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
      if (adapter && error instanceof CrmError && error.code === 'crm-auth') {
        await options.connections.markBroken(adapter, error.message);
      }
      if (!(error instanceof CrmError)) options.log.error('look-up-failed', { key: claimed.key, error });
      // Not tried again: it was for a text that has left by then.
      return { type: 'discarded', problem: error instanceof Error ? error.message : String(error) };
    }
  };
}
