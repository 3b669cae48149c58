import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import { consentLevelOf } from './consent.ts';
import { decide, evolve, step } from './decide.ts';
import type { TimerName } from './event.ts';
import { addMinutes, type Instant, msBetween } from './instant.ts';
import { plot, type Told, tell, textsIn } from './testing/story.ts';
import { zonesOf } from './zones.ts';

const check = (property: (told: readonly Told[]) => void, numRuns = 300) =>
  fc.assert(
    fc.property(plot, (plotted) => property(tell(plotted))),
    { numRuns, seed: 20261121 },
  );

const ofClass = (step: Told, kind: string) => textsIn(step).filter((text) => text.class === kind);

test('the stories do reach what is to be shown of them', () => {
  const reached = {
    texts: 0,
    late: 0,
    seconds: 0,
    optOuts: 0,
    doubles: 0,
    held: 0,
    reminders: 0,
    leads: 0,
    onCall: 0,
  };
  check((told) => {
    for (const step of told) {
      const { before, after, decision, event } = step;
      reached.texts += ofClass(step, 'first-text').length;
      reached.late += ofClass(step, 'first-text').length > 0 && before.caller.waiting?.held ? 1 : 0;
      reached.seconds += ofClass(step, 'second-text').length;
      reached.optOuts += !before.caller.suppression && after.caller.suppression ? 1 : 0;
      reached.doubles += decision.reasons.some(({ rule }) => rule === 'dedupe') ? 1 : 0;
      reached.held += decision.reasons.some(({ outcome }) => outcome === 'hold') ? 1 : 0;
      reached.leads += after.caller.conversation?.lead && !before.caller.conversation?.lead ? 1 : 0;
      reached.reminders += event.type === 'timer-fired' && event.timer === 'answer-due' ? 1 : 0;
      reached.onCall += event.type === 'timer-fired' && event.timer === 'on-call' ? 1 : 0;
    }
  });
  for (const [name, count] of Object.entries(reached)) expect([name, count > 20]).toEqual([name, true]);
});

test('never two first texts within the window, unless the earlier one never arrived', () => {
  check((told) => {
    const first = told.flatMap((step) => ofClass(step, 'first-text').map(({ textId }) => ({ textId, step })));
    first.slice(1).forEach(({ step }, index) => {
      const earlier = first[index];
      const windowMs = step.before.rules.dedupe.windowHours * 3_600_000;
      if (!earlier || msBetween(earlier.step.event.at, step.event.at) >= windowMs) return;
      const known = step.before.caller.firstTexts.find(({ textId }) => textId === earlier.textId);
      expect(known?.status).toMatch(/failed|expired|withdrawn/);
    });
  });
});

test('never more than two first texts in seven days or three in thirty', () => {
  check((told) => {
    const sent = told.flatMap((step) => ofClass(step, 'first-text').map(() => step));
    for (const [days, most] of [
      [7, 2],
      [30, 3],
    ] as const) {
      for (const { event, after } of sent) {
        const since = addMinutes(event.at, -days * 24 * 60);
        const counted = after.caller.firstTexts.filter(
          ({ at, status }) => at > since && !/failed|expired|withdrawn/.test(status),
        );
        expect(counted.length).toBeLessThanOrEqual(most);
      }
    }
  });
});

test('a suppressed number gets its confirmation within five minutes, one help text, the answer to START, no more', () => {
  check((told) => {
    let sinceOptOut: string[] = [];
    for (const step of told) {
      const isNew = !step.before.caller.suppression && step.after.caller.suppression !== null;
      if (isNew) sinceOptOut = [];
      if (!isNew && !step.before.caller.suppression) continue;
      for (const text of textsIn(step)) {
        expect(text.class).toMatch(isNew ? /^opt-out-confirmation$/ : /^(help|opt-in-confirmation)$/);
        expect(text.notAfter <= addMinutes(step.event.at, 5)).toBe(true);
        sinceOptOut.push(text.class);
      }
      expect(new Set(sinceOptOut).size).toBe(sinceOptOut.length);
    }
  });
});

