import type { MissedCause, TimerName } from './event.ts';
import type { Instant } from './instant.ts';
import type { Notice } from './notice.ts';
import type { E164 } from './phone.ts';
import type { SendingProblem } from './text-failure.ts';

/** One thing that a decision rested on. */
export type Fact = string | number | boolean | null;
/** What a decision rested on, by name. */
export type Facts = { readonly [name: string]: Fact };

/** One rule's part in a decision. `detail` is one sentence for the owner. */
export type Reason = {
  readonly rule: string;
  readonly outcome: 'allow' | 'hold' | 'withhold' | 'note';
  readonly facts: Facts;
  readonly detail: string;
};

/** What a text is for; decides what it needs (consent, hours) and what goes first in a queue. */
export type TextClass =
  | 'first-text'
  | 'second-text'
  | 'opt-out-confirmation'
  | 'opt-in-confirmation'
  | 'help'
  | 'emergency-number'
  | 'staff'
  /** To a member of staff, about a caller. */
  | 'notice';

/** Something a person has to do, in our store and in the CRM. */
export type FollowUp = {
  readonly taskId: string;
  readonly subject: string;
  readonly detail: string;
  readonly dueAt: Instant;
  readonly urgent: boolean;
};

/** What an entry of the CRM does to the task of a conversation. */
export type CrmTask = { readonly open: FollowUp } | { readonly complete: { readonly taskId: string } };

/** What is written into the CRM: one entry of the contact's timeline, with a task opened or completed by it. */
export type CrmEntry = { readonly at: Instant; readonly task?: CrmTask } & (
  | {
      readonly kind: 'missed-call';
      readonly callId: string;
      readonly line: E164;
      readonly lineLabel: string;
      readonly cause: MissedCause;
      readonly ringSeconds: number;
      /** What was decided and why, in the owner's words; one sentence an item. */
      readonly reasons: readonly string[];
    }
  | {
      readonly kind: 'text';
      readonly textId: string;
      readonly direction: 'in' | 'out';
      readonly line: E164;
      readonly body: string;
      /** Who wrote it: `caller`, `ringback`, or the name of a member of staff. */
      readonly author: string;
    }
  | {
      readonly kind: 'consent';
      readonly status: 'opted-out' | 'opted-in';
      readonly source: string;
      /** The words by which it was said, verbatim. */
      readonly words: string;
    }
  /** A lead that is worth something: a deal is opened for it, where the CRM keeps deals. */
  | {
      readonly kind: 'qualified';
      readonly conversationId: string;
      readonly name: string;
      /** In whole units of `currency`. */
      readonly worth: number;
      readonly currency: string;
      /** As `Lead.by`. */
      readonly by: string;
    }
  | { readonly kind: 'note'; readonly text: string }
);

/** What other programs may want to hear of. */
export type ProductEventType =
  | 'call.missed'
  | 'text_back.sent'
  | 'text_back.withheld'
  | 'message.received'
  | 'message.sent'
  | 'message.failed'
  | 'voicemail.received'
  | 'contact.opted_out'
  | 'contact.opted_in'
  | 'conversation.needs_human'
  | 'conversation.closed'
  | 'lead.qualified'
  | 'appointment.requested'
  | 'appointment.booked'
  | 'task.created'
  | 'crm.sync_failed';

/** @inline */
type Action =
  | { readonly type: 'look-up-contact'; readonly phone: E164 }
  /** Costs money: only where the rules say so. */
  | { readonly type: 'look-up-line-type'; readonly phone: E164 }
  /** Due now: waiting is a timer's matter. Not sent after `notAfter`. */
  | {
      readonly type: 'send-text';
      readonly textId: string;
      readonly from: E164;
      readonly to: E164;
      readonly body: string;
      readonly class: TextClass;
      readonly notAfter: Instant;
    }
  /** The provider keeps what came with a text; we keep it with the text. `position` counts from 0. */
  | {
      readonly type: 'fetch-media';
      readonly textId: string;
      readonly position: number;
      readonly url: string;
      readonly contentType: string;
    }
  | { readonly type: 'write-crm'; readonly entry: CrmEntry }
  | { readonly type: 'set-timer'; readonly timer: TimerName; readonly at: Instant }
  | { readonly type: 'clear-timers'; readonly timers: readonly TimerName[] }
  /** No text that the problem concerns is to leave until it is over. */
  | { readonly type: 'hold-texts'; readonly problem: SendingProblem }
  /** A text from this line has arrived, so what is over of its problems is forgotten. */
  | { readonly type: 'release-texts'; readonly line: E164 }
  | { readonly type: 'publish'; readonly event: ProductEventType; readonly data: Facts }
  /** Staff are told, by whatever channels the business has. */
  | { readonly type: 'notify'; readonly notice: Notice };

/**
 * What follows from a decision. `key` is `${event.id}-${n}` in `[A-Za-z0-9_-]`: the idempotency key, all the way
 * to the vendor.
 */
export type Effect = { readonly key: string } & Action;
/** The kinds of effects. */
export type EffectType = Effect['type'];
/** The effect of one kind, or of several. */
export type EffectOf<T extends EffectType> = Extract<Effect, { readonly type: T }>;

/** Doing nothing needs a reason too. */
export type Decision = {
  readonly effects: readonly Effect[];
  readonly reasons: readonly [Reason, ...Reason[]];
};
