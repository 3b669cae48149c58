import { conversationOn, handToPerson, nameOf, withTask } from './conversation.ts';
import type { ReadText, TextReceived } from './keyword-answer.ts';
import { hasRecorded, recordConsent, type Said } from './ledger.ts';
import { note, type Outcome, type Planned, writeCrm } from './turn.ts';

/** An ordinary text: a person answers it, and one task reminds them. */
export function decideReply(turn: TextReceived, { reading }: ReadText): Outcome {
  const { event, caller } = turn;
  const urgent = reading.urgency !== 'none';
  const conversed = conversationOn(turn, event.line);
  // "Thanks!" to a person who is looking after it anyway asks for nothing.
  const idle = reading.intent === 'thanks_no_action' && conversed.conversation.state === 'with-person';
  const { conversation, effects, task } = idle
    ? { ...conversed, task: null }
    : handToPerson(turn, conversed, {
        subject: caller.suppression ? `Call back: ${nameOf(turn)}` : `Answer ${nameOf(turn)}`,
        detail: caller.suppression
          ? 'They wrote although they asked for no texts, so they cannot be answered by text; please call.'
          : 'They wrote and wait for an answer.',
        urgent,
      });
  const { textId, line, body, media } = event;
  const received: Planned = {
    type: 'publish',
    event: 'message.received',
    data: {
      textId,
      conversationId: conversation.id,
      phone: caller.phone,
      line,
      body,
      mediaCount: media.length,
      intent: reading.intent,
      urgency: reading.urgency,
    },
  };
  return {
    effects: [
      ...writeCrm(turn, {
        at: event.at,
        kind: 'text',
        textId,
        direction: 'in',
        line,
        body,
        author: 'caller',
        ...withTask(task),
      }),
      received,
      ...effects,
    ],
    reasons: [
      note(
        'reply',
        idle ? 'The caller wrote to say thanks.' : 'The caller wrote, so a person has to answer.',
        {
          intent: reading.intent,
          urgency: reading.urgency,
        },
      ),
      ...(caller.suppression
        ? [note('suppressed', 'They asked for no more texts, so nothing is sent to them.')]
        : []),
    ],
    changes: {
      conversation: { ...conversation, unansweredStaffTexts: 0 },
      ...(caller.suppression || hasRecorded(turn, 'reply', conversation.id)
        ? {}
        : { ledger: recordConsent(turn, replied(turn, conversation.id)) }),
    },
  };
}

/** Writing to us is consent to be answered in this conversation. Source: CTIA Messaging Principles 2023 */
function replied({ event }: TextReceived, conversationId: string): Said {
  return {
    kind: 'reply',
    words: event.body,
    channel: 'text',
    providerId: event.textId,
    matchedBy: 'text',
    matched: null,
    line: event.line,
    conversationId,
  };
}
