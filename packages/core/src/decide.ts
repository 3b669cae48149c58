import type { State } from './caller.ts';
import type { Decision, Effect } from './decision.ts';
import type { Event } from './event.ts';
import { foldEffect } from './fold.ts';
import { observe } from './observe.ts';
import { decideCallAnswered, decideConsent, decideVoicemail } from './rules/call-progress.ts';
import { decideContactFound } from './rules/contact-found.ts';
import { decideMissedCall } from './rules/missed-call.ts';
import { decideStaffAct } from './rules/staff.ts';
import { decideTextReceived } from './rules/text-received.ts';
import { decideTextStatus } from './rules/text-status.ts';
import { decideTimer } from './rules/timer.ts';
import type { Outcome, Planned, Turn } from './rules/turn.ts';

export type Step = {
  /** The state after the event and its consequences. */
  readonly state: State;
  readonly decision: Decision;
};

/** What follows from an event, and why. `state` is the one before the event. */
export function decide(state: State, event: Event): Decision {
  return step(state, event).decision;
}

/** The next state. Replaying a caller's events from `newState` gives the stored one. */
export function evolve(state: State, event: Event): State {
  return step(state, event).state;
}

/** Both at once, for whoever needs both: the event is taken in, the rule decides, its effects leave their traces. */
export function step(state: State, event: Event): Step {
  const { business, rules } = state;
  const caller = observe(state.caller, event);
  const outcome = applyRule({ business, rules, before: state.caller, caller }, event);
  const effects = outcome.effects.map((planned, index) => withKey(planned, `${event.id}-${index + 1}`));
  const changed = { ...caller, ...outcome.changes };
  const next = effects.reduce((folded, effect) => foldEffect(folded, effect, event), changed);
  return { state: { ...state, caller: next }, decision: { effects, reasons: outcome.reasons } };
}

function applyRule(turn: Omit<Turn, 'event'>, event: Event): Outcome {
  switch (event.type) {
    case 'call-missed':
      return decideMissedCall({ ...turn, event });
    case 'call-answered':
      return decideCallAnswered({ ...turn, event });
    case 'voicemail-left':
      return decideVoicemail({ ...turn, event });
    case 'consent-given':
      return decideConsent({ ...turn, event });
    case 'contact-found':
      return decideContactFound({ ...turn, event });
    case 'text-received':
      return decideTextReceived({ ...turn, event });
    case 'text-status-changed':
      return decideTextStatus({ ...turn, event });
    case 'staff-acted':
      return decideStaffAct({ ...turn, event });
    case 'timer-fired':
      return decideTimer({ ...turn, event });
    default:
      return event satisfies never;
  }
}

/** The key is the idempotency key all the way to the vendor, so it depends on nothing but the event. */
function withKey(planned: Planned, key: string): Effect {
  return planned.type === 'send-text' ? { ...planned, key, textId: key } : { ...planned, key };
}
