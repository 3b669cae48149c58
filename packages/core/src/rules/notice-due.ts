import type { EventOf } from '../event.ts';
import { addMinutes } from '../instant.ts';
import { allow, nothing, type Outcome, type Turn, withhold } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

/** Whoever has not been reached by then has other notices, or the task. */
const usefulMinutes = 60;

/** A member of staff is told by text, unless they have texted STOP to the line. */
export function decideNoticeDue(turn: Turn<EventOf<'notice-due'>>): Outcome {
  const { event, caller } = turn;
  if (caller.phone === null) return nothing(withhold('withheld-number', 'There is no number to text.'));
  if (caller.suppression) {
    const detail = 'They texted STOP to your line, so they get no notices by text until they text START.';
    return nothing(withhold('suppressed', detail, { since: caller.suppression.since }));
  }
  const undeliverable = whyUndeliverable(turn, { line: event.line, body: event.body, by: 'rules' });
  if (undeliverable) return nothing(undeliverable);
  return {
    effects: [
      {
        type: 'send-text',
        from: event.line,
        to: caller.phone,
        body: event.body,
        class: 'notice',
        notAfter: addMinutes(event.at, usefulMinutes),
      },
    ],
    reasons: [allow('notice', 'A member of staff is told by text.')],
  };
}