test('nothing that was scheduled survives an opt-out but an emergency and the closing of the conversation', () => {
  const mayStay: readonly TimerName[] = ['close-conversation', 'on-call'];
  check((told) => {
    for (const { after, timers } of told) {
      if (!after.caller.suppression) continue;
      expect(after.caller).toMatchObject({ waiting: null, secondText: null });
      expect([...timers.keys()].filter((timer) => !mayStay.includes(timer))).toEqual([]);
      if (timers.has('on-call')) expect(after.caller.conversation?.emergency).not.toBeNull();
    }
  });
});

test('suppression is what the ledger says, no call or reply lifts it, and no line of the ledger ever changes', () => {
  check((told) => {
    for (const { before, after, event } of told) {
      const isSuppressed = after.caller.suppression !== null;
      expect(consentLevelOf(after.caller) === 'suppressed').toBe(isSuppressed);
      const earlier = before.caller.ledger;
      expect(after.caller.ledger.slice(0, earlier.length)).toEqual(earlier);
      if (before.caller.suppression && !isSuppressed) expect(event.type).toMatch(/text-received|staff-acted/);
    }
  });
});

test('every decision has a reason in words, every withheld text one that withholds, every effect a key of its own', () => {
  check((told) => {
    for (const { decision, event, after } of told) {
      expect(decision.reasons.length).toBeGreaterThan(0);
      for (const { detail } of decision.reasons) expect(detail).toMatch(/^[A-Z"].*[.?!]$/);
      for (const { key } of decision.effects) expect(key).toMatch(/^[A-Za-z0-9_-]+$/);
      const isWithheld = decision.effects.some(
        (effect) => effect.type === 'publish' && effect.event === 'text_back.withheld',
      );
      const withholds = decision.reasons.some(({ outcome }) => outcome === 'withhold');
      const tellsOfFailure = event.type === 'text-status-changed';
      if (isWithheld && !tellsOfFailure) expect(withholds).toBe(true);
      if (event.type === 'call-missed' && after.caller.waiting?.callId !== event.callId)
        expect(withholds).toBe(true);
    }
    const keys = told.flatMap(({ decision }) => decision.effects.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('the state knows the timers that run, what waits has one, and an open task belongs to somebody', () => {
  check((told) => {
    for (const { after, timers } of told) {
      const { waiting, conversation, secondText } = after.caller;
      expect(after.caller.timers).toEqual(Object.fromEntries(timers));
      if (waiting) expect(timers.get('first-text')).toBe(waiting.dueAt);
      if (secondText) expect(timers.has('second-text')).toBe(true);
      if (conversation?.taskId) expect(conversation.state).not.toBe('automated');
    }
  });
});

test('one second text at most follows a first one, by day in every zone of the number', () => {
  check((told) => {
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
  check((told) => {
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

function clocksOf(phone: Parameters<typeof zonesOf>[0], at: Instant) {
  return zonesOf(phone).map((zone) => Temporal.Instant.from(at).toZonedDateTimeISO(zone));
}

test('replaying the events gives the stored state, which is plain JSON', () => {
  check((told) => {
    const [first, last] = [told[0], told.at(-1)];
    if (!first || !last) return;
    const replayed = told.map(({ event }) => event).reduce(evolve, first.before);
    expect(replayed.caller).toEqual(last.after.caller);
    expect(JSON.parse(JSON.stringify(last.after.caller))).toEqual(last.after.caller);
  });
});

test('a decision depends on neither the order of keys nor the clock of the machine', () => {
  const now = vi.spyOn(Date, 'now').mockImplementation(() => {
    throw new Error('the clock of the machine was read');
  });
  check((told) => {
    for (const { event, before, decision, after } of told) {
      const shuffled = step(reversed(before), reversed(event));
      expect(shuffled.decision).toEqual(decision);
      expect(shuffled.state.caller).toEqual(after.caller);
      expect(decide(before, event)).toEqual(decision);
    }
  }, 60);
  now.mockRestore();
});

/** The same value with the keys of every object in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => reversed(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)])) as T;
}
