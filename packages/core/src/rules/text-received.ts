import { asksOfTexts } from '../read-reply/last-outbound.ts';
import { type ReplyContext, readReply } from '../read-reply/read-reply.ts';
import { openConversation } from './conversation.ts';
import { withdrawWaiting } from './first-text.ts';
import { decideHelp } from './help.ts';
import type { ReadText, TextReceived } from './keyword-answer.ts';
import { decideOptIn } from './opt-in.ts';
import { decideOptOut } from './opt-out.ts';
import { decideReaction } from './reaction.ts';
import { decideReply } from './reply.ts';
import { note, nothing, type Outcome, type Planned } from './turn.ts';

/** What the provider has already done is authoritative; else the words decide. */
export function decideTextReceived(turn: TextReceived): Outcome {
  const outcome = decideWords(turn);
  const { media, textId } = turn.event;
  if (media.length === 0 || turn.group === 'blocked') return outcome;
  const fetched = media.map(({ url, contentType }, position): Planned => {
    return { type: 'fetch-media', textId, position, url, contentType };
  });
  return { ...outcome, effects: [...outcome.effects, ...fetched] };
}

function decideWords(turn: TextReceived): Outcome {
  const { event, caller, business } = turn;
  const reading = readReply(event.body, contextOf(turn));
  const read: ReadText = { reading, language: reading.language === 'es' ? 'es' : business.language };
  const handled = event.handledByProvider;

  if (handled === 'opt-out' || (handled === null && reading.suppress))
    return keep(turn, decideOptOut(turn, read));
  if (turn.group === 'blocked') return nothing(blocked);
  const reaction = handled === null ? decideReaction(turn) : null;
  if (reaction) return reaction;
  // A provider takes every "yes" for a START, but it answers a question unless there was silence to be lifted.
  const lifts = handled === 'opt-in' && caller.suppression !== null;
  // "I need those" and the like only sound as if they wanted texts again, which is for a person to find out.
  if (lifts || (reading.intent === 'opt_in' && reading.confidence === 1)) {
    return keep(turn, decideOptIn(turn, read));
  }
  if (handled === 'help' || (handled === null && reading.intent === 'help')) {
    return keep(turn, withdrawThen(turn, decideHelp(turn, read)));
  }
  if (turn.group === 'staff') return nothing(ownNumber);
  return withdrawThen(turn, decideReply(turn, read));
}

/**
 * The last text, where it asks about texts. To somebody who asked for silence that is the confirmation alone, once it
 * has left: a "yes" to anything else, or out of the blue, is no START.
 */
function contextOf({ caller }: TextReceived): ReplyContext {
  const { lastText, suppression, ledger } = caller;
  if (!lastText || !asksOfTexts(lastText.body)) return {};
  const lastSaid = ledger.findLast(({ kind }) => kind !== 'inquiry');
  const isConfirmation = lastSaid?.kind === 'confirmed' && lastSaid.matched === lastText.textId;
  return suppression && !isConfirmation ? {} : { lastOutbound: lastText.body };
}

const blocked = note('blocked', 'You have blocked this number, so what they wrote is left alone.');

const ownNumber = note('staff-number', 'It came from one of your own numbers, which are no callers.');

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
