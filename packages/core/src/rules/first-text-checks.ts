import type { FirstText } from '../caller.ts';
import { type ConsentLevel, consentLevelOf } from '../consent.ts';
import type { Facts, Reason } from '../decision.ts';
import { answerTo, type Occasion } from '../decision-table.ts';
import type { EventOf, MissedCause } from '../event.ts';
import { isOpenAt } from '../hours.ts';
import { addHours, addMinutes, type Instant, msBetween } from '../instant.ts';
import { countryOf, type E164, parsePhone } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import { neverLeft } from '../text-status.ts';
import { openConversation } from './conversation.ts';
import { type Turn, withhold } from './turn.ts';

/** Why a first text is not sent, and what happens instead. */
export type Refusal = {
  readonly reason: Reason;
  /** Somebody of the business has to do something about the call. */
  readonly person: { readonly subject: 'Call back' | 'Called again'; readonly urgent: boolean } | null;
  /** The call is worth an entry in the CRM. */
  readonly recorded: boolean;
};

const leaveAlone = (reason: Reason): Refusal => ({ reason, person: null, recorded: false });
const callBack = (reason: Reason): Refusal => ({
  reason,
  person: { subject: 'Call back', urgent: false },
  recorded: true,
});
const calledAgain = (reason: Reason): Refusal => ({
  reason,
  person: { subject: 'Called again', urgent: true },
  recorded: true,
});

export const withheldNumber: Refusal = callBack(
  withhold('withheld-number', 'The caller withheld their number, so there is nobody to text.'),
);

/** A held text that would leave later than this after the call would only puzzle its reader. */
const maxHeldHours = 12;

const dayHours = 24;

export type Missed = { readonly missedAt: Instant; readonly held: boolean };

/** What can only be said of the call itself, once: who called, from where, for how long. */
export function refuseCall(turn: Turn<EventOf<'call-missed'>>): Refusal | null {
  const { event, business, rules, caller } = turn;
  const { phone } = caller;
  const { minRingSeconds } = rules.detection;

  const staff = refuseStaff(turn);
  if (staff) return staff;
  if (event.cause === 'abandoned' && event.ringSeconds < minRingSeconds) {
    const detail = `The caller hung up after ${seconds(event.ringSeconds)}; calls that ring less than ${seconds(minRingSeconds)} are left alone.`;
    return leaveAlone(
      withhold('ring-time', detail, { ringSeconds: event.ringSeconds, leastSeconds: minRingSeconds }),
    );
  }
  const treated = treatmentOf(turn);
  if (treated?.treatment === 'leave-alone') return leaveAlone(treated.reason);
  if (phone === null) return withheldNumber;
  const suppressed = refuseSuppressed(turn);
  if (suppressed) return suppressed;
  if (event.attestation === 'failed') {
    const detail = 'The carrier says that the caller id is forged, so a text might reach a stranger.';
    return callBack(withhold('caller-id', detail, { attestation: event.attestation }));
  }
  const parsed = parsePhone(phone, business.country);
  if (!parsed?.textable) {
    const kind = parsed?.kind ?? 'unknown';
    return callBack(withhold('phone-kind', `${kindNames[kind]} cannot receive texts.`, { kind }));
  }
  const country = countryOf(phone);
  if (country !== null && !['US', 'CA', business.country].includes(country)) {
    const detail = `The number belongs to another country (${country}); texts go to the United States and Canada only.`;
    return callBack(withhold('country', detail, { country }));
  }
  if (event.cause === 'unclear') {
    const detail =
      'Something picked up, but nothing says whether it was a person, so no text claims a missed call.';
    return callBack(withhold('unclear', detail, { cause: event.cause }));
  }
  return treated ? callBack(treated.reason) : null;
}

type Treatment = Rules['firstText']['send'];

/** What the owner's rules make of a call of this kind, where that is no text. */
function treatmentOf({
  event,
  business,
  rules,
}: Turn<EventOf<'call-missed'>>): { readonly treatment: Treatment; readonly reason: Reason } | null {
  const { causes, afterHours, voicemail } = rules.detection;
  const { cause } = event;
  const ruled: Treatment[] = [causes[causeRules[cause]], rules.firstText.send];
  if (cause === 'voicemail' && voicemail.policy === 'without-voicemail') ruled.push('task');
  const isClosed = !isOpenAt(business, event.missedAt);
  if (isClosed) ruled.push(afterHours);
  const treatment = ruled.includes('leave-alone') ? 'leave-alone' : ruled.includes('task') ? 'task' : 'text';
  // That nobody knows what happened has a sentence of its own.
  if (treatment === 'text' || (treatment === 'task' && cause === 'unclear')) return null;
  const then = treatment === 'task' ? 'a person calls back instead' : 'nothing is done';
  const detail = `By your rules no text answers a call like this one, so ${then}.`;
  return { treatment, reason: withhold('detection', detail, { cause, isClosed, treatment }) };
}

const causeRules = {
  'no-answer': 'noAnswer',
  busy: 'busy',
  declined: 'declined',
  failed: 'failed',
  abandoned: 'abandoned',
  'not-accepted': 'notAccepted',
  forwarded: 'forwarded',
  'menu-dropped': 'menuDropped',
  voicemail: 'voicemailLeft',
  'voicemail-empty': 'voicemailEmpty',
  unclear: 'unclear',
} as const satisfies { readonly [cause in MissedCause]: keyof Rules['detection']['causes'] };

/** They left a voicemail while the text waits; null where it leaves all the same. */
export function refuseAfterVoicemail({ rules }: Turn): Refusal | null {
  const { causes, voicemail } = rules.detection;
  if (voicemail.policy === 'without-voicemail' || causes.voicemailLeft === 'task') {
    return callBack(
      withhold('voicemail', 'They left a voicemail, so a person calls back instead of a text.'),
    );
  }
  if (causes.voicemailLeft === 'text') return null;
  return leaveAlone(withhold('voicemail', 'They left a voicemail, and by your rules that is all.'));
}

const kindNames: { readonly [kind: string]: string } = {
  fixed_line: 'A landline',
  toll_free: 'A toll-free number',
  premium: 'A premium number',
  short_code: 'A short code',
};

/** What can change while a text waits, and is therefore asked again when it is due. */
export function refuseNow(turn: Turn, { missedAt, held }: Missed): Refusal | null {
  return (
    refuseStaff(turn) ??
    refuseSwitchedOff(turn) ??
    refuseSuppressed(turn) ??
    refuseLate(turn, { missedAt, held }) ??
    refuseByTable(turn) ??
    refuseOften(turn)
  );
}

/** Held texts have until `maxHeldHours` after the call, others until the owner's own limit. */
export function refuseLate({ event, rules }: Turn, { missedAt, held }: Missed): Refusal | null {
  const { maxLateMinutes } = rules.firstText;
  const lateMs = msBetween(missedAt, event.at);
  if (held) return lateMs > maxHeldHours * 3_600_000 ? refuseHeldTooLong(event.at, missedAt) : null;
  if (lateMs <= maxLateMinutes * 60_000) return null;
  const minutes = Math.round(lateMs / 60_000);
  const detail = `The call was missed ${minutes} minutes ago; after ${maxLateMinutes} minutes a person calls back instead.`;
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

function refuseStaff({ group }: Turn): Refusal | null {
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

export function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}
