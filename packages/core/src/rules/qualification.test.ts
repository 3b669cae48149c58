import { describe, expect, test } from 'vitest';
import {
  appointmentBooked,
  at,
  business,
  callMissed,
  type Given,
  given,
  linePhone,
  rules,
  staffActed,
  textReceived,
  textSent,
  textStatus,
  timerFired,
} from '../testing/given.ts';

const sent = [textSent('10:00')];
const timersOf = ({ state }: Given) => Object.keys(state.caller.timers);

describe('a lead', () => {
  const worth = rules({ qualification: { worth: 300, currency: 'USD', worthByService: { heating: 900 } } });
  const asks = textReceived('10:00', 'Can I book an appointment for Friday?');

  test('is qualified by what they write, once, for what the rules say it is worth', () => {
    const lead = given(worth).when(asks);
    expect(lead.published('lead.qualified')).toMatchObject([
      { data: { by: 'reply: booking', worth: 300, currency: 'USD' } },
    ]);
    expect(lead.when({ ...asks, id: 'second', at: at('10:01') }).published('lead.qualified')).toHaveLength(0);
    const none = rules({ qualification: { onReply: [] } });
    expect(given(none).when(asks).published('lead.qualified')).toHaveLength(0);
  });

  test('is worth what its service is', () => {
    const of = business({ lines: [{ number: linePhone, service: 'heating' }] });
    expect(given({ business: of, rules: worth }).when(asks).caller.conversation?.lead?.worth).toBe(900);
  });

  test('is qualified by staff, for what they say', () => {
    const open = given(worth, [textReceived('10:00', 'Hello there')]);
    const said = open.when(staffActed('10:05', { act: 'qualify', worth: 1200 }));
    expect(said.caller.conversation?.lead).toMatchObject({ by: 'Sam', worth: 1200 });
    expect(
      open.when(staffActed('10:05', { act: 'qualify', worth: null })).caller.conversation?.lead?.worth,
    ).toBe(300);
    expect(
      said.when(staffActed('10:06', { act: 'qualify', worth: 5 })).published('lead.qualified'),
    ).toHaveLength(0);
  });

  test('is qualified by booking, unless the owner says otherwise', () => {
    const booked = given({}, sent).when(appointmentBooked('11:00'));
    expect(booked.published('appointment.booked')).toHaveLength(1);
    expect(booked.published('lead.qualified')).toMatchObject([{ data: { by: 'booking' } }]);
    const off = given(rules({ qualification: { onBooking: false } }), sent).when(appointmentBooked('11:00'));
    expect(off.published('lead.qualified')).toHaveLength(0);
    expect(off.caller.conversation?.bookedAt).toBe(at('11:00'));
  });

  test('that does not book becomes a task at an opening', () => {
    const open = given(worth).when(asks);
    expect(open.caller.timers.unbooked).toBe(at('08:00', 'tomorrow'));
    const answered = open.when(staffActed('10:05', { act: 'send', body: 'Friday at 9?' }));
    const taken = answered.when(
      textStatus('10:06', `${staffActed('10:05', { act: 'close' }).id}-1`, 'accepted'),
    );
    const later = taken
      .when(timerFired(at('08:00', 'tomorrow'), 'unbooked'))
      .thenReason({ rule: 'unbooked' });
    expect(later.effects('write-crm')[0]?.entry.task).toHaveProperty('open');
    for (const event of [
      appointmentBooked('11:00'),
      textReceived('11:00', 'STOP'),
      staffActed('11:00', { act: 'close' }),
    ]) {
      expect(timersOf(open.when(event))).not.toContain('unbooked');
    }
    const off = given(rules({ followUp: { unbooked: 'nothing' } })).when(asks);
    expect(timersOf(off)).not.toContain('unbooked');
  });

  test('a booking withdraws a text that waits', () => {
    given({}, [callMissed('10:30')])
      .when(appointmentBooked('10:30:01'))
      .thenWithheld({ rule: 'appointment' });
  });
});
