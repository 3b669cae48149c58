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

/** What an entry of the ledger does to consent. */
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
export function consentLevelOf({
  ledger,
  conversation,
}: Pick<Caller, 'ledger' | 'conversation'>): ConsentLevel {
  const { isSuppressed, lasting, since } = standingOf(ledger);
  if (isSuppressed) return 'suppressed';
  if (!conversation || conversation.state === 'closed') return lasting;
  let level = lasting;
  for (const entry of linesOf(conversation.id, ledger, since)) level = strongerOf(level, levelOf(entry.kind));
  return level;
}

/**
 * The lines of the open conversation, the last first, from the line `since` on. They are the last of the ledger, with
 * some that are limited to none between them, so what was said in earlier conversations is not read again.
 */
export function* linesOf(
  openId: string,
  ledger: readonly ConsentEntry[],
  since = 0,
): Generator<ConsentEntry, undefined> {
  for (let index = ledger.length - 1; index >= since; index -= 1) {
    const entry = ledger[index];
    if (entry?.conversationId === openId) yield entry;
    else if (entry && entry.conversationId !== null) return undefined;
  }
  return undefined;
}

/** The ledger with one line more. */
export function withLine(ledger: readonly ConsentEntry[], entry: ConsentEntry): readonly ConsentEntry[] {
  const longer = [...ledger, entry];
  // Stryker disable next-line all: what is remembered makes it faster, and changes nothing.
  if (longer.length > shortLedger) standings.set(longer, advance(standingOf(ledger), entry, longer.length));
  return longer;
}

/** What a ledger comes to whatever conversation is open. */
type Standing = {
  readonly isSuppressed: boolean;
  readonly lasting: ConsentLevel;
  /** The first line that has not been overtaken by an opt-out or its end. */
  readonly since: number;
};

/** To fold this many lines costs less than to remember what they came to. */
const shortLedger = 16;

/** Folded once for each longer ledger, and carried on from line to line: one of years has hundreds. */
const standings = new WeakMap<readonly ConsentEntry[], Standing>();
const unheard: Standing = { isSuppressed: false, lasting: 'none', since: 0 };

function standingOf(ledger: readonly ConsentEntry[]): Standing {
  // Stryker disable next-line all: what is remembered makes it faster, and changes nothing.
  const isShort = ledger.length <= shortLedger;
  const known = isShort ? undefined : standings.get(ledger);
  // Stryker disable next-line ConditionalExpression: as above
  if (known) return known;
  const standing = ledger.reduce((folded, entry, index) => advance(folded, entry, index + 1), unheard);
  // Stryker disable next-line all: as above
  if (!isShort) standings.set(ledger, standing);
  return standing;
}

function advance(standing: Standing, { kind, conversationId }: ConsentEntry, length: number): Standing {
  switch (kind) {
    case 'revoked':
    case 'wrong-number':
      // Whatever they had agreed to before is over for good.
      return { isSuppressed: true, lasting: 'none', since: length };
    case 'restored':
      return { isSuppressed: false, lasting: 'express', since: length };
    case 'inquiry':
    case 'reply':
    case 'express':
    case 'written': {
      if (standing.isSuppressed || conversationId !== null) return standing;
      return { ...standing, lasting: strongerOf(standing.lasting, levelOf(kind)) };
    }
    case 'confirmed':
      return standing;
    default:
      return kind satisfies never;
  }
}

/** What a line by itself agrees to. */
const agreedBy: { readonly [kind in ConsentKind]?: ConsentLevel } = {
  inquiry: 'inquiry',
  reply: 'replied',
  express: 'express',
  written: 'written',
};

function levelOf(kind: ConsentKind): ConsentLevel {
  return agreedBy[kind] ?? 'none';
}

function strongerOf(one: ConsentLevel, other: ConsentLevel): ConsentLevel {
  return consentLevels.indexOf(one) > consentLevels.indexOf(other) ? one : other;
}

/** What `exportEvidence` hands over. */
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
