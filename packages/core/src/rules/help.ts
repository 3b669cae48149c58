import { helpText } from '../wording.ts';
import { answer, type ReadText, type TextReceived } from './keyword-answer.ts';
import { allow, note, nothing, type Outcome, withhold } from './turn.ts';

/** Who this is, how to reach a person, how to stop. */
export function decideHelp(turn: TextReceived, { language }: ReadText): Outcome {
  const { event, caller, business } = turn;
  if (event.handledByProvider === 'help') {
    return nothing(note('help', 'They asked for help, and the provider has answered that.'));
  }
  const { suppression, helpedAt } = caller;
  if (suppression && helpedAt && helpedAt >= suppression.since) {
    return nothing(
      withhold('help', 'They asked for silence and have had the help text since; once is enough.'),
    );
  }
  return {
    effects: answer(turn, 'help', helpText(business, event.line, language)),
    reasons: [allow('help', 'They asked for help and get one text that says who you are and how to stop.')],
    changes: { helpedAt: event.at },
  };
}
