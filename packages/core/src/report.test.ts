import { describe, expect, test } from 'vitest';
import { newState } from './caller.ts';
import { step } from './decide.ts';
import type { Event } from './event.ts';
import { createReport, type Milestone, type ReportSetting } from './report.ts';
import { createStopwatch } from './report-times.ts';
import {
  at,
  business,
  callAnswered,
  callerPhone,
  callMissed,
  dealWon,
  linePhone,
  rules,
  staffActed,
  textReceived,
  textStatus,
  timerFired,
} from './testing/events.ts';

/** The report of one caller's events, decided as they would have been. */
function reportOn(
  events: readonly Event[],
  setting: Partial<ReportSetting> = {},
  milestones: readonly Milestone[] = [],
) {
  const maker = createReport({ business: business(), ...setting });
  let state = newState(business(), rules(), { callerId: callerPhone, phone: callerPhone });
  for (const event of events) {
    const taken = step(state, event);
    state = taken.state;
    maker.add({ ...taken.decision, event });
  }
  for (const milestone of milestones) maker.add(milestone);
  return maker.report();
}

const timer = timerFired('10:00:02', 'first-text');
const textId = `${timer.id}-1`;
const texted = [callMissed('10:00'), timer, textStatus('10:00:04', textId, 'accepted')];
const delivered = [...texted, textStatus('10:00:05', textId, 'delivered')];

describe('the funnel', () => {
  test('counts one caller as one lead, at each stage once', () => {
    const report = reportOn([
      ...delivered,
      textReceived('10:03', 'Can you fix a tap?'),
      textReceived('10:04', 'Today?'),
      callMissed('11:00'),
    ]);
    expect(report).toMatchObject({ missed: 2, leads: 1, texted: 1, delivered: 1, replied: 1, recovered: 1 });
    expect(report).toMatchObject({ recoveryRate: 1, replyRate: 1, bookingRate: 0 });
  });

  test('tells why a call got no text', () => {
    const { withheld } = reportOn([...delivered, callMissed('11:00'), callMissed('12:00')]);
    expect(withheld).toMatchObject([
      { rule: 'dedupe', count: 2, detail: expect.stringContaining('24 hours') },
    ]);
  });

  test('counts a text as sent when the provider has taken it, and times it from the missed call', () => {
    expect(reportOn([callMissed('10:00'), timer])).toMatchObject({ leads: 1, texted: 0, firstText: null });
    expect(reportOn(texted)).toMatchObject({
      texted: 1,
      delivered: 0,
      firstText: { count: 1, median: 4, p90: 4 },
    });
  });

  test('leaves out who hung up at once', () => {
    const report = reportOn([callMissed('10:00', { cause: 'abandoned', ringSeconds: 2 })]);
    expect(report).toMatchObject({ missed: 1, leftAlone: 1, leads: 0, recoveryRate: null, replyRate: null });
  });

  test('takes STOP for no reply', () => {
    expect(reportOn([...delivered, textReceived('10:03', 'STOP')])).toMatchObject({
      replied: 0,
      recovered: 0,
    });
  });

  test('knows who got through later, which is no merit of a text', () => {
    const report = reportOn([...delivered, callAnswered('10:30')]);
    expect(report).toMatchObject({ answered: 1, reached: 1, recovered: 0, replied: 0 });
  });

  test('knows who was called back', () => {
    const calledBack = {
      milestone: 'called-back',
      callerId: callerPhone,
      at: at('11:00'),
      value: null,
    } as const;
    expect(reportOn(delivered, {}, [calledBack])).toMatchObject({ reached: 1, recovered: 0 });
  });

  test('has rates of null where there is nothing to divide by', () => {
    expect(reportOn([])).toMatchObject({ missed: 0, recoveryRate: null, replyRate: null, bookingRate: null });
  });

  test('owes nothing to a call of more than 30 days ago', () => {
    const late = textReceived(at('10:03', 31), 'Hello again');
    expect(reportOn([...delivered, late])).toMatchObject({ replied: 0 });
    const again = callMissed(at('10:00', 31));
    expect(reportOn([...delivered, again])).toMatchObject({ missed: 2, leads: 2 });
  });

  test('counts the calls missed in the period, and what became of them later', () => {
    const events = [...delivered, textReceived('10:03', 'Can you fix a tap?')];
    expect(reportOn(events, { from: at('10:00'), to: at('10:01') })).toMatchObject({ missed: 1, replied: 1 });
    expect(reportOn(events, { from: at('10:01') })).toMatchObject({ missed: 0, replied: 0, segments: 0 });
    expect(reportOn(events, { to: at('10:00') })).toMatchObject({ missed: 0, texted: 0, segments: 0 });
  });
});

