import type { Conversation } from '../caller.ts';
import type { Reason } from '../decision.ts';
import { emergencyNumberText } from '../wording.ts';
import { answer, type ReadText, type TextReceived } from './keyword-answer.ts';
import { allow, type Planned } from './turn.ts';

/** What is done for somebody who writes that a life is in danger. */
export type Warned = {
  readonly conversation: Conversation;
  readonly effects: readonly Planned[];
  readonly reasons: readonly Reason[];
};

/**
 * The emergency number, before anybody of ours has read what they wrote: once in a conversation and at any hour, as
 * they wrote this very moment. Not to somebody who asked for silence: a person calls them.
 */
export function tellEmergencyNumber(
  turn: TextReceived,
  { reading, language }: ReadText,
  conversation: Conversation,
): Warned {
  const { event, caller, business, group } = turn;
  const mayBeTold = caller.suppression === null && group !== 'staff' && !conversation.emergencyNumberAt;
  if (reading.urgency !== 'life' || !mayBeTold) return { conversation, effects: [], reasons: [] };
  return {
    conversation: { ...conversation, emergencyNumberAt: event.at },
    effects: answer(turn, 'emergency-number', emergencyNumberText(business, language)),
    reasons: [allow('danger', 'Somebody may be in danger, so one text says at once to call 911.')],
  };
}
