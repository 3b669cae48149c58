import type { Story } from './story.ts';

/** Everything the page shows at one moment. JSON-safe; every time is ISO 8601. */
export type PhoneSnapshot = {
  /** The server's time, so that a page whose clock is wrong still counts seconds rightly. */
  readonly at: string;
  readonly business: PhoneBusiness;
  readonly callers: readonly PhoneCaller[];
  /** Oldest first; only the last one can be under way. */
  readonly calls: readonly CallView[];
  /** The texts that have reached the person they were sent to, oldest first. */
  readonly texts: readonly TextView[];
  readonly story: Story;
  /** Why `story` may be out of date; null when it is not. */
  readonly storyProblem: string | null;
  /** The contacts of the CRM's look-alike, the one changed last first. */
  readonly contacts: readonly ContactView[];
};

export type PhoneBusiness = { readonly name: string; readonly lines: readonly PhoneLine[] };

export type PhoneLine = {
  /** E.164 */
  readonly number: string;
  readonly label: string;
  /** It rings the shop; otherwise the carrier forwards missed calls to it. */
  readonly rings: boolean;
  /** How long it rings before nobody has answered. */
  readonly ringSeconds: number;
};

export type PhoneCaller = {
  readonly id: string;
  readonly label: string;
  /** E.164; null: withheld. */
  readonly number: string | null;
};

export type CallView = {
  readonly id: string;
  readonly callerId: string;
  /** The line that was called, E.164. */
  readonly line: string;
  /** `greeting`: picked up by the voicemail, which speaks. */
  readonly phase: 'ringing' | 'greeting' | 'talking' | 'over';
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** What the caller hears, word for word. */
  readonly hears: string | null;
  /** What became of a call that is over. */
  readonly outcome: 'answered' | 'hung-up' | 'not-answered' | null;
  /** The phone in the shop that rings, or rang last for this call. */
  readonly staff: StaffView | null;
};

export type StaffView = {
  /** E.164 */
  readonly number: string;
  /** `screening`: picked up, and asked for the key that only a person presses. */
  readonly phase: 'ringing' | 'screening' | 'voicemail' | 'talking' | 'over';
  readonly hears: string | null;
};

export type TextView = {
  readonly id: string;
  readonly callerId: string;
  readonly from: 'caller' | 'business';
  readonly body: string;
  readonly at: string;
};

export type ContactView = {
  readonly id: string;
  readonly name: string;
  /** As it stands on the contact, in whatever format it was typed. */
  readonly phone: string | null;
  /** The caller this contact is, where the number tells. */
  readonly callerId: string | null;
  readonly lifecycleStage: string | null;
  readonly mayBeTexted: boolean;
  /** Newest first. */
  readonly timeline: readonly TimelineView[];
  readonly tasks: readonly TaskView[];
  /** The latest first. */
  readonly deals: readonly DealView[];
};

export type TimelineView = {
  readonly id: string;
  readonly kind: 'call' | 'text' | 'note';
  readonly title: string;
  /** HTML that holds other people's words: never to be put into the page as it is. */
  readonly body: string;
  readonly at: string;
};

export type DealView = {
  readonly id: string;
  readonly name: string;
  /** In whole dollars and cents, as "$4,200"; null when nobody has said. */
  readonly amount: string | null;
  readonly stage: string;
  readonly outcome: 'open' | 'won' | 'lost';
};

export type TaskView = {
  readonly id: string;
  readonly subject: string;
  /** HTML, as above. */
  readonly body: string;
  readonly dueAt: string;
  readonly urgent: boolean;
  readonly done: boolean;
};
