import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newState, type State } from './caller.ts';
import { evolve, step } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Event, TextStatus, TimerName } from './event.ts';
import { addSeconds, type Instant, msBetween } from './instant.ts';
import {
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  contactFound,
  given,
  rules,
  staffActed,
  textReceived,
  textStatus,
  timerFired,
} from './testing/given.ts';

/** What the world may do next; timers and statuses refer to what the core itself has asked for. */
type Move =
  | {
      readonly kind:
        | 'call'
        | 'answered'
        | 'contact-opted-out'
        | 'take-over'
        | 'close'
        | 'staff-text'
        | 'timer';
    }
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'status'; readonly status: TextStatus };

const bodies = ['STOP', 'START', 'HELP', 'yes', 'Can you come?', 'cancel', 'A pipe burst!', 'thanks'];
const statuses: readonly TextStatus[] = ['sending', 'unknown', 'accepted', 'delivered', 'failed', 'expired'];

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'call' }) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'timer' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Move>(
      { kind: 'answered' },
      { kind: 'contact-opted-out' },
      { kind: 'take-over' },
      { kind: 'close' },
      { kind: 'staff-text' },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...bodies).map((body): Move => ({ kind: 'text', body })) },
  { weight: 2, arbitrary: fc.constantFrom(...statuses).map((status): Move => ({ kind: 'status', status })) },
);

const story = fc.array(fc.tuple(move, fc.constantFrom(1, 2, 30, 900, 20_000, 90_000)), {
  minLength: 12,
  maxLength: 40,
});
const mode = fc.constantFrom('at-once' as const, 'hold-21-8' as const);

type Told = {
  readonly event: Event;
  readonly decision: Decision;
  readonly before: State;
  readonly after: State;
};

function tell(moves: readonly (readonly [Move, number])[], quiet: 'at-once' | 'hold-21-8'): readonly Told[] {
  const told: Told[] = [];
  const timers = new Map<TimerName, Instant>();
  let now = at('09:00');
  let state = newState(business(), rules({ quietHours: { mode: quiet } }), {
    callerId: callerPhone,
    phone: callerPhone,
  });
  moves.forEach(([next, seconds], index) => {
    now = addSeconds(now, seconds);
    const made = eventOf(next, { now, state, timers });
    if (!made) return;
    const event = { ...made, id: `e${index}` };
    const { state: after, decision } = step(state, event);
    if (event.type === 'timer-fired') timers.delete(event.timer);
    for (const effect of decision.effects) {
      if (effect.type === 'set-timer') timers.set(effect.timer, effect.at);
      if (effect.type === 'clear-timers') for (const timer of effect.timers) timers.delete(timer);
    }
    told.push({ event, decision, before: state, after });
    state = after;
  });
  return told;
}

type World = {
  readonly now: Instant;
  readonly state: State;
  readonly timers: ReadonlyMap<TimerName, Instant>;
};

function eventOf(next: Move, { now, state, timers }: World): Event | null {
  switch (next.kind) {
    case 'call':
      return callMissed(now);
    case 'answered':
      return callAnswered(now);
    case 'contact-opted-out':
      return contactFound(now, {
        contact: { id: '1', firstName: null, lastName: null, ownerId: null, optedOut: true },
      });
    case 'take-over':
    case 'close':
      return staffActed(now, { act: next.kind });
    case 'staff-text':
      return staffActed(now, { act: 'send', body: 'Hello from Sam' });
    case 'text':
      return textReceived(now, next.body);
    case 'status': {
      const text = state.caller.openTexts.at(-1);
      return text ? textStatus(now, text.textId, next.status) : null;
    }
    case 'timer': {
      const due = [...timers].find(([, dueAt]) => dueAt <= now);
      return due ? timerFired(now, due[0]) : null;
    }
    default:
      return next satisfies never;
  }
}

const check = (property: (told: readonly Told[]) => void) =>
  fc.assert(
    fc.property(story, mode, (moves, quiet) => property(tell(moves, quiet))),
    { numRuns: 200, seed: 20261121 },
  );

const textsIn = ({ decision }: Told) =>
  decision.effects.flatMap((effect) => (effect.type === 'send-text' ? [effect] : []));

test('the stories do reach first texts, opt-outs and doubles', () => {
  let [texts, optOuts, doubles] = [0, 0, 0];
  check((told) => {
    texts += told.flatMap(textsIn).filter((text) => text.class === 'first-text').length;
    optOuts += told.filter(
      ({ before, after }) => !before.caller.suppression && after.caller.suppression,
    ).length;
    doubles += told.filter(({ decision }) => decision.reasons.some(({ rule }) => rule === 'dedupe')).length;
  });
  expect(Math.min(texts, optOuts, doubles)).toBeGreaterThan(50);
});

test('never two first texts within the window, unless the earlier one never arrived', () => {
  check((told) => {
    const first = told.flatMap((step) =>
      textsIn(step)
        .filter((text) => text.class === 'first-text')
        .map((text) => ({ textId: text.textId, step })),
    );
    first.slice(1).forEach(({ step }, index) => {
      const earlier = first[index];
      if (!earlier || msBetween(earlier.step.event.at, step.event.at) >= 24 * 3_600_000) return;
      const known = step.before.caller.firstTexts.find(({ textId }) => textId === earlier.textId);
      expect(known?.status).toMatch(/failed|expired|withdrawn/);
    });
  });
});

test('nothing that was scheduled survives an opt-out, and nothing but answers to keywords is sent after it', () => {
  check((told) => {
    for (const step of told) {
      if (step.after.caller.suppression) expect(step.after.caller.waiting).toBeNull();
      if (!step.before.caller.suppression) continue;
      const kinds = textsIn(step).map((text) => text.class);
      expect(kinds.filter((kind) => kind !== 'help' && kind !== 'opt-in-confirmation')).toEqual([]);
    }
  });
});

test('every decision has a reason in words, and every effect a key of its own', () => {
  check((told) => {
    for (const { decision } of told) {
      expect(decision.reasons.length).toBeGreaterThan(0);
      for (const { detail } of decision.reasons) expect(detail).toMatch(/^[A-Z"].*[.?!]$/);
      for (const { key } of decision.effects) expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
    }
    const keys = told.flatMap(({ decision }) => decision.effects.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('what waits has a timer, and an open task belongs to somebody', () => {
  check((told) => {
    for (const { after, decision, before } of told) {
      const { waiting, conversation } = after.caller;
      if (waiting && waiting !== before.caller.waiting) {
        const set = decision.effects.find(
          (effect) => effect.type === 'set-timer' && effect.timer === 'first-text',
        );
        expect(set).toMatchObject({ at: waiting.dueAt });
      }
      if (conversation?.taskId) expect(conversation.state).not.toBe('automated');
    }
  });
});

test('replaying the events gives the stored state, which is plain JSON', () => {
  check((told) => {
    const start = given().state;
    const quiet = told[0]?.before.rules ?? start.rules;
    const replayed = told.map(({ event }) => event).reduce(evolve, { ...start, rules: quiet });
    const stored = told.at(-1)?.after;
    if (!stored) return;
    expect(replayed.caller).toEqual(stored.caller);
    expect(JSON.parse(JSON.stringify(stored.caller))).toEqual(stored.caller);
  });
});
