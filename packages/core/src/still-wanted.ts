import type { Caller } from './caller.ts';
import type { EffectOf } from './decision.ts';

/** The answers that a person who opted out still gets. */
const answersToOptedOut = ['opt-out-confirmation', 'opt-in-confirmation', 'help'];

/**
 * Why a text that was decided should not leave any more; null when it should. A provider that put it off, or an
 * outcome that nobody saw, may have cost minutes in which the caller opted out, wrote, or was spoken with. Asked
 * right before it is sent, on the caller of that moment.
 */
export function whyUnwanted(caller: Caller, text: EffectOf<'send-text'>): 'opted-out' | 'pointless' | null {
  if (caller.suppression !== null && !answersToOptedOut.includes(text.class)) return 'opted-out';
  // A second one is for who has let nothing be heard and is looked after by nobody.
  if (text.class === 'second-text') return caller.conversation?.state === 'automated' ? null : 'pointless';
  if (text.class !== 'first-text') return null;
  const decidedAt = caller.firstTexts.find(({ textId }) => textId === text.textId)?.at;
  const since = [caller.wroteAt, caller.spokeAt].some((at) => at && decidedAt && at > decidedAt);
  return since || caller.conversation?.state === 'with-person' ? 'pointless' : null;
}
