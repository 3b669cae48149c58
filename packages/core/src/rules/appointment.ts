import type { EventOf } from '../event.ts';
import { conversationOn, openConversation } from './conversation.ts';
import { withdrawWaiting } from './first-text.ts';
import { qualify } from './qualification.ts';
import { note, type Outcome, type Turn, writeCrm } from './turn.ts';

/** They have booked, so nothing has to be asked of them any more. */
export function decideAppointment(turn: Turn<EventOf<'appointment-booked'>>): Outcome {
  const { event, caller, business, rules } = turn;
  const { startsAt, source } = event;
  const line = openConversation(turn)?.line ?? caller.conversation?.line ?? business.lines[0]?.number;
  const said = note('appointment', `They have booked an appointment (${source}).`, { startsAt, source });
  const published = {
    type: 'publish',
    event: 'appointment.booked',
    data: { phone: caller.phone, startsAt, source },
  } as const;
  const withdrawn = withdrawWaiting(
    turn,
    'appointment',
    'They have booked, so the waiting text is withdrawn.',
  );
  const written = writeCrm(turn, {
    at: event.at,
    kind: 'note',
    text: startsAt === null ? `Booked by ${source}.` : `Booked by ${source} for ${startsAt}.`,
  });
  if (!line) return { effects: [...written, published], reasons: [said] };
  const opened = conversationOn(turn, line);
  const booked = { ...opened, conversation: { ...opened.conversation, bookedAt: event.at } };
  const { conversation, effects } = rules.qualification.onBooking
    ? qualify(turn, booked, { by: 'booking', worth: null })
    : booked;
  return {
    effects: [...withdrawn.effects, ...written, published, ...effects],
    reasons: [said, ...withdrawn.reasons],
    changes: { conversation },
  };
}
