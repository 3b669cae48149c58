import type { WaitingText } from '../caller.ts';
import type { Facts, Reason } from '../decision.ts';
import { addSeconds, type Instant, laterOf } from '../instant.ts';
import { type E164, parsePhone } from '../phone.ts';
import { lastAllowedInstant, nextAllowedInstant } from '../quiet-hours.ts';
import { type FirstTextVariant, firstTextAt } from '../wording.ts';
import { seconds } from './call-checks.ts';
import { conversationOn, type Handed, handToPerson, nameOf, withTask } from './conversation.ts';
import { lastUsefulInstant, refuseHeldTooLong, refuseUndeliverable } from './first-text-checks.ts';
import type { Refusal } from './refusal.ts';
import { senderOf, wordingFor } from './sender.ts';
import { allow, hold, lineOf, type Outcome, type Planned, type Turn, withhold, writeCrm } from './turn.ts';

export type About = {
  readonly callId: string;
  readonly line: E164;
  readonly missedAt: Instant;
  readonly heardNotice: boolean;
};

export type Scheduled = { readonly waiting: WaitingText; readonly reasons: readonly [Reason, ...Reason[]] };

const quietHoursDetail = 'It is too early or too late for a text where the caller may be, so it waits.';

function awaitVoicemail(until: Instant): Reason {
  return hold('voicemail', 'The text waits to learn whether they leave a voicemail.', { until });
}

/** How long the text waits to learn of a voicemail, in seconds; 0 where that changes nothing. */
export function voicemailWait(turn: Turn, line: E164): number {
  const { policy, waitSeconds } = turn.rules.detection.voicemail;
  return policy === 'either-way' || !lineOf(turn, line)?.voicemail ? 0 : waitSeconds;
}

/** When the first text is due, or why the quiet hours leave no useful moment for it. */
export function scheduleFirstText(
  turn: Turn,
  phone: E164,
  about: About,
  waitSeconds = 0,
): Scheduled | Refusal {
  const { event, business, rules } = turn;
  const { delaySeconds } = rules.firstText;
  const { mode } = rules.quietHours;
  const { missedAt } = about;
  const earliest = laterOf(addSeconds(missedAt, Math.max(delaySeconds, waitSeconds)), event.at);
  const { at: dueAt, held, facts } = nextAllowedInstant(mode, earliest, { business, phone, missedAt });
  const refusal = held ? refuseHeldTooLong(dueAt, missedAt) : null;
  if (refusal) return refusal;
  const reason = held
    ? hold('quiet-hours', quietHoursDetail, { ...facts, until: dueAt })
    : allow(
        'first-text',
        delaySeconds === 0
          ? 'Nobody spoke with the caller, so a text answers the call at once.'
          : `Nobody spoke with the caller, so a text answers the call after ${seconds(delaySeconds)}.`,
        { sendAt: dueAt, kind: parsePhone(phone, business.country)?.kind ?? null },
      );
  const { callId, line, heardNotice } = about;
  const waiting = {
    callId,
    line,
    missedAt,
    heardNotice,
    dueAt,
    held,
    awaitsConsent: false,
    awaitsVoicemail: waitSeconds > 0,
  };
  return { waiting, reasons: waitSeconds > 0 && !held ? [awaitVoicemail(dueAt)] : [reason] };
}

export function isRefusal(answer: Scheduled | Outcome | Refusal): answer is Refusal {
  return 'reason' in answer;
}

/** The first text leaves now, or waits on if night has fallen meanwhile. */
export function releaseFirstText(turn: Turn, phone: E164, waiting: WaitingText): Outcome | Refusal {
  const { event, business, rules } = turn;
  const { missedAt } = waiting;
  const { mode } = rules.quietHours;
  const allowed = nextAllowedInstant(mode, event.at, { business, phone, missedAt });
  if (allowed.held) {
    const refusal = refuseHeldTooLong(allowed.at, missedAt);
    if (refusal) return refusal;
    return {
      effects: [{ type: 'set-timer', timer: 'first-text', at: allowed.at }],
      reasons: [hold('quiet-hours', quietHoursDetail, { ...allowed.facts, until: allowed.at })],
      changes: { waiting: { ...waiting, held: true } },
    };
  }
  const { body, variant, reasons } = wordingFor(turn, waiting, firstTextAt);
  const undeliverable = refuseUndeliverable(turn, body);
  if (undeliverable) return undeliverable;
  const sender = senderOf(turn, waiting.line);
  const detail = `The text leaves now${variantDetails[variant]}.`;
  const { conversation, effects } = conversationOn(turn, waiting.line);
  return {
    effects: [
      ...effects,
      {
        type: 'send-text',
        from: sender.line,
        to: phone,
        body,
        class: 'first-text',
        notAfter: lastAllowedInstant(
          mode,
          { from: event.at, until: lastUsefulInstant(turn, waiting) },
          { business, phone, missedAt },
        ),
      },
    ],
    reasons: [
      allow('first-text', detail, { variant, callId: waiting.callId }),
      ...reasons,
      ...sender.reasons,
    ],
    changes: { conversation },
  };
}

const variantDetails: { readonly [variant in FirstTextVariant]: string } = {
  open: '',
  'after-hours': ' and says when you open, because you are closed',
  lunch: ' and says when you open again, because you are on a break',
  holiday: ' and says when you open, because it is a holiday',
  emergency: ' and names the emergency number, because it was an emergency line',
};

/** Hands a refused call to a person, where the refusal asks for one. */
export function followUpRefusal(turn: Turn, line: E164, refusal: Refusal): Handed | null {
  if (!refusal.person) return null;
  const { subject, urgent } = refusal.person;
  const conversation = conversationOn(turn, line);
  return handToPerson(turn, conversation, {
    subject: `${subject}: ${nameOf(turn)}`,
    detail: refusal.reason.detail,
    urgent,
  });
}

/** A text that waited is not sent after all; the call has its CRM entry already. */
export function refuseWaiting(
  turn: Turn,
  { callId, line }: Pick<About, 'callId' | 'line'>,
  refusal: Refusal,
): Outcome {
  const handed = followUpRefusal(turn, line, refusal);
  const { reason } = refusal;
  return {
    effects: [
      { type: 'clear-timers', timers: ['first-text'] },
      ...writeCrm(turn, {
        at: turn.event.at,
        kind: 'note',
        text: `No text was sent: ${reason.detail}`,
        ...withTask(handed?.task ?? null),
      }),
      ...(handed?.effects ?? []),
      publishWithheld(turn, { callId, line, rule: reason.rule }),
    ],
    reasons: [reason],
    ...(handed ? { changes: { conversation: handed.conversation } } : {}),
  };
}

/** Withdraws the text that waits, if one does, because of what has just happened. */
export function withdrawWaiting(
  turn: Turn,
  rule: string,
  detail: string,
): { readonly effects: readonly Planned[]; readonly reasons: readonly Reason[] } {
  const { waiting } = turn.caller;
  if (!waiting) return { effects: [], reasons: [] };
  const { callId, line } = waiting;
  return {
    effects: [
      { type: 'clear-timers', timers: ['first-text'] },
      publishWithheld(turn, { callId, line, rule }),
    ],
    reasons: [withhold(rule, detail, { callId })],
  };
}

export function publishWithheld({ caller }: Turn, facts: Facts): Planned {
  return { type: 'publish', event: 'text_back.withheld', data: { phone: caller.phone, ...facts } };
}
