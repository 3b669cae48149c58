import { Temporal } from 'temporal-polyfill';
import { type Business, type BusinessInput, businessSchema } from '../business.ts';
import { callerIdOf } from '../caller.ts';
import type { Event, EventOf, EventType, StaffAct, TextStatus, TimerName } from '../event.ts';
import { addSeconds, type Instant, toInstant } from '../instant.ts';
import type { LineType } from '../line-type.ts';
import type { E164 } from '../phone.ts';
import { defineRules, type Rules, type RulesInput } from '../rule-set.ts';

/** The time zone in which times of day are read, and the day they fall on: an ordinary Wednesday. */
const timeZone = 'America/Chicago';
const today = Temporal.PlainDate.from('2026-11-18');

/** A day beside today; a number counts days from today. */
export type Day = 'yesterday' | 'today' | 'tomorrow' | number;
/** `10:30` or `10:30:05` of today in the business's time zone, or any instant, which `at` makes. */
export type Time = string;

/** `at('10:30', 'tomorrow')`; a number counts days from today. */
export function at(time: Time, day: Day = 'today'): Instant {
  if (time.includes('T')) return toInstant(time);
  const days = { yesterday: -1, today: 0, tomorrow: 1 } as const;
  const date = today.add({ days: typeof day === 'number' ? day : days[day] });
  return toInstant(date.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);
}

/** The mobile phone of the caller in every example. */
export const callerPhone = '+15125550142' as E164;
/** The number of the business that they call. */
export const linePhone = '+15125550100' as E164;
/** The phone that the line rings. */
export const staffPhone = '+15125550111' as E164;

const weekday = ['08:00-17:00'];

/** A plumber, open from 8 to 5 on weekdays, whose line rings one phone. */
export function business(overrides: Partial<BusinessInput> = {}): Business {
  return businessSchema.parse({
    id: 'acme-plumbing',
    name: 'Acme Plumbing',
    trade: 'home-services',
    timeZone,
    hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday },
    staff: [staffPhone],
    lines: [{ number: linePhone, label: 'Main office', forwardTo: [staffPhone] }],
    ...overrides,
  });
}

/** A whole rule set, with defaults for what is left out. */
export function rules(overrides: RulesInput = {}): Rules {
  return defineRules(overrides);
}

type Details<T extends EventType> = Partial<Omit<EventOf<T>, 'type' | 'at'>>;

function occur(
  type: EventType,
  time: Time,
): { id: string; businessId: string; callerId: string; at: Instant } {
  const when = at(time);
  const id = `${type}-${when.replace(/[^0-9]/g, '')}`;
  return { id, businessId: 'acme-plumbing', callerId: callerIdOf(callerPhone, 'call'), at: when };
}

/** Missed after 18 seconds of ringing because nobody answered. */
export function callMissed(time: Time, details: Details<'call-missed'> = {}): EventOf<'call-missed'> {
  const base = occur('call-missed', time);
  return {
    ...base,
    type: 'call-missed',
    callId: `call-${base.at.replace(/[^0-9]/g, '')}`,
    line: linePhone,
    cause: 'no-answer',
    ringSeconds: 18,
    missedAt: base.at,
    attestation: 'passed',
    ...details,
  };
}

/** Somebody of the business took the call. */
export function callAnswered(time: Time, details: Details<'call-answered'> = {}): EventOf<'call-answered'> {
  return {
    ...occur('call-answered', time),
    type: 'call-answered',
    callId: 'call',
    line: linePhone,
    ...details,
  };
}

/** The caller left a message of 23 seconds. */
export function voicemailLeft(
  time: Time,
  details: Details<'voicemail-left'> = {},
): EventOf<'voicemail-left'> {
  return {
    ...occur('voicemail-left', time),
    type: 'voicemail-left',
    callId: 'call',
    line: linePhone,
    recordingUrl: 'https://recordings.example.com/1',
    seconds: 23,
    ...details,
  };
}

/** The words of the message that was left in the call that `callMissed(missed)` makes. */
export function transcriptOf(time: Time, missed: Time, words: string): EventOf<'voicemail-transcribed'> {
  const { callId } = callMissed(missed);
  return {
    ...occur('voicemail-transcribed', time),
    type: 'voicemail-transcribed',
    callId,
    line: linePhone,
    words,
  };
}

