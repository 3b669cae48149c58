import type { EventOf } from '../event.ts';
import { whyUntextable } from '../line-type.ts';
import { refuseWaiting } from './first-text.ts';
import { refuseLineType } from './first-text-checks.ts';
import { note, nothing, type Outcome, type Turn } from './turn.ts';

/** What the carrier says of the number: a text that waits is not sent where nobody could read it. */
export function decideLineTypeFound(turn: Turn<EventOf<'line-type-found'>>): Outcome {
  const { event, caller } = turn;
  const { lineType } = event;
  const refusal = caller.waiting ? refuseLineType(turn) : null;
  if (caller.waiting && refusal) return refuseWaiting(turn, caller.waiting, refusal);
  const found =
    whyUntextable(lineType) ??
    (lineType === 'unknown'
      ? 'The carrier does not say what kind of line this is, so a text is tried.'
      : 'The carrier says that the number takes texts.');
  return nothing(note('line-type', found, { lineType }));
}
