import type { Caller } from './caller.ts';
import type { EffectOf } from './decision.ts';

/** The answers that a person who opted out still gets. */
const answersToOptedOut = ['opt-out-confirmation', 'opt-in-confirmation', 'help'];

/**
 * Whether a text that was decided may still leave: the caller may have opted out since. Asked right before it is
 * sent, on the caller of that moment.
 */
export function isStillWanted(caller: Caller, text: EffectOf<'send-text'>): boolean {
  return caller.suppression === null || answersToOptedOut.includes(text.class);
}
