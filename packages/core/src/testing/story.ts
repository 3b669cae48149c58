import fc from 'fast-check';
import { newState, type State } from '../caller.ts';
import { step } from '../decide.ts';
import type { Decision, EffectOf } from '../decision.ts';
import type { Event, StaffAct, TextStatus, TimerName } from '../event.ts';
import { addSeconds, type Instant, laterOf, toInstant } from '../instant.ts';
import type { E164 } from '../phone.ts';
import type { RulesInput } from '../rule-set.ts';
import {
  appointmentBooked,
  at,
  business,
  callAnswered,
  callMissed,
  consentGiven,
  contactFound,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
  textStatus,
  timerFired,
  transcriptOf,
  voicemailOf,
} from './given.ts';

type WithoutBy<T> = T extends unknown ? Omit<T, 'by'> : never;

/** What the world may do next; timers and statuses refer to what the core itself has asked for. */
type Move =
  | {
      readonly kind:
        | 'call'
        | 'answered'
        | 'opted-out-in-crm'
        | 'voicemail'
        | 'key-press'
        | 'booked'
        | 'timer';
    }
  | { readonly kind: 'staff'; readonly act: WithoutBy<StaffAct> }
  | { readonly kind: 'transcript' | 'text'; readonly body: string }
  | { readonly kind: 'status'; readonly status: TextStatus };

const bodies = [
  'STOP',
  'START',
  'HELP',
  'yes',
  'Can you come?',
  'cancel',
  'A pipe burst!',
  'thanks',
  'wrong number',
  'I want to book an appointment',
];
const statuses: readonly TextStatus[] = ['sending', 'unknown', 'accepted', 'delivered', 'failed', 'expired'];
const acts: readonly WithoutBy<StaffAct>[] = [
  { act: 'take-over' },
  { act: 'hand-back' },
  { act: 'acknowledge' },
  { act: 'close' },
  { act: 'send', body: 'Hello from Sam' },
  { act: 'assign', to: 'Ben' },
  { act: 'qualify', worth: 10 },
  { act: 'opt-out', evidence: 'on the phone' },
  { act: 'opt-in', evidence: 'signed' },
  { act: 'record-consent', level: 'written', evidence: 'form' },
];

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Move>({ kind: 'call' }) },
  { weight: 14, arbitrary: fc.constant<Move>({ kind: 'timer' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Move>(
      { kind: 'answered' },
      { kind: 'opted-out-in-crm' },
      { kind: 'voicemail' },
      { kind: 'key-press' },
      { kind: 'booked' },
      { kind: 'transcript', body: 'Please stop texting me' },
      { kind: 'transcript', body: 'Call me about the boiler' },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...acts).map((act): Move => ({ kind: 'staff', act })) },
  { weight: 1, arbitrary: fc.constantFrom(...bodies).map((body): Move => ({ kind: 'text', body })) },
  { weight: 2, arbitrary: fc.constantFrom(...statuses).map((status): Move => ({ kind: 'status', status })) },
);

/** Of somebody who writes keywords again and again. */
const keywordMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('STOP', 'HELP', 'HELP', 'START').map((body): Move => ({ kind: 'text', body })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ kind: 'call' }, { kind: 'timer' }) },
);

const people = [{ name: 'Ana' }, { name: 'Ben' }];
const eager: RulesInput = {
  secondText: { enabled: true, afterMinutes: 10 },
  onCall: { people },
  routing: { people },
  followUp: { noReply: 'task', noReplyAfterMinutes: 15 },
};

/** Rule sets that differ in what matters: when texts leave, how often, and what follows. */
const ruleSets: readonly RulesInput[] = [
  {},
  { quietHours: { mode: 'hold-21-8' } },
  eager,
  { ...eager, quietHours: { mode: 'state-strict' }, dedupe: { windowHours: 1 } },
  { ...eager, dedupe: { windowHours: 5 }, detection: { voicemail: { policy: 'after-transcript' } } },
];

type Plot = {
  readonly moves: readonly (readonly [Move, number])[];
  readonly rules: RulesInput;
  readonly phone: E164;
  readonly consent: 'notice' | 'key-press';
  /** Has told its hours, so that what is held waits for them, too. */
  readonly hasHours: boolean;
  readonly start: Instant;
};

/**
 * Numbers of one zone, of two with a state's strict hours, of another coast, of two of which one keeps no summer time,
 * and of any zone of Canada; days around both changes of the clocks.
 */
const prefixes = ['1512', '1850', '1415', '1928', '1600'];
const phones = prefixes.map((prefix) => `+${prefix}5550142` as E164);
const starts = [
  at('09:00'),
  toInstant('2026-03-07T22:30:00Z'),
  toInstant('2026-03-08T03:10:00Z'),
  toInstant('2026-10-31T23:30:00Z'),
  toInstant('2026-11-01T02:10:00Z'),
];

