import type { EventOf } from '../event.ts';
import { attended, openConversation } from './conversation.ts';
import { withdrawWaiting } from './first-text.ts';
import { note, nothing, type Outcome, type Turn } from './turn.ts';

/** Whoever ticks the follow-up off has looked after them. */
export function decideTaskCompleted(turn: Turn<EventOf<'task-completed'>>): Outcome {
  const { event } = turn;
  const { system, taskId } = event;
  const open = openConversation(turn);
  if (open?.taskId !== taskId) {
    return nothing(note('task', 'What they had waited for was over already.', { system, taskId }));
  }
  const withdrawn = withdrawWaiting(
    turn,
    'staff-acted',
    'Somebody has looked after it, so the waiting text is withdrawn.',
  );
  const detail = 'The follow-up was completed in the CRM, so somebody has looked after them.';
  return {
    effects: withdrawn.effects,
    reasons: [note('task', detail, { system, taskId }), ...withdrawn.reasons],
    changes: {
      conversation: {
        ...attended(open),
        state: 'with-person',
        taskId: null,
        urgent: false,
        lastActivityAt: event.at,
      },
    },
  };
}
