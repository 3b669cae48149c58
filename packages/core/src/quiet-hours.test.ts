import { describe, expect, test } from 'vitest';
import { nextAllowedInstant } from './quiet-hours.ts';
import {
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  given,
  rules,
  timerFired,
} from './testing/given.ts';

const about = { business: business(), phone: callerPhone };
const holding = rules({ quietHours: { mode: 'hold-21-8' } });
const always = business({ hours: {} });

describe('nextAllowedInstant', () => {
  test('answers a fresh call at any hour by default', () => {
    const missedAt = at('23:00');
    expect(nextAllowedInstant('at-once', at('23:01:59'), { ...about, missedAt })).toMatchObject({
      held: false,
    });
    expect(nextAllowedInstant('at-once', at('23:02'), { ...about, missedAt })).toEqual({
      at: at('08:00', 'tomorrow'),
      held: true,
      facts: { mode: 'at-once', zones: 'America/Chicago' },
    });
  });

  test.each([
    ['20:59:59', at('20:59:59')],
    ['21:00', at('08:00', 'tomorrow')],
    ['07:59', at('08:00')],
    ['08:00', at('08:00')],
  ])('holds between nine and eight when asked to: %s', (time, expected) => {
    const missedAt = at(time);
    expect(nextAllowedInstant('hold-21-8', missedAt, { ...about, missedAt }).at).toBe(expected);
  });

  test('waits for the opening when that is later than eight', () => {
    const late = business({ hours: { thu: ['09:30-17:00'] } });
    const missedAt = at('22:00');
    const allowed = nextAllowedInstant('hold-21-8', missedAt, { ...about, business: late, missedAt });
    expect(allowed.at).toBe(at('09:30', 'tomorrow'));
  });

  test('does not wait for an opening that lies in the night', () => {
    const bar = business({ hours: { thu: ['22:00-24:00'] } });
    const missedAt = at('22:00');
    const allowed = nextAllowedInstant('hold-21-8', missedAt, { ...about, business: bar, missedAt });
    expect(allowed.at).toBe(at('08:00', 'tomorrow'));
  });
});

describe('a call missed at night', () => {
  test('waits until 08:00, then leaves with the time it needs', () => {
    const held = given({ rules: holding, business: always }).when(callMissed('22:00'));
    held.thenHeld({ rule: 'quiet-hours', until: at('08:00', 'tomorrow') });
    const sent = held.whenTimerFires('first-text').thenTexts(/Acme Plumbing/);
    expect(sent.effects('send-text')[0]?.notAfter).toBe(at('08:15', 'tomorrow'));
  });

  test('is withdrawn when somebody speaks with the caller meanwhile', () => {
    const spoken = given({ rules: holding }, [callMissed('22:00')]).when(callAnswered('22:30'));
    spoken.thenWithheld({ rule: 'call-answered' }).thenEffects('clear-timers', 'publish');
    expect(spoken.caller.waiting).toBeNull();
  });

  test('becomes a task when more than twelve hours would pass', () => {
    const friday = given({ rules: holding }).when(callMissed(at('22:00', 2)));
    friday.thenWithheld({ rule: 'quiet-hours' });
    expect(friday.caller.conversation?.taskId).not.toBeNull();
  });

  test('becomes a task when the timer comes more than twelve hours after the call', () => {
    const missed = given({ rules: holding, business: always }, [callMissed('22:00')]);
    const late = missed.when(timerFired(at('10:00:01', 'tomorrow'), 'first-text'));
    late.thenWithheld({ rule: 'quiet-hours' });
    expect(late.caller).toMatchObject({ waiting: null, conversation: { state: 'needs-person' } });
  });

  test('waits on when the text comes out of its delay into the night', () => {
    const due = given({ rules: holding, business: always }, [callMissed('20:59:59')]).when(
      timerFired('21:00:01', 'first-text'),
    );
    due.thenTextsNobody();
    expect(due.caller.waiting).toMatchObject({ held: true, dueAt: at('08:00', 'tomorrow') });
  });

  test('is answered at once by default, with the hours', () => {
    given()
      .when(callMissed('22:00'))
      .whenTimerFires('first-text')
      .thenTexts(/We are closed now and open 8 AM tomorrow\..*If this is an emergency call 911\./);
  });
});
