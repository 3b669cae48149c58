import type { FirstText } from '../caller.ts';
import { type ConsentLevel, consentLevelOf } from '../consent.ts';
import type { Facts } from '../decision.ts';
import { answerTo, type Occasion } from '../decision-table.ts';
import { addHours, addMinutes, type Instant, msBetween } from '../instant.ts';
import { lineTypeOf, whyUntextable } from '../line-type.ts';
import type { E164 } from '../phone.ts';
import { neverLeft } from '../text-status.ts';
import { openConversation } from './conversation.ts';
import { callBack, calledAgain, leaveAlone, type Refusal } from './refusal.ts';
import { senderOf } from './sender.ts';
import { type Turn, withhold } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

/** A held text that would leave later than this after the call would only puzzle its reader. */
const maxHeldHours = 12;

const dayHours = 24;

export type Missed = { readonly missedAt: Instant; readonly held: boolean };

/** What can change while a text waits, and is therefore asked again when it is due. */
export function refuseNow(turn: Turn, { missedAt, held }: Missed): Refusal | null {
  return (
    refuseStaff(turn) ??
    refuseSwitchedOff(turn) ??
    refuseSuppressed(turn) ??
    refuseLineType(turn) ??
    refuseHeardSince(turn, missedAt) ??
    refuseLate(turn, { missedAt, held }) ??
    refuseUndeliverable(turn) ??
    refuseByTable(turn) ??
    refuseOften(turn)
  );
}

/** Their carrier has said that nobody can read a text there. */
export function refuseLineType({ event, caller }: Turn): Refusal | null {
  const lineType = lineTypeOf(caller, event.at);
  const why = lineType && whyUntextable(lineType);
  return why ? callBack(withhold('line-type', why, { lineType })) : null;
}

/** A miss that we learn of late may be settled by then; a HELP since settles nothing, but is no time for a text. */
function refuseHeardSince({ caller }: Turn, missedAt: Instant): Refusal | null {
  const { spokeAt, wroteAt, conversation } = caller;
  const isAfter = (at: Instant | null | undefined) => at != null && at > missedAt;
  if (!isAfter(spokeAt) && !isAfter(wroteAt)) return null;
  const detail =
    'They have been spoken with or have written since that call, so no text answers it any more.';
  const reason = withhold('since', detail, { spokeAt, wroteAt });
  const hasPerson = conversation?.state !== 'automated' && isAfter(conversation?.lastActivityAt);
  return isAfter(spokeAt) || hasPerson ? { reason, person: null, recorded: true } : callBack(reason);
}

/** Held texts have until `maxHeldHours` after the call, others less than the owner's own limit. */
export function refuseLate({ event, rules }: Turn, { missedAt, held }: Missed): Refusal | null {
  if (held) return refuseHeldTooLong(event.at, missedAt);
  const { maxLateMinutes } = rules.firstText;
  const lateMs = msBetween(missedAt, event.at);
  if (lateMs < maxLateMinutes * 60_000) return null;
  const minutes = Math.round(lateMs / 60_000);
  const detail = `The call was missed ${minutes} minutes ago; from ${maxLateMinutes} minutes on a person calls back instead.`;
  return callBack(withhold('too-late', detail, { lateMinutes: minutes, maxLateMinutes }));
}

/** A text held until `at`, if that is too long after the call. */
export function refuseHeldTooLong(at: Instant, missedAt: Instant): Refusal | null {
  if (at <= addHours(missedAt, maxHeldHours)) return null;
  const detail = `After the quiet hours more than ${maxHeldHours} hours would have passed since the call; a person calls back instead.`;
  return callBack(withhold('quiet-hours', detail, { until: at, maxHeldHours }));
}

export function refuseWithoutConsent(): Refusal {
  const detail = 'The caller did not press the key by which this line asks whether a text is welcome.';
  return callBack(withhold('consent', detail));
}

/** What earlier texts have shown of this number or of our own lines. */
export function refuseUndeliverable(turn: Turn, body: string | null = null): Refusal | null {
  const called = lineCalled(turn);
  if (called === null) return null;
  const { line } = senderOf(turn, called);
  const reason = whyUndeliverable(turn, { line, body, by: 'rules' });
  return reason && callBack(reason);
}

export function refuseStaff({ group }: Turn): Refusal | null {
  if (group === 'blocked') {
    return leaveAlone(withhold('blocked', 'You have blocked this number, so it is left alone.'));
  }
  if (group !== 'staff') return null;
  return leaveAlone(
    withhold('staff-number', 'The call came from one of your own numbers, which are never texted.'),
  );
}

