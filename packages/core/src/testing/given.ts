import type { Business } from '../business.ts';
import { type Caller, newState, type State } from '../caller.ts';
import { evolve, step } from '../decide.ts';
import type { Decision, Effect, EffectOf, EffectType, ProductEventType, Reason } from '../decision.ts';
import type { Event, TimerName } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { E164 } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import { business, callerPhone, rules, timerFired } from './events.ts';

export {
  appointmentBooked,
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  consentGiven,
  contactFound,
  crmConsentRead,
  type Day,
  dealWon,
  linePhone,
  lineTypeFound,
  rules,
  staffActed,
  staffPhone,
  type Time,
  taskCompleted,
  textReceived,
  textSent,
  textStatus,
  timerFired,
  transcriptOf,
  voicemailLeft,
  voicemailOf,
} from './events.ts';

/** Whom a test is about; what is left out is a plumber with the default rules. */
export type Setting = {
  readonly business?: Business;
  readonly rules?: Rules;
  /** null: the number is withheld. */
  readonly phone?: E164 | null;
};

/** What has happened so far; a list in a list, such as `textSent` makes, is one story of several events. */
export type History = readonly (Event | readonly Event[])[];

/** A business, or only its rules, and what has happened with one caller so far. */
export function given(setting: Setting | Rules = {}, history: History = []): Given {
  const set: Setting = 'detection' in setting ? { rules: setting } : setting;
  const phone = set.phone === undefined ? callerPhone : set.phone;
  const start = newState(set.business ?? business(), set.rules ?? rules(), {
    callerId: phone ?? 'withheld-call',
    phone,
  });
  return createGiven(history.flat().reduce(evolve, start));
}

/** A caller with a history. */
export type Given = {
  readonly state: State;
  /** Decides on the event, and on whatever follows it. */
  readonly when: (event: Event) => Decided;
};

/** What was decided. Every `then…` throws what it found instead, or gives itself back. */
export type Decided = Given & {
  readonly caller: Caller;
  readonly decision: Decision;
  /** The effects of one type, in their order. */
  readonly effects: <T extends EffectType>(type: T) => readonly EffectOf<T>[];
  /** What other programs are told of this kind. */
  readonly published: (event: ProductEventType) => readonly EffectOf<'publish'>[];
  /** Lets the timer fire at the moment for which this decision has set it. */
  readonly whenTimerFires: (timer: TimerName) => Decided;
  /** The types of the effects, in their order. */
  readonly thenEffects: (...types: readonly EffectType[]) => Decided;
  /** A reason of this rule, or one that withholds or holds the text. */
  readonly thenReason: (expected: ExpectedReason) => Decided;
  /** No text leaves, because of this rule. */
  readonly thenWithheld: (expected: ExpectedReason) => Decided;
  /** No text leaves yet, because of this rule. */
  readonly thenHeld: (expected: ExpectedReason) => Decided;
  /** Exactly one text leaves, with this body or one that matches it. */
  readonly thenTexts: (body: string | RegExp) => Decided;
  /** No text leaves. */
  readonly thenTextsNobody: () => Decided;
};

/** A reason to be found among those of a decision; what is left out may be anything. */
export type ExpectedReason = {
  readonly rule: string;
  readonly outcome?: Reason['outcome'];
  readonly until?: Instant;
};

function createGiven(state: State): Given {
  return { state, when: (event) => decided(state, event) };
}

function decided(before: State, event: Event): Decided {
  const { state, decision } = step(before, event);
  const { effects, reasons } = decision;
  const ofType = <T extends EffectType>(type: T): readonly EffectOf<T>[] =>
    effects.filter((effect: Effect): effect is EffectOf<T> => effect.type === type);

  const expectReason = ({ rule, outcome, until }: ExpectedReason): Decided => {
    const found = reasons.some(
      (reason) =>
        reason.rule === rule &&
        (outcome === undefined || reason.outcome === outcome) &&
        (until === undefined || reason.facts.until === until),
    );
    if (!found) fail(`expected a reason ${show({ rule, outcome, until })}`, reasons);
    return self;
  };
  const self: Decided = {
    ...createGiven(state),
    caller: state.caller,
    decision,
    effects: ofType,
    published: (type) => ofType('publish').filter((effect) => effect.event === type),
    whenTimerFires: (timer) => {
      const set = ofType('set-timer').find((effect) => effect.timer === timer);
      return set ? decided(state, timerFired(set.at, timer)) : fail(`expected a timer ${timer}`, effects);
    },
    thenEffects: (...types) => {
      const found = effects.map(({ type }) => type);
      if (found.join() !== types.join()) fail(`expected the effects ${types.join(', ')}`, found);
      return self;
    },
    thenReason: expectReason,
    thenWithheld: (expected) => {
      self.thenTextsNobody();
      return expectReason({ outcome: 'withhold', ...expected });
    },
    thenHeld: (expected) => {
      self.thenTextsNobody();
      return expectReason({ outcome: 'hold', ...expected });
    },
    thenTexts: (body) => {
      const bodies = ofType('send-text').map((effect) => effect.body);
      const fits = (text: string) => (typeof body === 'string' ? text === body : body.test(text));
      if (bodies.length !== 1 || !bodies.every(fits))
        fail(`expected one text ${String(body)}`, { bodies, reasons });
      return self;
    },
    thenTextsNobody: () => {
      const texts = ofType('send-text');
      if (texts.length > 0) fail('expected no text', texts);
      return self;
    },
  };
  return self;
}

function show(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function fail(expectation: string, found: unknown): never {
  throw new Error(`${expectation}, but found ${show(found)}`);
}
