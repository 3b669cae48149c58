import type { Business } from './business.ts';
import type { ConsentEntry } from './consent.ts';
import type { TextClass } from './decision.ts';
import type { FoundContact, TextStatus, TimerName } from './event.ts';
import type { Instant } from './instant.ts';
import type { LineType } from './line-type.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';

/** The person asked for silence. Only their own START, or documented new consent, lifts it. */
export type Suppression = {
  readonly since: Instant;
  /** `wrong-number`: whoever has the number is not the person we took them for. */
  readonly kind: 'revoked' | 'wrong-number';
  readonly by: 'caller' | 'provider' | 'staff' | 'crm';
  /** The words by which it was said, verbatim. */
  readonly words: string;
};

/** An automated first text of the last 30 days; one that failed does not count against the caller. */
export type FirstText = {
  readonly textId: string;
  readonly line: E164;
  readonly at: Instant;
  readonly status: TextStatus;
};

/** A first text that waits for its timer. */
export type WaitingText = {
  readonly callId: string;
  readonly line: E164;
  readonly missedAt: Instant;
  readonly dueAt: Instant;
  /** It was held for quiet hours, so that it may leave later than a text that answers at once. */
  readonly held: boolean;
  /** Their call came to a greeting that tells of texts, or they agreed: then a second one is not out of the blue. */
  readonly heardNotice: boolean;
  /** It waits to learn of a voicemail, or for its transcript, and leaves at `dueAt` at the latest. */
  readonly awaitsVoicemail: boolean;
  /** It leaves only if the caller agrees by pressing a key; at `dueAt` a person takes over instead. */
  readonly awaitsConsent: boolean;
};

/** Why texts do not reach this number, or why none may be sent by a machine. `until` null: until they write. */
export type Undeliverable = {
  /** `loop`: an automatic answer on the other side answered ours. */
  readonly kind: 'not-textable' | 'unknown-phone' | 'blocked' | 'loop';
  readonly since: Instant;
  readonly until: Instant | null;
  /** The provider's code for it. */
  readonly code: string | null;
};

/** A text that did not arrive and is sent once more when its timer fires. */
export type Resend = {
  readonly line: E164;
  readonly body: string;
  readonly class: TextClass;
  readonly author: string;
  readonly notAfter: Instant;
  /** How often it will have been sent again then. */
  readonly resent: number;
};

/** A text on its way to the caller, until its final status is known. */
export type OpenText = {
  readonly textId: string;
  readonly line: E164;
  readonly body: string;
  readonly class: TextClass;
  readonly author: string;
  readonly status: TextStatus;
  /** Until when it is worth sending; left out by earlier versions. */
  readonly notAfter?: Instant;
  /** How often it had been sent before without arriving. */
  readonly resent?: number;
};

/** What they had from us last, to which a "yes" or a "no" may be the answer. */
export type LastText = {
  readonly textId: string;
  /** Its last 320 characters, as a question stands at the end. */
  readonly body: string;
};

/** What goes on between a caller and the business, from a missed call or a text until it is closed. */
export type Conversation = {
  readonly id: string;
  readonly line: E164;
  readonly openedAt: Instant;
  readonly lastActivityAt: Instant;
  readonly state: 'automated' | 'needs-person' | 'with-person' | 'closed';
  /** The open follow-up, if a person has something to do. */
  readonly taskId: string | null;
  readonly urgent: boolean;
  /** How many texts staff have sent since the caller last wrote; one that failed does not count. */
  readonly unansweredStaffTexts: number;
  /** Whose it is; null: nobody's in particular. */
  readonly assignee: string | null;
  readonly assignedBy: 'rule' | 'fallback' | 'owner' | 'staff' | null;
  /** An emergency that nobody has acknowledged, and how many have been called on so far. */
  readonly emergency: { readonly since: Instant; readonly level: number } | null;
  /** When an automatic text told them to call 911; left out where none did. */
  readonly emergencyNumberAt?: Instant;
  /** When they last left a voicemail that somebody has to hear; left out where they left none. */
  readonly voicemailAt?: Instant;
  /** How often staff have been reminded of the reply that waits. */
  readonly reminders: number;
  readonly lead: Lead | null;
  readonly bookedAt: Instant | null;
};

/** A conversation that is worth something. */
export type Lead = {
  readonly qualifiedAt: Instant;
  /** `reply: booking`, `booking`, or the name of a member of staff. */
  readonly by: string;
  /** In whole units of `currency`. */
  readonly worth: number;
  readonly currency: string;
};

/** The one automated text that may follow where nobody replied to the first. */
export type SecondText = {
  readonly callId: string;
  readonly line: E164;
  readonly missedAt: Instant;
  readonly afterText: Instant;
};

/** One number (or one withheld call) and one business. JSON-safe: it is stored as it is. */
export type Caller = {
  readonly id: string;
  /** null: the number was withheld. */
  readonly phone: E164 | null;
  readonly contact: {
    readonly match: 'one' | 'several' | 'none';
    readonly contact: FoundContact | null;
    /** The CRM knew them before we had anything to do with them. */
    readonly knownBefore: boolean;
  } | null;
  /** What their carrier says of their number; left out where nobody has asked. */
  readonly lineType?: { readonly type: LineType; readonly at: Instant };
  readonly suppression: Suppression | null;
  /** Every word of theirs on which consent or its end rests; only ever added to. `suppression` is folded from it. */
  readonly ledger: readonly ConsentEntry[];
  /** When they last wrote to us, which is consent to be answered. */
  readonly wroteAt: Instant | null;
  /** When a person of ours last took a call of theirs. */
  readonly spokeAt: Instant | null;
  /** When they agreed to texts on the phone, by pressing a key. */
  readonly agreedAt: Instant | null;
  /** The call during which they agreed: the agreement is to a text about that call. */
  readonly agreedCallId: string | null;
  /** When they last got the help text; somebody who asked for silence gets it once. */
  readonly helpedAt: Instant | null;
  readonly firstTexts: readonly FirstText[];
  readonly waiting: WaitingText | null;
  readonly secondText: SecondText | null;
  readonly resend: Resend | null;
  readonly undeliverable: Undeliverable | null;
  /** When their carrier last did not know their phone. */
  readonly unknownPhoneAt: Instant | null;
  /** The timers that run, and when they fire. */
  readonly timers: { readonly [timer in TimerName]?: Instant };
  readonly openTexts: readonly OpenText[];
  /** null: none in this conversation, or it did not arrive. */
  readonly lastText: LastText | null;
  readonly conversation: Conversation | null;
};

/** All that a decision rests on, besides the event. */
export type State = { readonly business: Business; readonly rules: Rules; readonly caller: Caller };

/** The id of a caller within a business: the number, or the one call whose number was withheld. */
export function callerIdOf(phone: E164 | null, callId: string): string {
  return phone ?? `withheld-${callId}`;
}

/** The state of a caller of whom nothing has happened yet. */
export function newState(
  business: Business,
  rules: Rules,
  { callerId, phone }: { readonly callerId: string; readonly phone: E164 | null },
): State {
  return {
    business,
    rules,
    caller: {
      id: callerId,
      phone,
      contact: null,
      suppression: null,
      ledger: [],
      wroteAt: null,
      spokeAt: null,
      agreedAt: null,
      agreedCallId: null,
      helpedAt: null,
      firstTexts: [],
      waiting: null,
      secondText: null,
      resend: null,
      undeliverable: null,
      unknownPhoneAt: null,
      timers: {},
      openTexts: [],
      lastText: null,
      conversation: null,
    },
  };
}