/** The message that was left in the call that `callMissed(missed)` makes. */
export function voicemailOf(time: Time, missed: Time): EventOf<'voicemail-left'> {
  return voicemailLeft(time, { callId: callMissed(missed).callId });
}

/** A calendar tells of an appointment tomorrow at nine. */
export function appointmentBooked(time: Time): EventOf<'appointment-booked'> {
  const startsAt = at('09:00', 'tomorrow');
  return { ...occur('appointment-booked', time), type: 'appointment-booked', startsAt, source: 'calendar' };
}

/** The caller pressed 1 to agree to a text, in the call that `callMissed(missed)` makes. */
export function consentGiven(time: Time, missed: Time): EventOf<'consent-given'> {
  const { callId, missedAt } = callMissed(missed);
  return {
    ...occur('consent-given', time),
    type: 'consent-given',
    callId,
    line: linePhone,
    missedAt,
    evidence: 'pressed 1',
  };
}

/** One contact by default, who has not opted out. */
export function contactFound(time: Time, details: Details<'contact-found'> = {}): EventOf<'contact-found'> {
  return {
    ...occur('contact-found', time),
    type: 'contact-found',
    system: 'hubspot',
    match: 'one',
    contact: { id: '501', firstName: 'Dana', lastName: 'Reyes', ownerId: '7', optedOut: false },
    ...details,
  };
}

/** A CRM says whether the caller may be texted; by default that they may not. */
export function crmConsentRead(
  time: Time,
  details: Details<'crm-consent-read'> = {},
): EventOf<'crm-consent-read'> {
  return {
    ...occur('crm-consent-read', time),
    type: 'crm-consent-read',
    system: 'hubspot',
    contactId: '501',
    optedOut: true,
    source: 'do_not_text',
    ...details,
  };
}

/** A deal with the caller was won in the CRM, for 410. */
export function dealWon(time: Time, details: Details<'deal-won'> = {}): EventOf<'deal-won'> {
  return {
    ...occur('deal-won', time),
    type: 'deal-won',
    system: 'hubspot',
    dealId: '77',
    amount: 410,
    ...details,
  };
}

/** The carrier says what kind of line the caller has. */
export function lineTypeFound(time: Time, lineType: LineType): EventOf<'line-type-found'> {
  return { ...occur('line-type-found', time), type: 'line-type-found', lineType };
}

/** The caller wrote this. */
export function textReceived(
  time: Time,
  body: string,
  details: Details<'text-received'> = {},
): EventOf<'text-received'> {
  const base = occur('text-received', time);
  return {
    ...base,
    type: 'text-received',
    textId: `in-${base.id}`,
    line: linePhone,
    body,
    media: [],
    handledByProvider: null,
    ...details,
  };
}

/** The provider says what became of one of our texts. */
export function textStatus(
  time: Time,
  textId: string,
  status: TextStatus,
  details: Details<'text-status-changed'> = {},
): EventOf<'text-status-changed'> {
  const base = occur('text-status-changed', time);
  const id = `${base.id}-${status}`;
  return {
    ...base,
    id,
    type: 'text-status-changed',
    textId,
    status,
    code: null,
    providerId: null,
    ...details,
  };
}

/** A timer that an effect has set goes off. */
export function timerFired(time: Time, timer: TimerName): EventOf<'timer-fired'> {
  return { ...occur('timer-fired', time), type: 'timer-fired', timer };
}

type WithoutBy<T> = T extends unknown ? Omit<T, 'by'> : never;

/** Sam of the business did this. */
export function staffActed(time: Time, act: WithoutBy<StaffAct>): EventOf<'staff-acted'> {
  return { ...occur('staff-acted', time), type: 'staff-acted', by: 'Sam', ...act };
}

/** The follow-up was ticked off in the CRM. */
export function taskCompleted(time: Time, taskId: string): EventOf<'task-completed'> {
  return { ...occur('task-completed', time), type: 'task-completed', system: 'hubspot', taskId };
}

/** A first text that left at this time: the call two seconds before, its timer, and the provider's word. */
export function textSent(time: Time): readonly Event[] {
  const call = callMissed(addSeconds(at(time), -2));
  const timer = timerFired(time, 'first-text');
  const textId = `${timer.id}-1`;
  return [call, timer, textStatus(time, textId, 'accepted'), textStatus(time, textId, 'delivered')];
}
