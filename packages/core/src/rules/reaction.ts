import { readReaction } from '../read-reply/reaction.ts';
import { openConversation } from './conversation.ts';
import type { TextReceived } from './keyword-answer.ts';
import { note, type Outcome, writeCrm } from './turn.ts';

/** A tap on a text of ours asks nobody for anything; null for a text that a person wrote. */
export function decideReaction(turn: TextReceived): Outcome | null {
  const { event, caller } = turn;
  const reaction = readReaction(event.body);
  if (!reaction) return null;
  const { textId, line, body, media } = event;
  const conversation = openConversation(turn);
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
      }),
      {
        type: 'publish',
        event: 'message.received',
        data: {
          textId,
          conversationId: conversation?.id ?? null,
          phone: caller.phone,
          line,
          body,
          mediaCount: media.length,
          intent: 'other',
          urgency: 'none',
          isReaction: true,
        },
      },
    ],
    reasons: [
      note('reaction', `They tapped on a text of yours (${reaction.words}), which asks for no answer.`, {
        isKind: reaction.isKind,
      }),
    ],
    ...(conversation ? { changes: { conversation: { ...conversation, lastActivityAt: event.at } } } : {}),
  };
}