const plot: fc.Arbitrary<Plot> = fc.record({
  moves: fc.oneof({ weight: 9, arbitrary: movesOf(move) }, { weight: 1, arbitrary: movesOf(keywordMove) }),
  rules: fc.constantFrom(...ruleSets),
  phone: fc.constantFrom(...phones),
  consent: fc.constantFrom('notice' as const, 'notice' as const, 'key-press' as const),
  hasHours: fc.boolean(),
  start: fc.constantFrom(...starts),
});

function movesOf(one: fc.Arbitrary<Move>): fc.Arbitrary<readonly (readonly [Move, number])[]> {
  const seconds = fc.constantFrom(1, 2, 30, 60, 600, 900, 9_000, 90_000);
  return fc.array(fc.tuple(one, seconds), { minLength: 12, maxLength: 40 });
}

export type Told = {
  readonly event: Event;
  readonly decision: Decision;
  readonly before: State;
  readonly after: State;
  /** The timers that the world knows to run, after this event. */
  readonly timers: ReadonlyMap<TimerName, Instant>;
};

/** Lets a plot happen: every event with what was decided on it, in order. */
function tell(told: Plot): readonly Told[] {
  const steps: Told[] = [];
  const timers = new Map<TimerName, Instant>();
  const lines = [{ number: linePhone, consent: told.consent, forwardTo: [staffPhone] }];
  const place = { callerId: told.phone, phone: told.phone };
  let now = told.start;
  let state = newState(business(told.hasHours ? { lines } : { lines, hours: {} }), rules(told.rules), place);
  told.moves.forEach(([next, seconds], index) => {
    now = addSeconds(now, seconds);
    const soonest = earliest(timers);
    // A timer fires when it is due, or late where the moves before it have taken longer.
    if (next.kind === 'timer' && soonest) now = laterOf(now, soonest[1]);
    const made = eventOf(next, { now, state, timers });
    if (!made) return;
    const event = { ...made, id: `e${index}`, callerId: told.phone };
    const { state: after, decision } = step(state, event);
    if (event.type === 'timer-fired') timers.delete(event.timer);
    for (const effect of decision.effects) {
      if (effect.type === 'set-timer') timers.set(effect.timer, effect.at);
      if (effect.type === 'clear-timers') for (const timer of effect.timers) timers.delete(timer);
    }
    steps.push({ event, decision, before: state, after, timers: new Map(timers) });
    state = after;
  });
  return steps;
}

type World = {
  readonly now: Instant;
  readonly state: State;
  readonly timers: ReadonlyMap<TimerName, Instant>;
};

function eventOf(next: Move, { now, state, timers }: World): Event | null {
  const { waiting } = state.caller;
  switch (next.kind) {
    case 'call':
      return callMissed(now);
    case 'answered':
      return callAnswered(now);
    case 'opted-out-in-crm':
      return contactFound(now, {
        contact: { id: '1', firstName: null, lastName: null, ownerId: null, optedOut: true },
      });
    case 'voicemail':
      return waiting && { ...voicemailOf(now, now), callId: waiting.callId };
    case 'transcript':
      return waiting && { ...transcriptOf(now, now, next.body), callId: waiting.callId };
    case 'key-press':
      return waiting && { ...consentGiven(now, now), callId: waiting.callId };
    case 'booked':
      return appointmentBooked(now);
    case 'staff':
      return staffActed(now, next.act);
    case 'text':
      return textReceived(now, next.body);
    case 'status': {
      const text = state.caller.openTexts.at(-1);
      return text ? textStatus(now, text.textId, next.status) : null;
    }
    case 'timer': {
      const due = earliest(timers);
      return due ? timerFired(now, due[0]) : null;
    }
    default:
      return next satisfies never;
  }
}

function earliest(timers: ReadonlyMap<TimerName, Instant>): readonly [TimerName, Instant] | null {
  return [...timers].reduce<readonly [TimerName, Instant] | null>(
    (first, timer) => (first === null || timer[1] < first[1] ? timer : first),
    null,
  );
}

/** Lets hundreds of plots happen, the same ones each time. */
export function inEveryStory(property: (told: readonly Told[]) => void, numRuns = 400): void {
  fc.assert(
    fc.property(plot, (plotted) => property(tell(plotted))),
    { numRuns, seed: 20261121 },
  );
}

export function textsIn({ decision }: Told): readonly EffectOf<'send-text'>[] {
  return decision.effects.flatMap((effect) => (effect.type === 'send-text' ? [effect] : []));
}
