import type { Instant } from './instant.ts';
import type { E164 } from './phone.ts';

/**
 * Why nobody spoke with the caller.
 *
 * - `no-answer`, `busy`, `declined`, `failed`: what the phones that we rang did
 * - `abandoned`: the caller hung up while it rang
 * - `not-accepted`: something picked up but nobody pressed 1, as a carrier's voicemail does
 * - `forwarded`: the line receives only calls that a carrier forwards because they were missed
 * - `menu-dropped`: the caller hung up in a menu
 * - `voicemail`, `voicemail-empty`: they reached a voicemail, with and without leaving a message; from systems that say
 *   so only afterwards
 * - `unclear`: no signal says whether a person answered
 */
export type MissedCause =
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'failed'
  | 'abandoned'
  | 'not-accepted'
  | 'forwarded'
  | 'menu-dropped'
  | 'voicemail'
  | 'voicemail-empty'
  | 'unclear';

/** What the carrier says about the caller id (STIR/SHAKEN); `unknown` when it says nothing. */
export type CallerIdAttestation = 'passed' | 'failed' | 'unknown';

/** The life of an outgoing text; see `text-status.ts` for the legal steps. */
export type TextStatus =
  | 'intended'
  | 'sending'
  | 'unknown'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'failed'
  | 'withdrawn'
  | 'expired';

/** `answer-due`: staff should have answered by then; `on-call`: somebody should have acknowledged an emergency. */
export type TimerName =
  | 'first-text'
  | 'second-text'
  | 'no-reply'
  | 'answer-due'
  | 'on-call'
  | 'unbooked'
  | 'close-conversation';

export type Media = { readonly url: string; readonly contentType: string };

/** What the messaging provider has already done, and answered to the person, on its own. */
export type HandledByProvider = 'opt-out' | 'opt-in' | 'help';

export type FoundContact = {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** The owner in the CRM, as the CRM names them. */
  readonly ownerId: string | null;
  readonly optedOut: boolean;
  /** Whether they have bought before; left out by a CRM that cannot tell. */
  readonly isCustomer?: boolean;
};

/** What a member of staff did. `by` names them as the reasons and the CRM shall show it. */
export type StaffAct =
  | { readonly act: 'send'; readonly body: string; readonly by: string }
  | { readonly act: 'take-over' | 'hand-back' | 'close' | 'acknowledge'; readonly by: string }
  | { readonly act: 'assign'; readonly to: string; readonly by: string }
  /** `worth` in whole units of the currency of the rules; null: what the rules say. */
  | { readonly act: 'qualify'; readonly worth: number | null; readonly by: string }
  | { readonly act: 'opt-out' | 'opt-in'; readonly evidence: string; readonly by: string }
  /** They agreed to texts about their own matter (`express`), or in writing to marketing (`written`). */
  | {
      readonly act: 'record-consent';
      readonly level: 'express' | 'written';
      readonly evidence: string;
      readonly by: string;
    };

export type TeamMember = {
  readonly name: string;
  readonly openConversations: number;
  /** When they were last given one; null: never. */
  readonly lastAssignedAt: Instant | null;
};

type Occurrence =
  | {
      readonly type: 'call-missed';
      readonly callId: string;
      readonly line: E164;
      readonly cause: MissedCause;
      /** How long the caller heard it ring, in seconds. */
      readonly ringSeconds: number;
      /** When the call was missed; `at` may be later, when we learned of it late. */
      readonly missedAt: Instant;
      readonly attestation: CallerIdAttestation;
    }
  | { readonly type: 'call-answered'; readonly callId: string; readonly line: E164 }
  | {
      readonly type: 'voicemail-left';
      readonly callId: string;
      readonly line: E164;
      readonly recordingUrl: string;
      readonly seconds: number;
    }
  | {
      readonly type: 'voicemail-transcribed';
      readonly callId: string;
      readonly line: E164;
      readonly words: string;
    }
  /** The caller agreed to a text while on the phone, by pressing a key. */
  | {
      readonly type: 'consent-given';
      readonly callId: string;
      readonly line: E164;
      readonly missedAt: Instant;
      readonly evidence: string;
    }
  | {
      readonly type: 'contact-found';
      readonly system: string;
      /** `several`: more than one person has this number, so nobody is guessed. */
      readonly match: 'one' | 'several' | 'none';
      readonly contact: FoundContact | null;
    }
  | {
      readonly type: 'text-received';
      readonly textId: string;
      readonly line: E164;
      readonly body: string;
      readonly media: readonly Media[];
      readonly handledByProvider: HandledByProvider | null;
    }
  | {
      readonly type: 'text-status-changed';
      readonly textId: string;
      readonly status: TextStatus;
      /** The provider's code for a failure, `expired` or `given-up` for ours. */
      readonly code: string | null;
      /** The provider's id for the text, once it has given one. */
      readonly providerId: string | null;
    }
  | {
      readonly type: 'appointment-booked';
      /** null: not told. */
      readonly startsAt: Instant | null;
      /** The calendar, or who booked it. */
      readonly source: string;
    }
  | ({ readonly type: 'staff-acted' } & StaffAct)
  | { readonly type: 'timer-fired'; readonly timer: TimerName };

/**
 * Something that happened to one caller of one business. `id` is unique within the business and derived from
 * the source's own id, so that a second delivery is recognised; `at` is when we recorded it.
 */
export type Event = {
  readonly id: string;
  readonly businessId: string;
  readonly callerId: string;
  readonly at: Instant;
  /** How busy everybody was at that moment; left out where nobody has counted. */
  readonly team?: readonly TeamMember[];
} & Occurrence;

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { readonly type: T }>;
