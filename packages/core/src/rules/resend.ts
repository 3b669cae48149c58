import type { Resend } from '../caller.ts';
import type { EventOf } from '../event.ts';
import { conversationOn, handToPerson, nameOf, withTask } from './conversation.ts';
import { allow, note, nothing, type Outcome, type Turn, withhold, writeCrm } from './turn.ts';
import { whyUndeliverable } from './undeliverable.ts';

type TimerFired = Turn<EventOf<'timer-fired'>>;

/** A text that did not arrive the first time; what has made it pointless since has taken its timer away. */
export function decideResendDue(turn: TimerFired): Outcome {
  const { event, caller } = turn;
  const { resend, phone } = caller;
  if (!resend || phone === null) return nothing(note('resend', 'No text waits to be sent again any more.'));
  if (event.at >= resend.notAfter) {
    return callInstead(turn, resend, 'It could not be sent again while it was still useful; please call.');
  }
  const { line, body, notAfter } = resend;
  const refused = whyUndeliverable(turn, { line, body, by: resend.class === 'staff' ? 'staff' : 'rules' });
  if (refused) return callInstead(turn, resend, refused.detail);
  const conversation = caller.conversation;
  return {
    effects: [{ type: 'send-text', from: line, to: phone, body, class: resend.class, notAfter }],
    reasons: [
      allow('resend', 'It did not arrive before, so it is sent once more.', { resent: resend.resent }),
    ],
    ...(resend.class === 'staff' && conversation
      ? {
          changes: {
            conversation: { ...conversation, unansweredStaffTexts: conversation.unansweredStaffTexts + 1 },
          },
        }
      : {}),
  };
}

function callInstead(turn: TimerFired, { line }: Resend, detail: string): Outcome {
  const handed = handToPerson(turn, conversationOn(turn, line), {
    subject: `Call back: ${nameOf(turn)}`,
    detail,
    urgent: false,
  });
  return {
    effects: [
      ...writeCrm(turn, { at: turn.event.at, kind: 'note', text: detail, ...withTask(handed.task) }),
      ...handed.effects,
    ],
    reasons: [withhold('resend', detail)],
    changes: { conversation: handed.conversation, resend: null },
  };
}
