import type { Effect, Reason } from '@ringback/core';

/** `text`: one leaves; `hold`: it waits; `withhold`: none leaves, by a rule; `none`: none was called for. */
export type Verdict = 'text' | 'hold' | 'withhold' | 'none';

/** A decision in one word. */
export function judge(reasons: readonly Reason[], effects: readonly Effect[]): Verdict {
  if (effects.some(({ type }) => type === 'send-text')) return 'text';
  if (reasons.some(({ outcome }) => outcome === 'withhold')) return 'withhold';
  if (reasons.some(({ outcome }) => outcome === 'hold')) return 'hold';
  return effects.some((effect) => effect.type === 'set-timer' && effect.timer === 'first-text')
    ? 'text'
    : 'none';
}
