import type { E164, TextClass, TextFailure } from '@ringback/core';
import { type CrmAdapter, CrmError } from '@ringback/crm';
import type { CrmConnections } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import type { Directory } from '../directory.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect, Work } from '../lease.ts';
import type { EngineLog } from '../log.ts';
import { recallContact } from './crm-memory.ts';

/**
 * Asks every CRM of the business, right before a text leaves, whether the number may be texted. An opt-out that is
 * found there is recorded; who sends the text then sees it as any other.
 * @returns why the text must not leave although nobody has refused it; null: every CRM has answered
 */
export type ConsentCheck = (claimed: ClaimedEffect) => Promise<Unread | null>;

/** What becomes of a text whose consent could not be read. */
export type Unread = { readonly code: 'crm-unread'; readonly failure: TextFailure };

/** A text that answers nobody can wait so long, and no longer: a person may be looking at it. */
const timeoutMs = 1_000;

/** Texts that answer nothing of this minute: what the CRM says may be newer than what we know. */
const asked: ReadonlySet<TextClass> = new Set(['second-text', 'staff']);

export function asksCrmsFirst(effect: Work): boolean {
  return effect.type === 'send-text' && asked.has(effect.class);
}

export function createConsentCheck(options: {
  readonly db: Db;
  readonly connections: CrmConnections;
  readonly directory: Pick<Directory, 'byId'>;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
  readonly log: EngineLog;
}): ConsentCheck {
  const { db, connections, directory, handle, log } = options;

  async function ask(claimed: ClaimedEffect, system: string, signal: AbortSignal): Promise<Unread | null> {
    const { businessId, callerId, key, attempts } = claimed;
    let adapter: CrmAdapter | null = null;
    try {
      adapter = await connections.adapterFor(businessId, system);
      if (!adapter) return unread(system);
      const known = await recallContact(db, { claimed, system });
      const consent = await adapter.readConsent(callerId as E164, known?.ref ?? null, {
        signal,
        urgent: true,
      });
      if (!consent.optedOut) return null;
      await handle({
        type: 'crm-consent-read',
        id: `${key}-consent-${attempts}-${system}`,
        businessId,
        callerId,
        system,
        contactId: consent.contact?.id ?? '',
        optedOut: true,
        source: consent.source ?? system,
      });
      return null;
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      if (adapter && error.code === 'crm-auth') await connections.markBroken(adapter, error.message);
      log.warn('consent-not-read', { key, system, code: error.code });
      return unread(system);
    }
  }

  return async (claimed) => {
    const { effect } = claimed;
    if (!asksCrmsFirst(effect)) return null;
    const used = directory.byId(claimed.businessId)?.settings.crm.map(({ system }) => system) ?? [];
    if (used.length === 0) return null;
    // One that was never connected has never been told anything.
    const connected = (await connections.list(claimed.businessId)).filter(({ system }) =>
      used.includes(system),
    );
    const signal = AbortSignal.timeout(timeoutMs);
    const answers = await Promise.all(connected.map(({ system }) => ask(claimed, system, signal)));
    return answers.find((answer) => answer !== null) ?? null;
  };
}

function unread(system: string): Unread {
  const meaning = `${system} did not say in time whether this person may be texted, so the text was kept back; please call.`;
  return { code: 'crm-unread', failure: { kind: 'other', meaning } };
}
