import { describe, expect, test } from 'vitest';
import type { LoggedCall } from './call-log/call-log.ts';
import type { E164 } from './phone.ts';
import { type LoggedReply, type SimulatedDecision, simulate } from './simulate.ts';
import { at, business, callerPhone, rules } from './testing/events.ts';

const missed = (time: string, details: Partial<LoggedCall> = {}): LoggedCall => ({
  from: callerPhone,
  startedAt: at(time),
  outcome: 'missed',
  ringSeconds: 18,
  ...details,
});

async function replay(
  calls: Iterable<LoggedCall>,
  replies: readonly LoggedReply[] = [],
): Promise<readonly SimulatedDecision[]> {
  const decisions: SimulatedDecision[] = [];
  for await (const decided of simulate({ business: business(), rules: rules(), calls, replies })) {
    decisions.push(decided);
  }
  return decisions;
}

function textsOf(decisions: readonly SimulatedDecision[]): readonly string[] {
  return decisions.flatMap(({ at: when, effects }) =>
    effects.flatMap((effect) => (effect.type === 'send-text' ? [`${effect.class} ${when}`] : [])),
  );
}

describe('a call log', () => {
  test('tells what would have been sent, when and why', async () => {
    const decisions = await replay([missed('10:00')]);
    expect(textsOf(decisions)).toEqual([`first-text ${at('10:00:20')}`]);
    expect(decisions[0]).toMatchObject({
      at: at('10:00:18'),
      event: { type: 'call-missed' },
      call: { from: callerPhone },
    });
    expect(decisions.every(({ reasons }) => reasons[0].detail.length > 0)).toBe(true);
  });

  test('is decided in order of time, whatever the order of its rows', async () => {
    const other = '+15125550143' as E164;
    const rows = [missed('11:00'), missed('10:00', { from: other }), missed('10:30')];
    const decisions = await replay(rows);
    const times = decisions.map((decision) => decision.at);
    expect(times).toEqual(times.toSorted());
    expect(textsOf(decisions)).toEqual([`first-text ${at('10:00:20')}`, `first-text ${at('10:30:20')}`]);
    expect(decisions).toEqual(await replay(rows.toReversed()));
  });

  test('gets one text for two calls within the window, and another one after it', async () => {
    const decisions = await replay([
      missed('10:00'),
      missed('14:00'),
      { ...missed('10:30'), startedAt: at('10:30', 'tomorrow') },
    ]);
    expect(textsOf(decisions)).toEqual([
      `first-text ${at('10:00:20')}`,
      `first-text ${at('10:30:20', 'tomorrow')}`,
    ]);
  });

  test('withdraws a text whose caller got through before it left', async () => {
    const calls = [missed('10:00'), missed('10:00:19', { outcome: 'answered', ringSeconds: 0 })];
    const decisions = await replay(calls);
    expect(textsOf(decisions)).toEqual([]);
  });

  test('leaves who hangs up at once alone, and nobody whose patience is not known', async () => {
    const hangUp = missed('10:00', { outcome: 'abandoned', ringSeconds: 2 });
    expect(textsOf(await replay([hangUp]))).toEqual([]);
    const { ringSeconds: _, ...unknown } = hangUp;
    expect(textsOf(await replay([unknown]))).toHaveLength(1);
  });

  test('that is no array must be in order', async () => {
    const rows = new Set([missed('11:00'), missed('10:00')]);
    await expect(replay(rows)).rejects.toThrow(RangeError);
    expect(await replay(new Set([missed('10:00'), missed('11:00')]))).toEqual(
      await replay([missed('10:00'), missed('11:00')]),
    );
  });

  test('may be empty', async () => {
    expect(await replay([])).toEqual([]);
  });
});

describe('a reply', () => {
  test('that asks for silence is kept for good, also when the caller is heard of no more for 30 days', async () => {
    const stop = { from: callerPhone, at: at('10:05'), body: 'STOP' };
    const later = Array.from({ length: 90 }, (_, index) => ({
      ...missed('10:00', { from: '+15125550143' as E164 }),
      startedAt: at('10:00', index + 1),
    }));
    const again = { ...missed('10:00'), startedAt: at('10:00', 80) };
    const decisions = await replay([missed('10:00'), ...later, again], [stop]);
    const toCaller = decisions.filter(({ event }) => event.callerId === callerPhone);
    expect(textsOf(toCaller)).toEqual([
      `first-text ${at('10:00:20')}`,
      `opt-out-confirmation ${at('10:05')}`,
    ]);
    const ofCall = toCaller.find(
      ({ event }) => event.type === 'call-missed' && event.missedAt > at('10:00', 79),
    );
    expect(ofCall?.reasons).toContainEqual(
      expect.objectContaining({ rule: 'suppressed', outcome: 'withhold' }),
    );
  });
});
