import type { WaitingText } from '../caller.ts';
import type { Facts, Reason } from '../decision.ts';
import { addSeconds, type Instant, laterOf } from '../instant.ts';
import { type E164, parsePhone } from '../phone.ts';
import { nextAllowedInstant } from '../quiet-hours.ts';
import { firstTextAt } from '../wording.ts';
import { conversationOn, type Handed, handToPerson, nameOf, withTask } from './conversation.ts';
import { lastUsefulInstant, type Refusal, refuseHeldTooLong, seconds } from './first-text-checks.ts';
import { allow, hold, note, type Outcome, type Planned, type Turn, withhold, writeCrm } from './turn.ts';

export type About = { readonly callId: string; readonly line: E164; readonly missedAt: Instant };

export type Scheduled = { readonly waiting: WaitingText; readonly reasons: readonly [Reason, ...Reason[]] };

const quietHoursDetail = 'It is too early or too late for a text where the caller may be, so it waits.';

/** When the first text is due, or why the quiet hours leave no useful moment for it. */
export function scheduleFirstText(turn: Turn, phone: E164, about: About): Scheduled | Refusal {
  const { event, business, rules } = turn;
  const { delaySeconds } = rules.firstText;
  const { mode } = rules.quietHours;
  const { missedAt } = about;
  const earliest = laterOf(addSeconds(missedAt, delaySeconds), event.at);
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
  return { waiting: { ...about, dueAt, held, awaitsConsent: false }, reasons: [reason] };
}

export function isRefusal(answer: Scheduled | Outcome | Refusal): answer is Refusal {
  return 'reason' in answer;
}

/** The first text leaves now, or waits on if night has fallen meanwhile. */
export function releaseFirstText(turn: Turn, phone: E164, waiting: WaitingText): Outcome | Refusal {
  const { event, business, rules, caller } = turn;
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
  const firstName = caller.contact?.match === 'one' ? (caller.contact.contact?.firstName ?? null) : null;
  const { body, variant, templateUnusable } = firstTextAt(event.at, { business, rules, firstName });
  const detail =
    variant === 'open'
      ? 'The text leaves now.'
      : 'The text leaves now and says when you open, because you are closed.';
  const unusable = note(
    'template',
    'Your own template needs something that is not known here, such as the booking link, so the built-in text was taken.',
  );
  const { conversation, effects } = conversationOn(turn, waiting.line);
  return {
    effects: [
      ...effects,
      {
        type: 'send-text',
        from: waiting.line,
        to: phone,
        body,
        class: 'first-text',
        notAfter: lastUsefulInstant(turn, waiting),
      },
    ],
    reasons: [
      allow('first-text', detail, { variant, callId: waiting.callId }),
      ...(templateUnusable ? [unusable] : []),
    ],
    changes: { conversation },
  };
}

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
export function refuseWaiting(turn: Turn, { callId, line }: About, refusal: Refusal): Outcome {
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
