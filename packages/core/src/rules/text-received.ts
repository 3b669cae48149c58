import { readReply } from '../read-reply/read-reply.ts';
import { optOutConfirmation } from '../wording.ts';
import { openConversation } from './conversation.ts';
import { withdrawWaiting } from './first-text.ts';
import { decideHelp } from './help.ts';
import type { ReadText, TextReceived } from './keyword-answer.ts';
import { decideOptIn } from './opt-in.ts';
import { decideOptOut } from './opt-out.ts';
import { decideReply } from './reply.ts';
import type { Outcome } from './turn.ts';

/** What the provider has already done is authoritative; else the words decide. */
export function decideTextReceived(turn: TextReceived): Outcome {
  const { event, caller, business } = turn;
  // A suppressed person's last text from us was the confirmation, to which a "yes" means START.
  const context = caller.suppression ? { lastOutbound: optOutConfirmation(business, 'en') } : {};
  const reading = readReply(event.body, context);
  const read: ReadText = { reading, language: reading.language === 'es' ? 'es' : business.language };
  const handled = event.handledByProvider;

  if (handled === 'opt-out' || (handled === null && reading.suppress))
    return keep(turn, decideOptOut(turn, read));
  // A provider takes every "yes" for a START, but it answers a question unless there was silence to be lifted.
  const lifts = handled === 'opt-in' && caller.suppression !== null;
  if (lifts || reading.intent === 'opt_in') {
    return keep(turn, decideOptIn(turn, read));
  }
  if (handled === 'help' || (handled === null && reading.intent === 'help')) {
    return keep(turn, withdrawThen(turn, decideHelp(turn, read)));
  }
  return withdrawThen(turn, decideReply(turn, read));
}

/** Keywords open no conversation, but they are a sign of life in one. */
function keep(turn: TextReceived, outcome: Outcome): Outcome {
  const conversation = openConversation(turn);
  if (!conversation || outcome.changes?.conversation) return outcome;
  const touched = { ...conversation, lastActivityAt: turn.event.at };
  return { ...outcome, changes: { ...outcome.changes, conversation: touched } };
}

function withdrawThen(turn: TextReceived, outcome: Outcome): Outcome {
  const detail = 'The caller wrote before the text left, so it is withdrawn.';
  const { effects, reasons } = withdrawWaiting(turn, 'text-received', detail);
  return { ...outcome, effects: [...effects, ...outcome.effects], reasons: [...outcome.reasons, ...reasons] };
}
