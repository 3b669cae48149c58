import type { Reading } from '../read-reply/read-reply.ts';
import { type Conversed, conversationOn, handToPerson, nameOf, withTask } from './conversation.ts';
import { tellEmergencyNumber, type Warned } from './danger.ts';
import { callOut, emergencyIn } from './emergency.ts';
import type { ReadText, TextReceived } from './keyword-answer.ts';
import { hasRecorded, recordConsent, type Said } from './ledger.ts';
import { qualify } from './qualification.ts';
import { note, type Outcome, type Planned, writeCrm } from './turn.ts';

/** An ordinary text: a person answers it, and one task reminds them. */
export function decideReply(turn: TextReceived, read: ReadText): Outcome {
  const { event, caller } = turn;
  const { reading } = read;
  const emergency = emergencyIn(turn, event.body, reading);
  const urgent = emergency !== null;
  const opened = conversationOn(turn, event.line);
  const warned = tellEmergencyNumber(turn, read, opened.conversation);
  const conversed = makeLead(turn, reading, { ...opened, conversation: warned.conversation }, urgent);
  // "Thanks!" to a person who is looking after it anyway asks for nothing.
  const idle = reading.intent === 'thanks_no_action' && conversed.conversation.state === 'with-person';
  const handed = idle
    ? { ...conversed, task: null }
    : handToPerson(turn, conversed, {
        subject: caller.suppression ? `Call back: ${nameOf(turn)}` : `Answer ${nameOf(turn)}`,
        detail: [...dangerDetail(read, warned), waitingDetail(turn)].join(' '),
        urgent,
      });
  const { task } = handed;
  const { conversation, effects } = emergency === null ? handed : callOut(turn, handed, emergency);
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
      ...warned.effects,
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
      ...warned.reasons,
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

function dangerDetail({ reading }: ReadText, { effects }: Warned): readonly string[] {
  if (reading.urgency !== 'life') return [];
  return [
    effects.length > 0
      ? 'Somebody may be in danger, and has been told to call 911; please call them at once.'
      : 'Somebody may be in danger; please call them at once.',
  ];
}

function waitingDetail({ caller }: TextReceived): string {
  return caller.suppression
    ? 'They wrote although they asked for no texts, so they cannot be answered by text; please call.'
    : 'They wrote and wait for an answer.';
}

/** Some replies show that it is worth something; to somebody in danger, or who asked for silence, nothing is sold. */
function makeLead(
  turn: TextReceived,
  { intent, urgency }: Reading,
  conversed: Conversed,
  urgent: boolean,
): Conversed {
  const shown = urgent ? 'emergency' : intent;
  const counts = turn.rules.qualification.onReply.some((one) => one === shown || one === intent);
  if (!counts || urgency === 'life' || turn.caller.suppression) return conversed;
  return qualify(turn, conversed, { by: `reply: ${shown}`, worth: null });
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
