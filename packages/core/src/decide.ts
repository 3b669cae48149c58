import type { Caller, State } from './caller.ts';
import type { Decision, Effect } from './decision.ts';
import type { Event } from './event.ts';
import { foldEffect } from './fold.ts';
import { observe } from './observe.ts';
import { decideAppointment } from './rules/appointment.ts';
import {
  decideCallAnswered,
  decideConsent,
  decideTranscript,
  decideVoicemail,
} from './rules/call-progress.ts';
import { decideContactFound } from './rules/contact-found.ts';
import { decideCrmConsent } from './rules/crm-consent.ts';
import { decideTaskCompleted } from './rules/crm-news.ts';
import { decideDealWon } from './rules/deal-won.ts';
import { followUp } from './rules/follow-up.ts';
import { decideLineTypeFound } from './rules/line-type-found.ts';
import { decideMissedCall } from './rules/missed-call.ts';
import { decideNoticeDue } from './rules/notice-due.ts';
import { decideStaffAct } from './rules/staff.ts';
import { tellStaff } from './rules/tell-staff.ts';
import { decideTextReceived } from './rules/text-received.ts';
import { decideTextStatus } from './rules/text-status.ts';
import { decideTimer } from './rules/timer.ts';
import type { Outcome, Planned, Turn } from './rules/turn.ts';
import { inForce } from './rules-in-force.ts';

/** What an event leads to. */
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

/**
 * Both at once, for whoever needs both: the event is taken in, the rule decides, its effects leave their traces.
 * Why one step: docs/decisions/0007-an-event-is-decided-and-folded-in-one-step.md
 */
export function step(state: State, event: Event): Step {
  const caller = observe(state.caller, event);
  const turn: Turn = { event, before: state.caller, caller, ...inForce(state, event, caller) };
  const outcome = applyRule(turn, event);
  const ruled = keyed(outcome.effects, event, 0);
  const concluded = foldAll(changed(caller, outcome.changes), ruled, event);
  // What has become pointless is cancelled, and what now has to be watched is, whichever rule led there.
  const followed = followUp({ ...turn, caller: concluded }, ruled);
  const more = keyed(followed.effects, event, ruled.length);
  const next = foldAll(changed(concluded, followed.changes), more, event);
  const reasons = [...outcome.reasons, ...followed.reasons] as const;
  const told = keyed(
    tellStaff({ ...turn, caller: next }, { effects: ruled, reasons }),
    event,
    ruled.length + more.length,
  );
  return {
    state: { ...state, caller: next },
    decision: { effects: [...ruled, ...more, ...told], reasons },
  };
}

function changed(caller: Caller, changes: Partial<Caller> | undefined): Caller {
  return changes === undefined ? caller : { ...caller, ...changes };
}

function keyed(planned: readonly Planned[], { id }: Event, after: number): readonly Effect[] {
  return planned.map((effect, index) => withKey(effect, `${id}-${after + index + 1}`));
}

function foldAll(caller: Caller, effects: readonly Effect[], event: Event): Caller {
  return effects.reduce((folded, effect) => foldEffect(folded, effect, event), caller);
}

function applyRule(turn: Omit<Turn, 'event'>, event: Event): Outcome {
  switch (event.type) {
    case 'call-missed':
      return decideMissedCall({ ...turn, event });
    case 'call-answered':
      return decideCallAnswered({ ...turn, event });
    case 'voicemail-left':
      return decideVoicemail({ ...turn, event });
    case 'voicemail-transcribed':
      return decideTranscript({ ...turn, event });
    case 'appointment-booked':
      return decideAppointment({ ...turn, event });
    case 'consent-given':
      return decideConsent({ ...turn, event });
    case 'contact-found':
      return decideContactFound({ ...turn, event });
    case 'crm-consent-read':
      return decideCrmConsent({ ...turn, event });
    case 'task-completed':
      return decideTaskCompleted({ ...turn, event });
    case 'deal-won':
      return decideDealWon({ ...turn, event });
    case 'line-type-found':
      return decideLineTypeFound({ ...turn, event });
    case 'text-received':
      return decideTextReceived({ ...turn, event });
    case 'text-status-changed':
      return decideTextStatus({ ...turn, event });
    case 'staff-acted':
      return decideStaffAct({ ...turn, event });
    case 'timer-fired':
      return decideTimer({ ...turn, event });
    case 'notice-due':
      return decideNoticeDue({ ...turn, event });
    default:
      return event satisfies never;
  }
}

/** The key is the idempotency key all the way to the vendor, so it depends on nothing but the event. */
function withKey(planned: Planned, key: string): Effect {
  return planned.type === 'send-text' ? { ...planned, key, textId: key } : { ...planned, key };
}
