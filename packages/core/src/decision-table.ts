import type { ConsentLevel } from './consent.ts';

/** What may lead to a text. */
export type Occasion =
  | 'first-missed-call'
  | 'repeat-in-window'
  | 'repeat-after-window'
  | 'missed-in-conversation'
  | 'untextable-call'
  | 'text-received'
  | 'help'
  | 'opt-out'
  | 'no-reply'
  | 'appointment'
  | 'staff-text'
  | 'review-request'
  | 'marketing';

/**
 * What the table answers.
 *
 * - `send`: a text may leave
 * - `send-once`: one may, and no second before they have answered
 * - `send-if-heard`: one may where the owner has switched it on and the caller came to a greeting that tells of texts, or
 *   pressed the key
 * - `task`: no text; a person calls back
 * - `tell-staff`: no text; the call is urgent now, and staff are told
 * - `confirm`: one confirmation within five minutes, then silence
 * - `help-once`: the help text, once since they asked for silence
 * - `restore-only`: nothing but the confirmation of their own START
 * - `silence`: nothing at all
 * - `never`: such a text is not sent to them
 * - `impossible`: the occasion itself brings a higher level
 */
export type Answer =
  | 'send'
  | 'send-once'
  | 'send-if-heard'
  | 'task'
  | 'tell-staff'
  | 'confirm'
  | 'help-once'
  | 'restore-only'
  | 'silence'
  | 'never'
  | 'impossible';

/** @inline */
type Row = { readonly [level in ConsentLevel]: Answer };

const alike = (answer: Answer): Row => ({
  none: answer,
  inquiry: answer,
  replied: answer,
  express: answer,
  written: answer,
  suppressed: answer,
});

/**
 * Which text may leave on which occasion, by what the caller has agreed to. An engineering default, stricter than the
 * law in places, not legal advice. Sources: 47 CFR 64.1200(a)(10) to (12) and (c), FCC 24-24, the CTIA Messaging
 * Principles of 2023, read 2026-11-21. Hours, dedupe, frequency and the kind of number are asked besides.
 */
export const decisionTable: { readonly [occasion in Occasion]: Row } = {
  'first-missed-call': { ...alike('send'), none: 'impossible', suppressed: 'task' },
  'repeat-in-window': { ...alike('tell-staff'), none: 'impossible', suppressed: 'task' },
  'repeat-after-window': { ...alike('send'), none: 'impossible', suppressed: 'task' },
  'missed-in-conversation': { ...alike('tell-staff'), none: 'impossible', suppressed: 'task' },
  // A call with a forged caller id is nobody's inquiry.
  'untextable-call': alike('task'),
  'text-received': { ...alike('send'), none: 'impossible', suppressed: 'restore-only' },
  help: { ...alike('send'), suppressed: 'help-once' },
  'opt-out': { ...alike('confirm'), suppressed: 'silence' },
  'no-reply': { ...alike('send'), none: 'never', inquiry: 'send-if-heard', suppressed: 'never' },
  appointment: { ...alike('send'), none: 'never', inquiry: 'never', suppressed: 'never' },
  'staff-text': { ...alike('send'), none: 'never', inquiry: 'send-once', suppressed: 'never' },
  'review-request': { ...alike('never'), express: 'send', written: 'send' },
  marketing: { ...alike('never'), written: 'send' },
};

export function answerTo(occasion: Occasion, level: ConsentLevel): Answer {
  return decisionTable[occasion][level];
}
