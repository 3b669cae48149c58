import type { Reading } from '../read-reply/read-reply.ts';
import { optOutConfirmation } from '../wording.ts';
import { conversationOn, handToPerson, nameOf, withTask } from './conversation.ts';
import { callOut, emergencyIn } from './emergency.ts';
import { answer, heardBy, type ReadText, type TextReceived } from './keyword-answer.ts';
import { suppress } from './suppress.ts';
import { note, nothing, type Outcome, writeCrm } from './turn.ts';

/** Silence, with one confirmation: ours only where the provider sends none. */
export function decideOptOut(turn: TextReceived, { reading, language }: ReadText): Outcome {
  const { event, caller, business } = turn;
  if (caller.suppression) {
    const detail = 'They had asked for no more texts before, so this is met with silence.';
    return nothing(note('opt-out', detail, { since: caller.suppression.since }));
  }
  const isWrong = reading.intent === 'wrong_number';
  const silence = suppress(turn, {
    kind: isWrong ? 'wrong-number' : 'revoked',
    by: 'caller',
    words: event.body,
    source: isWrong ? 'text: wrong number' : 'text',
    ...heardBy(turn, reading),
  });
  const detached = isWrong ? detach(turn) : null;
  const isBlocked = turn.group === 'blocked';
  const call = isBlocked || turn.group === 'staff' ? null : callInstead(turn, reading);
  // To somebody who is not the caller at all, even a confirmation would be one text too many.
  const confirms = event.handledByProvider === null && !isWrong && !isBlocked;
  const confirmation = confirms
    ? answer(turn, 'opt-out-confirmation', optOutConfirmation(business, language))
    : [];
  const said = confirms
    ? 'One text confirms it.'
    : event.handledByProvider !== null
      ? 'The provider has confirmed it to them already.'
      : isBlocked
        ? 'You have blocked this number, so no confirmation is sent either.'
        : 'It is a wrong number, so no confirmation is sent either.';
  return {
    effects: [...silence.effects, ...(detached?.effects ?? []), ...(call?.effects ?? []), ...confirmation],
    reasons: [
      ...silence.reasons,
      note('opt-out-confirmation', said, { handledByProvider: event.handledByProvider }),
      ...(detached?.reasons ?? []),
      ...(call?.reasons ?? []),
    ],
    changes: { ...silence.changes, ...detached?.changes, ...call?.changes },
  };
}

/** Whoever has the number is not the contact, so nothing of them may be written under that name any more. */
function detach(turn: TextReceived): Outcome | null {
  const { event, caller } = turn;
  const known = caller.contact?.contact;
  if (!known) return null;
  const text =
    'Whoever has this number says that it is a wrong number, so please take it off this contact. The caller id may also have been forged.';
  return {
    effects: writeCrm(turn, { at: event.at, kind: 'note', text }),
    reasons: [note('wrong-number', 'The number is detached from the contact.', { contactId: known.id })],
    changes: { contact: { match: 'none', contact: null, knownBefore: false } },
  };
}

const urgentDetail = {
  trade: 'They want no more texts, but what they wrote sounds urgent; please call them.',
  life: 'They want no more texts, but somebody may be in danger; please call them at once.',
} as const;

/**
 * What must not be lost with the texts: somebody in need, or a bare "cancel", which is an opt-out to the carriers but
 * may have meant the appointment.
 */
function callInstead(turn: TextReceived, reading: Reading): Outcome | null {
  const { matched } = reading;
  const emergency = emergencyIn(turn, turn.event.body, reading);
  const urgent = emergency !== null;
  const isCancel = matched === 'cancel' || matched === 'cancelar';
  if (!urgent && !isCancel) return null;
  const detail = urgent
    ? urgentDetail[reading.urgency === 'life' ? 'life' : 'trade']
    : 'They wrote "cancel", which stops all texts but may have meant the appointment; please call them.';
  const handed = handToPerson(turn, conversationOn(turn, turn.event.line), {
    subject: `Call back: ${nameOf(turn)}`,
    detail,
    urgent,
  });
  const { conversation, effects } = emergency === null ? handed : callOut(turn, handed, emergency);
  return {
    effects: [
      ...writeCrm(turn, { at: turn.event.at, kind: 'note', text: detail, ...withTask(handed.task) }),
      ...effects,
    ],
    reasons: [note(urgent ? 'urgent' : 'cancel', detail)],
    changes: { conversation },
  };
}
