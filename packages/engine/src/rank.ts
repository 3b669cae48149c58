import type { Effect } from '@ringback/core';

/** What goes first within a lane: what somebody waits for, then what nobody has asked for. */
export const ranks = { answer: 0, nudge: 1 } as const;

export function rankOf(effect: Effect): number {
  return effect.type === 'send-text' && effect.class === 'second-text' ? ranks.nudge : ranks.answer;
}