/** Also when the group of a caller, which the CRM knows, is learned only while the text waits. */
function refuseSwitchedOff({ rules, group }: Turn): Refusal | null {
  const { send } = rules.firstText;
  if (send === 'text') return null;
  const then = send === 'task' ? 'a person calls back instead' : 'nothing is done';
  const reason = withhold('detection', `By your rules callers like this one get no text, so ${then}.`, {
    group,
  });
  return send === 'task' ? callBack(reason) : leaveAlone(reason);
}

export function refuseSuppressed({ caller }: Turn): Refusal | null {
  const { suppression } = caller;
  if (!suppression || answerTo('first-missed-call', consentLevelOf(caller)) === 'send') return null;
  const detail = 'This person asked for no more texts, and a call does not lift that; please call back.';
  return callBack(withhold('suppressed', detail, { since: suppression.since, by: suppression.by }));
}

/** What the decision table says of this call, with the sentence for each way of not texting. */
function refuseByTable(turn: Turn): Refusal | null {
  const { occasion, facts } = occasionOf(turn);
  const answer = answerTo(occasion, levelDuringCall(turn));
  if (answer === 'send') return null;
  const { rule, detail } = notTexted(turn, occasion);
  return calledAgain(withhold(rule, detail, facts));
}

/** A call is an inquiry by itself, whatever else is known. */
function levelDuringCall({ caller }: Turn): ConsentLevel {
  const level = consentLevelOf(caller);
  return level === 'none' ? 'inquiry' : level;
}

type Occurring = { readonly occasion: Occasion; readonly facts: Facts };

/** Which row of the decision table a missed call belongs to. */
export function occasionOf(turn: Turn): Occurring {
  const { event, rules, caller } = turn;
  const { windowHours } = rules.dedupe;
  const state = openConversation(turn)?.state;
  const answersWaited = consentLevelOf(caller) === 'replied' && state === 'needs-person';
  if (state === 'with-person' || answersWaited)
    return { occasion: 'missed-in-conversation', facts: { state } };
  if (caller.waiting && !caller.waiting.awaitsConsent && event.type !== 'timer-fired') {
    return { occasion: 'repeat-in-window', facts: { until: addHours(caller.waiting.dueAt, windowHours) } };
  }
  const last = countedTexts(caller.firstTexts).findLast(
    ({ line }) => rules.dedupe.per === 'business' || line === lineCalled(turn),
  );
  if (!last) return { occasion: 'first-missed-call', facts: {} };
  const until = addHours(last.at, windowHours);
  if (event.at >= until) return { occasion: 'repeat-after-window', facts: {} };
  return { occasion: 'repeat-in-window', facts: { until, windowHours } };
}

function lineCalled({ event, caller }: Turn): E164 | null {
  return 'line' in event ? event.line : (caller.waiting?.line ?? null);
}

function notTexted(turn: Turn, occasion: Occasion): { readonly rule: string; readonly detail: string } {
  if (occasion === 'missed-in-conversation') {
    return openConversation(turn)?.state === 'with-person'
      ? {
          rule: 'with-person',
          detail: 'A person is already talking with this caller, so no automatic text interrupts.',
        }
      : {
          rule: 'unanswered',
          detail:
            'The caller has written and waits for an answer, so a person answers, not an automatic text.',
        };
  }
  const detail =
    turn.caller.waiting && turn.event.type !== 'timer-fired'
      ? 'A text for an earlier call is about to leave, so this call gets none of its own.'
      : `This caller was texted less than ${turn.rules.dedupe.windowHours} hours ago, so they get no second text; please call back.`;
  return { rule: 'dedupe', detail };
}

/** However often they call, one caller gets only so many automated first texts. */
function refuseOften({ event, caller, rules }: Turn): Refusal | null {
  const { maxIn7Days, maxIn30Days } = rules.dedupe;
  const limits = [
    { days: 7, texts: maxIn7Days },
    { days: 30, texts: maxIn30Days },
  ];
  for (const { days, texts } of limits) {
    const since = addHours(event.at, -days * dayHours);
    const sent = countedTexts(caller.firstTexts).filter(({ at }) => at > since).length;
    if (sent < texts) continue;
    const detail = `This caller got ${sent} automatic texts in the last ${days} days, which is the most anybody gets.`;
    return calledAgain(withhold('frequency', detail, { sent, days }));
  }
  return null;
}

function countedTexts(texts: readonly FirstText[]): readonly FirstText[] {
  return texts.filter(({ status }) => !neverLeft(status));
}

/** Until when a text that may leave now is still worth sending. */
export function lastUsefulInstant({ event, rules }: Turn, { missedAt, held }: Missed): Instant {
  return addMinutes(held ? event.at : missedAt, rules.firstText.maxLateMinutes);
}