describe('times and money', () => {
  test('a deal won in the CRM is revenue, once for each deal, at what it is worth by now', () => {
    const won = (...deals: readonly Event[]) => reportOn([...delivered, ...deals], { leadValue: 350 });
    expect(won(dealWon('12:00', { dealId: '1', amount: null }))).toMatchObject({
      won: 1,
      recovered: 1,
      revenue: 350,
    });
    expect(
      won(dealWon('12:00', { dealId: '1', amount: null }), dealWon('12:05', { dealId: '1', amount: 900 })),
    ).toMatchObject({
      won: 1,
      revenue: 900,
    });
    expect(
      won(dealWon('12:00', { dealId: '1', amount: 900 }), dealWon('12:05', { dealId: '1', amount: null })),
    ).toMatchObject({ revenue: 900 });
    expect(
      won(dealWon('12:00', { dealId: '1', amount: 900 }), dealWon('12:05', { dealId: '2', amount: 100 })),
    ).toMatchObject({
      won: 1,
      revenue: 1000,
    });
    expect(reportOn([dealWon('12:00', { dealId: '1', amount: 900 })])).toMatchObject({ won: 0, revenue: 0 });
    expect(won(dealWon(at('12:00', 45), { dealId: '1', amount: 900 }))).toMatchObject({ won: 0, revenue: 0 });
  });

  test("the staff's answer is timed from the first text that nobody had answered", () => {
    const report = reportOn([
      ...delivered,
      textReceived('10:03', 'Can you fix a tap?'),
      textReceived('10:04', 'Today?'),
      staffActed('10:13', { act: 'send', body: 'Yes, at noon.' }),
    ]);
    expect(report.staffResponse).toEqual({ count: 1, median: 600, p90: 600 });
  });

  test('a lead won in the CRM brings its value, or what a lead is worth when nobody told', () => {
    const won = { milestone: 'won', callerId: callerPhone, at: at('12:00', 3), value: null } as const;
    const cost = { perSegment: 0.01, fixed: 1 };
    expect(reportOn(delivered, { leadValue: 350, cost }, [won, won])).toMatchObject({
      won: 1,
      recovered: 1,
      revenue: 350,
    });
    const report = reportOn(delivered, { cost }, [{ ...won, value: 1010 }]);
    expect(report).toMatchObject({ revenue: 1010, segments: 1, cost: 1.01, returnOnCost: 1000 });
    expect(reportOn(delivered)).toMatchObject({ cost: null, returnOnCost: null });
  });

  test('a deal that the CRM says is won is counted, with what it brought', () => {
    const history = [...delivered, dealWon(at('12:00', 3))];
    expect(reportOn(history)).toMatchObject({ won: 1, revenue: 410 });
    const untold = [...delivered, dealWon(at('12:00', 3), { amount: null })];
    expect(reportOn(untold, { leadValue: 350 })).toMatchObject({ won: 1, revenue: 350 });
  });

  test('a lead that was qualified brings what it was found to be worth, once it is won', () => {
    const qualified = [...delivered, staffActed('10:10', { act: 'qualify', worth: 900 })];
    const won = { milestone: 'won', callerId: callerPhone, at: at('12:00', 3), value: null } as const;
    expect(reportOn(qualified)).toMatchObject({ qualified: 1, recovered: 1, won: 0, revenue: 0 });
    expect(reportOn(qualified, { leadValue: 350 }, [won])).toMatchObject({ won: 1, revenue: 900 });
  });

  test('the booking rate is that of the texted, so bookings of others do not raise it', () => {
    const other = { milestone: 'booked', at: at('12:00'), value: null } as const;
    const booked = reportOn(delivered, {}, [{ ...other, callerId: callerPhone }]);
    expect(booked).toMatchObject({ booked: 1, texted: 1, bookingRate: 1 });
    const untexted = reportOn([callMissed('10:20', { missedAt: at('09:00') })], {}, [
      { ...other, callerId: callerPhone },
    ]);
    expect(untexted).toMatchObject({ booked: 1, texted: 0, bookingRate: null });
  });

  test('a lead that rules without a worth found qualified brings the value of a lead', () => {
    const asked = [...delivered, textReceived('10:10', 'How much for a sink?')];
    const won = { milestone: 'won', callerId: callerPhone, at: at('12:00', 3), value: null } as const;
    expect(reportOn(asked, { leadValue: 350 }, [won])).toMatchObject({ qualified: 1, won: 1, revenue: 350 });
    expect(reportOn(asked, { leadValue: 350 }, [{ ...won, value: 0 }])).toMatchObject({ won: 1, revenue: 0 });
  });

  test('median and p90 are those of all cases', () => {
    const watch = createStopwatch();
    expect(watch.times()).toBeNull();
    for (const seconds of [2, 4, 3, 100, 2, 2, 2, 2, 50, 40]) watch.add(seconds);
    expect(watch.times()).toEqual({ count: 10, median: 2.5, p90: 50 });
  });
});

test('the funnel is told by line, source and hour of the week in the zone of the business', () => {
  const report = reportOn(delivered);
  expect(report.byLine[linePhone]).toMatchObject({ missed: 1, texted: 1 });
  expect(report.bySource.unknown).toMatchObject({ missed: 1 });
  const wednesdayAtTen = 2 * 24 + 10;
  expect(report.byHourOfWeek[wednesdayAtTen]).toMatchObject({ missed: 1, texted: 1 });
  expect(report.byHourOfWeek.reduce((sum, { missed }) => sum + missed, 0)).toBe(1);
});
