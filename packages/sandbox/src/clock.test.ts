import { expect, test } from 'vitest';
import { createManualClock, createRealClock } from './clock.ts';

test('runs what falls due in order, at its own time, and nothing before', async () => {
  const clock = createManualClock('2026-11-20T15:00:00Z');
  const ran: string[] = [];
  const note = (name: string) => ran.push(`${name} ${clock.now().toISOString().slice(17, 23)}`);
  clock.after(2_000, () => note('late'));
  clock.after(1_000, () => {
    note('early');
    clock.after(500, () => note('between'));
  });
  const cancel = clock.after(1_200, () => note('cancelled'));
  cancel();
  clock.after(2_001, () => note('too late'));
  await clock.advance(2_000);
  expect(ran).toEqual(['early 01.000', 'between 01.500', 'late 02.000']);
  expect(clock.now().toISOString()).toBe('2026-11-20T15:00:02.000Z');
});

test('waits for what a step started before the time moves on, unless told not to', async () => {
  const clock = createManualClock('2026-11-20T15:00:00Z');
  const seen: string[] = [];
  let underWay: Promise<void> = Promise.resolve();
  clock.settleWith(() => underWay);
  const start = (name: string) => {
    underWay = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      seen.push(`${name} done at ${clock.now().getUTCSeconds()}`);
    });
  };
  clock.after(1_000, () => start('first'));
  await clock.advance(3_000);
  expect(seen).toEqual(['first done at 1']);
  clock.after(1_000, () => start('second'));
  await clock.advance(3_000, { settle: false });
  expect(seen).toHaveLength(1);
  await underWay;
});

test('can be the time of the machine, with timers that can be cancelled', async () => {
  const clock = createRealClock();
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  const ran: string[] = [];
  clock.after(0, () => ran.push('cancelled'))();
  // Timers of this clock keep no process alive, so the test holds one of its own.
  const hold = setInterval(() => {}, 1_000);
  await new Promise<void>((resolve) => {
    clock.after(1, resolve);
  });
  clearInterval(hold);
  expect(ran).toEqual([]);
});
