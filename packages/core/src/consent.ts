import type { Caller, State } from './caller.ts';
import type { Instant } from './instant.ts';
import type { E164 } from './phone.ts';

/**
 * What a caller has agreed to, the weakest first.
 *
 * - `none`: nothing is known of them
 * - `inquiry`: they called, in the conversation that is open
 * - `replied`: they have written to us in the conversation that is open
 * - `express`: they agreed to texts about their own matter: by a key press for this call, by START, or as staff recorded
 * - `written`: they agreed in writing to marketing
 * - `suppressed`: they asked for silence, or the number is not theirs
 */
export type ConsentLevel = 'none' | 'inquiry' | 'replied' | 'express' | 'written' | 'suppressed';

export const consentLevels: readonly ConsentLevel[] = [
  'none',
  'inquiry',
  'replied',
  'express',
  'written',
  'suppressed',
];

export type ConsentKind =
  | 'inquiry'
  | 'reply'
  | 'express'
  | 'written'
  | 'revoked'
  | 'wrong-number'
  | 'restored'
  | 'confirmed';

/** How the meaning of the words was found. */
export type MatchedBy = 'keyword' | 'phrase' | 'key-press' | 'call' | 'provider' | 'person' | 'crm' | 'text';

/** One line of the ledger, never changed once it is written: what a court or a carrier would ask to see. */
export type ConsentEntry = {
  readonly kind: ConsentKind;
  /** What was said or done, verbatim; for a call, how the line tells callers of the text. */
  readonly words: string;
  readonly channel: 'call' | 'text' | 'staff' | 'crm' | 'provider';
  /** The provider's id of the call or the text; null where there is none. */
  readonly providerId: string | null;
  readonly matchedBy: MatchedBy;
  /** The keyword, phrase or code that matched; the name of the person or system; null for a call. */
  readonly matched: string | null;
  /** Our line; null where the words did not come over one. */
  readonly line: E164 | null;
  readonly eventId: string;
  readonly receivedAt: Instant;
  /** From when on it binds us: at once, well inside the ten business days of 47 CFR 64.1200(a)(10). */
  readonly effectiveAt: Instant;
  /** The conversation it is limited to; null: it stands until it is revoked. */
  readonly conversationId: string | null;
};

/** The level that stands now, folded from the ledger. A call never lifts a suppression; only `restored` does. */
export function consentLevelOf(caller: Pick<Caller, 'ledger' | 'conversation'>): ConsentLevel {
  const { conversation, ledger } = caller;
  const openId = conversation && conversation.state !== 'closed' ? conversation.id : null;
  let isSuppressed = false;
  let level: ConsentLevel = 'none';
  for (const { kind, conversationId } of ledger) {
    switch (kind) {
      case 'revoked':
      case 'wrong-number':
        isSuppressed = true;
        // Whatever they had agreed to before is over for good.
        level = 'none';
        break;
      case 'restored':
        isSuppressed = false;
        level = 'express';
        break;
      case 'inquiry':
      case 'reply':
      case 'express':
      case 'written': {
        const stands = !isSuppressed && (conversationId === null || conversationId === openId);
        if (stands) level = strongerOf(level, levels[kind]);
        break;
      }
      case 'confirmed':
        break;
      default:
        kind satisfies never;
    }
  }
  return isSuppressed ? 'suppressed' : level;
}

const levels = { inquiry: 'inquiry', reply: 'replied', express: 'express', written: 'written' } as const;

function strongerOf(one: ConsentLevel, other: ConsentLevel): ConsentLevel {
  return consentLevels.indexOf(one) > consentLevels.indexOf(other) ? one : other;
}

export type Evidence = {
  readonly businessId: string;
  readonly businessName: string;
  /** null: the number was withheld. */
  readonly phone: E164 | null;
  readonly level: ConsentLevel;
  readonly suppressedSince: Instant | null;
  readonly entries: readonly ConsentEntry[];
  /** The automated first texts of the last 30 days. */
  readonly firstTexts: readonly {
    readonly textId: string;
    readonly at: Instant;
    readonly status: string;
    readonly line: E164;
  }[];
};

/** All that is known of one caller's consent, as plain data to be handed over when somebody asks for proof. */
export function exportEvidence({ business, caller }: State): Evidence {
  return {
    businessId: business.id,
    businessName: business.name,
    phone: caller.phone,
    level: consentLevelOf(caller),
    suppressedSince: caller.suppression?.since ?? null,
    entries: caller.ledger,
    firstTexts: caller.firstTexts.map(({ textId, at, status, line }) => ({ textId, at, status, line })),
  };
}
