import { expect, test, vi } from 'vitest';
import { consentLevelOf } from './consent.ts';
import { decide, evolve, step } from './decide.ts';
import type { TextClass } from './decision.ts';
import type { TimerName } from './event.ts';
import { addMinutes, msBetween } from './instant.ts';
import { whyUnwanted } from './still-wanted.ts';
import { inEveryStory, type Told, textsIn } from './testing/story.ts';

/** Each tells hundreds of stories. */
vi.setConfig({ testTimeout: 30_000 });

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
  inEveryStory((told) => {
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
  inEveryStory((told) => {
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
  inEveryStory((told) => {
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
  inEveryStory((told) => {
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
  inEveryStory((told) => {
    for (const { after, timers } of told) {
      if (!after.caller.suppression) continue;
      expect(after.caller).toMatchObject({ waiting: null, secondText: null });
      expect([...timers.keys()].filter((timer) => !mayStay.includes(timer))).toEqual([]);
      if (timers.has('on-call')) expect(after.caller.conversation?.emergency).not.toBeNull();
    }
  });
});

test('suppression is what the ledger says, no call or reply lifts it, and no line of the ledger ever changes', () => {
  inEveryStory((told) => {
    for (const { before, after, event } of told) {
      const isSuppressed = after.caller.suppression !== null;
      expect(consentLevelOf(after.caller) === 'suppressed').toBe(isSuppressed);
      const earlier = before.caller.ledger;
      expect(after.caller.ledger.slice(0, earlier.length)).toEqual(earlier);
      if (before.caller.suppression && !isSuppressed) expect(event.type).toMatch(/text-received|staff-acted/);
    }
  });
});

test('the level of consent is what the ledger comes to, read line by line, however it was arrived at', () => {
  const order = ['none', 'inquiry', 'replied', 'express', 'written'];
  const agreed: { readonly [kind: string]: string } = { reply: 'replied' };
  inEveryStory((told) => {
    for (const { caller } of told.map(({ after }) => after)) {
      const openId = caller.conversation?.state === 'closed' ? null : caller.conversation?.id;
      let level = 'none';
      for (const { kind, conversationId } of caller.ledger) {
        if (kind === 'revoked' || kind === 'wrong-number') level = 'suppressed';
        else if (kind === 'restored') level = 'express';
        else if (level !== 'suppressed' && (conversationId === null || conversationId === openId)) {
          const told = agreed[kind] ?? kind;
          if (order.indexOf(told) > order.indexOf(level)) level = told;
        }
      }
      expect(consentLevelOf(caller)).toBe(level);
      expect(consentLevelOf({ ...caller, ledger: [...caller.ledger] })).toBe(level);
    }
  });
});

test('whatever is still on its way when somebody opts out is stopped before it is handed over', () => {
  let stopped = 0;
  inEveryStory((told) => {
    for (const { after } of told) {
      if (!after.caller.suppression) continue;
      for (const { textId, line, body, class: kind, status } of after.caller.openTexts) {
        if (status !== 'intended' || /^(opt-out-confirmation|opt-in-confirmation|help)$/.test(kind)) continue;
        const text = { key: textId, type: 'send-text', textId, from: line, to: line, body } as const;
        const notAfter = addMinutes(after.caller.suppression.since, 60);
        expect(whyUnwanted(after.caller, { ...text, class: kind as TextClass, notAfter })).toBe('opted-out');
        stopped += 1;
      }
    }
  });
  expect(stopped).toBeGreaterThan(20);
});

test('a text that waited and is not sent after all leaves a reason behind', () => {
  const gone = { first: 0, second: 0 };
  inEveryStory((told) => {
    for (const step of told) {
      const { before, after, decision } = step;
      const { reasons } = decision;
      const withholds = reasons.some(({ outcome }) => outcome === 'withhold');
      if (before.caller.waiting && !after.caller.waiting && ofClass(step, 'first-text').length === 0) {
        expect(withholds).toBe(true);
        gone.first += 1;
      }
      if (before.caller.secondText && !after.caller.secondText && ofClass(step, 'second-text').length === 0) {
        const isCancelled = reasons.some(({ facts }) => String(facts.cancelled).includes('second-text'));
        expect(withholds || isCancelled).toBe(true);
        gone.second += 1;
      }
    }
  });
  expect(gone.first).toBeGreaterThan(20);
  expect(gone.second).toBeGreaterThan(20);
});

test('every decision has a reason in words, every withheld text one that withholds, every effect a key of its own', () => {
  inEveryStory((told) => {
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
  inEveryStory((told) => {
    for (const { after, timers } of told) {
      const { waiting, conversation, secondText } = after.caller;
      expect(after.caller.timers).toEqual(Object.fromEntries(timers));
      if (waiting) expect(timers.get('first-text')).toBe(waiting.dueAt);
      if (secondText) expect(timers.has('second-text')).toBe(true);
      if (conversation?.taskId) expect(conversation.state).not.toBe('automated');
    }
  });
});

test('replaying the events gives the stored state, which is plain JSON', () => {
  inEveryStory((told) => {
    const [first, last] = [told[0], told.at(-1)];
    if (!first || !last) return;
    const events = told.map(({ event }) => event);
    expect(events.reduce(evolve, first.before).caller).toEqual(last.after.caller);
    // As the store has it: written down after every event, and read again before the next.
    const stored = events.reduce((state, event) => asStored(evolve(state, asStored(event))), first.before);
    expect(stored.caller).toEqual(last.after.caller);
    expect(JSON.parse(JSON.stringify(last.after.caller))).toEqual(last.after.caller);
  });
});

function asStored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

test('a decision depends on neither the order of keys, nor the clock of the machine, nor chance', () => {
  const read = (what: string) => () => {
    throw new Error(`${what} was asked`);
  };
  inEveryStory((told) => {
    for (const { event, before, decision, after } of told) {
      vi.useFakeTimers({ now: new Date('2031-07-04T03:00:00Z'), toFake: ['Date'] });
      vi.spyOn(Date, 'now').mockImplementation(read('the clock of the machine'));
      vi.spyOn(Math, 'random').mockImplementation(read('chance'));
      const shuffled = step(reversed(before), reversed(event));
      expect(shuffled.decision).toEqual(decision);
      expect(shuffled.state.caller).toEqual(after.caller);
      expect(decide(before, event)).toEqual(decision);
      vi.restoreAllMocks();
      vi.useRealTimers();
    }
  }, 60);
});

/** The same value with the keys of every object in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => reversed(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)])) as T;
}
