import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import { type Instant, msBetween } from './instant.ts';
import type { E164 } from './phone.ts';
import type { QuietHoursMode } from './quiet-hours.ts';
import { stateHours } from './state-hours.ts';
import { inEveryStory, type Told, textsIn } from './testing/story.ts';
import { statesOf, zonesOf } from './zones.ts';

/** Each tells hundreds of stories. */
vi.setConfig({ testTimeout: 30_000 });

const ofClass = (step: Told, kind: string) => textsIn(step).filter((text) => text.class === kind);

test('one second text at most follows a first one, by day in every zone of the number', () => {
  inEveryStory((told) => {
    let isOpen = false;
    for (const step of told) {
      if (ofClass(step, 'first-text').length > 0) isOpen = true;
      for (const { to } of ofClass(step, 'second-text')) {
        expect(isOpen).toBe(true);
        isOpen = false;
        for (const { hour, dayOfWeek } of clocksOf(to, step.event.at)) {
          expect(hour).toBeGreaterThanOrEqual(dayOfWeek === 7 ? 12 : 9);
          expect(hour).toBeLessThan(20);
        }
      }
    }
  });
});

test('a first text that answers no fresh call leaves between 8 and 21 in every zone, through both changes of the clocks', () => {
  inEveryStory((told) => {
    for (const step of told) {
      const { waiting } = step.before.caller;
      for (const { to } of ofClass(step, 'first-text')) {
        const { mode } = step.before.rules.quietHours;
        const isFresh = waiting && msBetween(waiting.missedAt, step.event.at) < 120_000;
        if (mode === 'at-once' && isFresh) continue;
        for (const { hour } of clocksOf(to, step.event.at)) {
          expect(hour).toBeGreaterThanOrEqual(8);
          expect(hour).toBeLessThan(21);
        }
      }
    }
  });
});

test('whatever waits for the end of the night waits until the day in every zone and state, through both changes', () => {
  const heldOver = { 'March change': 0, 'November change': 0 };
  inEveryStory((told) => {
    for (const { before, decision, event } of told) {
      const { mode } = before.rules.quietHours;
      const { phone } = before.caller;
      const isHeld = decision.reasons.some(
        ({ rule, outcome }) => rule === 'quiet-hours' && outcome === 'hold',
      );
      for (const effect of decision.effects) {
        if (phone === null || !isHeld || effect.type !== 'set-timer' || effect.timer !== 'first-text')
          continue;
        for (const clock of clocksOf(phone, effect.at)) expect(isDay(mode, phone, clock)).toBe(true);
        if (/^2026-03-08/.test(effect.at)) heldOver['March change'] += event.at < '2026-03-08T08' ? 1 : 0;
        if (/^2026-11-01/.test(effect.at)) heldOver['November change'] += event.at < '2026-11-01T06' ? 1 : 0;
      }
    }
  }, 1_500);
  for (const [name, count] of Object.entries(heldOver)) expect([name, count > 10]).toEqual([name, true]);
});

test('a first text that is put off may leave by day alone, or while the call is fresh', () => {
  inEveryStory((told) => {
    for (const step of told) {
      const { waiting } = step.before.caller;
      const { mode } = step.before.rules.quietHours;
      for (const { to, notAfter } of ofClass(step, 'first-text')) {
        expect(notAfter >= step.event.at).toBe(true);
        const isFresh = waiting && msBetween(waiting.missedAt, notAfter) < 120_000;
        if (mode === 'at-once' && isFresh) continue;
        for (const clock of clocksOf(to, notAfter)) expect(isDay(mode, to, clock)).toBe(true);
      }
    }
  });
});

/** From 8 to 21, and by `state-strict` in the hours of the number's states, read off their table. */
function isDay(mode: QuietHoursMode, phone: E164, { hour, dayOfWeek }: Temporal.ZonedDateTime): boolean {
  const states = mode === 'state-strict' ? (statesOf(phone) ?? []) : [];
  const rows = stateHours.filter(({ state }) => states.includes(state));
  const spans = rows.map((row) =>
    dayOfWeek === 7 ? row.sunday : dayOfWeek === 6 ? row.saturday : row.weekday,
  );
  return [[8, 21] as const, ...spans].every((span) => span !== null && span[0] <= hour && hour < span[1]);
}

function clocksOf(phone: Parameters<typeof zonesOf>[0], at: Instant) {
  return zonesOf(phone).map((zone) => Temporal.Instant.from(at).toZonedDateTimeISO(zone));
}
