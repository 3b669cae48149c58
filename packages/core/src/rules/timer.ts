import type { EventOf } from '../event.ts';
import { addHours, laterOf } from '../instant.ts';
import { withheldNumber } from './call-checks.ts';
import { openConversation } from './conversation.ts';
import { isRefusal, refuseWaiting, releaseFirstText } from './first-text.ts';
import { refuseNow, refuseWithoutConsent } from './first-text-checks.ts';
import {
  decideAnswerDue,
  decideNoReplyDue,
  decideOnCallDue,
  decideSecondTextDue,
  decideUnbookedDue,
} from './follow-up-due.ts';
import { decideResendDue } from './resend.ts';
import { note, nothing, type Outcome, type Turn } from './turn.ts';

type TimerFired = Turn<EventOf<'timer-fired'>>;

export function decideTimer(turn: TimerFired): Outcome {
  const { timer } = turn.event;
  switch (timer) {
    case 'first-text':
      return decideFirstTextDue(turn);
    case 'second-text':
      return decideSecondTextDue(turn);
    case 'resend':
      return decideResendDue(turn);
    case 'no-reply':
      return decideNoReplyDue(turn);
    case 'answer-due':
      return decideAnswerDue(turn);
    case 'on-call':
      return decideOnCallDue(turn);
    case 'unbooked':
      return decideUnbookedDue(turn);
    case 'close-conversation':
      return decideCloseDue(turn);
    default:
      return timer satisfies never;
  }
}

/** Asks everything again that can have changed while the text waited. */
function decideFirstTextDue(turn: TimerFired): Outcome {
  const { event, caller } = turn;
  const { waiting, phone } = caller;
  if (!waiting) return nothing(note('first-text', 'No text waits any more.'));
  if (event.at < waiting.dueAt) {
    return {
      effects: [{ type: 'set-timer', timer: 'first-text', at: waiting.dueAt }],
      reasons: [note('first-text', 'The text is not due yet.', { dueAt: waiting.dueAt })],
    };
  }
  if (phone === null) return refuseWaiting(turn, waiting, withheldNumber);
  const refusal = waiting.awaitsConsent ? refuseWithoutConsent() : refuseNow(turn, waiting);
  const outcome = refusal ?? releaseFirstText(turn, phone, waiting);
  return isRefusal(outcome) ? refuseWaiting(turn, waiting, outcome) : outcome;
}

function decideCloseDue(turn: TimerFired): Outcome {
  const { event, rules, caller } = turn;
  const conversation = openConversation(turn);
  if (!conversation) return nothing(note('close-conversation', 'The conversation is closed already.'));
  const { closeAfterHours } = rules.conversation;
  // What is still to come, such as a text held for the morning or a task for Monday, belongs to it.
  const last = Object.values(caller.timers).reduce(laterOf, conversation.lastActivityAt);
  const closeAt = addHours(last, closeAfterHours);
  if (event.at < closeAt) {
    return {
      effects: [{ type: 'set-timer', timer: 'close-conversation', at: closeAt }],
      reasons: [
        note('close-conversation', 'Something happened meanwhile or is still to come, so it stays open.', {
          closeAt,
        }),
      ],
    };
  }
  const task =
    conversation.taskId === null ? '' : ' Its task stays open, because nobody has said that it is done.';
  const detail = `Nothing happened for ${closeAfterHours} hours, so the conversation is closed.${task}`;
  const data = { conversationId: conversation.id, phone: caller.phone, line: conversation.line, by: null };
  return {
    effects: [{ type: 'publish', event: 'conversation.closed', data }],
    reasons: [note('close-conversation', detail, { closeAfterHours, taskId: conversation.taskId })],
    changes: { lastText: null, conversation: { ...conversation, state: 'closed' } },
  };
}
