import { describe, expect, test } from 'vitest';
import type { E164 } from './phone.ts';
import { allowedAt, lastAllowedInstant, nextAllowed, nextAllowedInstant } from './quiet-hours.ts';
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
    expect(nextAllowedInstant('at-once', at('23:01:59'), { ...about, missedAt })).toEqual({
      at: at('23:01:59'),
      held: false,
      facts: { mode: 'at-once' },
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

  test('waits for no opening of a business that opens no more', () => {
    const gone = business({ hours: {}, openings: [{ date: '2025-11-18', spans: ['10:00-12:00'] }] });
    const missedAt = at('22:00');
    const allowed = nextAllowedInstant('hold-21-8', missedAt, { ...about, business: gone, missedAt });
    expect(allowed.at).toBe(at('08:00', 'tomorrow'));
  });

  test('says every zone that it kept', () => {
    const phone = '+18505550142' as E164;
    const missedAt = at('22:00');
    const { facts } = nextAllowedInstant('hold-21-8', missedAt, { ...about, phone, missedAt });
    expect(facts).toEqual({ mode: 'hold-21-8', zones: 'America/Chicago America/New_York' });
  });

  test('does not wait for an opening that lies in the night', () => {
    const bar = business({ hours: { thu: ['22:00-24:00'] } });
    const missedAt = at('22:00');
    const allowed = nextAllowedInstant('hold-21-8', missedAt, { ...about, business: bar, missedAt });
    expect(allowed.at).toBe(at('08:00', 'tomorrow'));
  });
});

describe('lastAllowedInstant', () => {
  const last = (mode: 'at-once' | 'hold-21-8', from: string, until: string, missed = from) =>
    lastAllowedInstant(mode, { from: at(from), until: at(until) }, { ...about, missedAt: at(missed) });

  test.each([
    ['by day is the end asked for', 'hold-21-8', '10:00', '10:15', at('10:15')],
    ['is where it begins if the end is no later', 'hold-21-8', '10:00', '10:00', at('10:00')],
    ['is where it begins if the end is before that', 'hold-21-8', '10:00', '09:00', at('10:00')],
    ['in the evening is the moment before nine', 'hold-21-8', '20:50', '21:05', at('20:59:59.999')],
    ['before nine sharp is the end asked for', 'hold-21-8', '20:50', '20:59:59.999', at('20:59:59.999')],
    ['at nine is the moment before nine', 'hold-21-8', '20:50', '21:00', at('20:59:59.999')],
    ['of what is fresh at night ends with the freshness', 'at-once', '23:00', '23:15', at('23:01:59.999')],
    ['of what is fresh for longer is the end asked for', 'at-once', '23:00', '23:01', at('23:01')],
    ['of what is fresh when the day begins is of the day', 'at-once', '07:58', '08:15', at('08:15')],
    ['of what is fresh a moment before the day is not', 'at-once', '07:57:59', '08:15', at('07:59:58.999')],
  ] as const)('%s', (_name, mode, from, until, expected) => {
    expect(last(mode, from, until)).toBe(expected);
  });

  test('knows no freshness but by the mode that answers at once', () => {
    expect(last('hold-21-8', '20:59:30', '21:10')).toBe(at('20:59:59.999'));
    expect(last('at-once', '20:59:30', '21:10')).toBe(at('21:01:29.999'));
    expect(last('at-once', '20:59:30', '21:10', '20:00')).toBe(at('20:59:59.999'));
  });
});

test('the first allowed moment and whether a moment is one agree', () => {
  const missedAt = at('12:00');
  for (const [time, next] of [
    ['07:59:59.999', '08:00'],
    ['08:00', '08:00'],
    ['20:59:59.999', '20:59:59.999'],
  ] as const) {
    expect(nextAllowed('hold-21-8', at(time), { ...about, missedAt })).toBe(at(next));
    expect(allowedAt('hold-21-8', at(time), { ...about, missedAt })).toBe(time === next);
  }
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
      .thenTexts(/We are closed now and open 8 AM tomorrow\..*In an emergency call 911\./);
  });
});
