import type { Reason } from '../decision.ts';
import type { EventOf, MissedCause } from '../event.ts';
import { isOpenAt } from '../hours.ts';
import { countryOf, type PhoneKind, parsePhone } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import { refuseStaff, refuseSuppressed } from './first-text-checks.ts';
import { callBack, leaveAlone, type Refusal } from './refusal.ts';
import { type Turn, withhold } from './turn.ts';

export const withheldNumber: Refusal = callBack(
  withhold('withheld-number', 'The caller withheld their number, so there is nobody to text.'),
);

/** The United States with their territories, and Canada. */
const domestic: ReadonlySet<string> = new Set(['US', 'PR', 'VI', 'GU', 'AS', 'MP', 'CA']);

const kindNames: { readonly [kind in PhoneKind]?: string } = {
  fixed_line: 'A landline',
  toll_free: 'A toll-free number',
  premium: 'A premium number',
};

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
    const named = kindNames[kind] ?? 'A number of this kind';
    return callBack(withhold('phone-kind', `${named} cannot receive texts.`, { kind }));
  }
  const country = countryOf(phone);
  if (country !== null && !domestic.has(country)) {
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
  if (treatment === 'text') return null;
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

export function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}
