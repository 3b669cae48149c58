import type { Instant } from './instant.ts';
import type { LineType } from './line-type.ts';
import type { E164 } from './phone.ts';
import type { SendingProblem, TextFailure } from './text-failure.ts';

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

/** `resend`: a text that did not arrive is sent once more; `answer-due`: staff should have answered by then; `on-call`: somebody should have acknowledged an emergency. */
export type TimerName =
  | 'first-text'
  | 'second-text'
  | 'resend'
  | 'no-reply'
  | 'answer-due'
  | 'on-call'
  | 'unbooked'
  | 'close-conversation';

/** A picture or another file that came with a text. */
export type Media = { readonly url: string; readonly contentType: string };

/** What the messaging provider has already done, and answered to the person, on its own. */
export type HandledByProvider = 'opt-out' | 'opt-in' | 'help';

/** A contact as a CRM has it. */
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

/** Somebody to whom conversations may be assigned. */
export type TeamMember = {
  readonly name: string;
  readonly openConversations: number;
  /** When they were last given one; null: never. */
  readonly lastAssignedAt: Instant | null;
};

/** @inline */
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
      /** No signal told of it in time: it was found afterwards in the provider's list of calls. */
      readonly foundLater?: true;
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
  /** A CRM says whether this number may be texted: somebody changed it there, or it was read before a text. */
  | {
      readonly type: 'crm-consent-read';
      readonly system: string;
      readonly contactId: string;
      readonly optedOut: boolean;
      /** What says so there, such as the name of a property. */
      readonly source: string;
    }
  /** The follow-up of theirs was ticked off in a CRM. */
  | { readonly type: 'task-completed'; readonly system: string; readonly taskId: string }
  /** A deal that was opened for the caller has been won in the CRM. */
  | {
      readonly type: 'deal-won';
      readonly system: string;
      readonly dealId: string;
      /** In whole units of the currency of the rules; null: the CRM does not say. */
      readonly amount: number | null;
    }
  | { readonly type: 'line-type-found'; readonly lineType: LineType }
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
      /** What a failure asks for; left out where there is none, or nobody knows. */
      readonly failure?: TextFailure;
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
  /** The caller is a member of staff, who is to be told by text of another caller. */
  | { readonly type: 'notice-due'; readonly line: E164; readonly body: string }
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
  /** What kept the business's texts from arriving of late; left out where nothing did. */
  readonly problems?: readonly SendingProblem[];
  /** Lines whose texts the carriers had not approved at that moment; left out: none. */
  readonly heldLines?: readonly E164[];
} & Occurrence;

/** The kinds of events. */
export type EventType = Event['type'];
/** The event of one kind, or of several. */
export type EventOf<T extends EventType> = Extract<Event, { readonly type: T }>;
