import { optInConfirmation } from '../wording.ts';
import { answer, heardBy, type ReadText, type TextReceived } from './keyword-answer.ts';
import { liftSuppression } from './suppress.ts';
import { note, nothing, type Outcome } from './turn.ts';

/** The person's own START lifts the silence that they asked for. */
export function decideOptIn(turn: TextReceived, { reading, language }: ReadText): Outcome {
  const { event, caller, business } = turn;
  if (!caller.suppression) {
    return nothing(note('opt-in', 'They may be texted anyway, so their START changes nothing.'));
  }
  const lifted = liftSuppression(turn, {
    source: 'text',
    words: event.body,
    channel: 'text',
    ...heardBy(turn, reading),
    detail: 'The caller wrote that they want texts again.',
  });
  const confirmation =
    event.handledByProvider === null
      ? answer(turn, 'opt-in-confirmation', optInConfirmation(business, language))
      : [];
  return { ...lifted, effects: [...lifted.effects, ...confirmation] };
}
