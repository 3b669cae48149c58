import type { SendingProblem } from '@ringback/core';
import {
  callMissed,
  type Decided,
  given,
  staffActed,
  textReceived,
  textStatus,
  timerFired,
} from '@ringback/core/testing';
import { readTextFailure } from '@ringback/messaging';
import { describe, expect, test } from 'vitest';

/** A first text has left at 10:30, and the provider says of it at 10:31 that it failed. */
function failed(code: string, earlier: readonly string[] = []): Decided {
  const due = given().when(callMissed('10:29:58')).whenTimerFires('first-text');
  const [text] = due.effects('send-text');
  const fail = (on: Decided, time: string, textId: string, reason: string) =>
    on.when(textStatus(time, textId, 'failed', { code: reason, failure: readTextFailure(reason) }));
  let last = fail(due, '10:31', text?.textId ?? '', earlier[0] ?? code);
  for (const [index, next] of [...earlier.slice(1), ...(earlier.length > 0 ? [code] : [])].entries()) {
    const again = last.when(callMissed(`1${2 + index}:00`)).whenTimerFires('first-text');
    const [second] = again.effects('send-text');
    last = fail(again, `1${2 + index}:10`, second?.textId ?? '', next);
  }
  return last;
}

function problemIn(decided: Decided): SendingProblem | null {
  return decided.effects('hold-texts')[0]?.problem ?? null;
}

const hasTask = (decided: Decided) => decided.caller.conversation?.taskId !== null;
const holds = (what: SendingProblem['holds']) => (decided: Decided) => {
  expect(problemIn(decided)?.holds).toBe(what);
  expect(hasTask(decided)).toBe(true);
};
const marks = (kind: string) => (decided: Decided) => {
  expect(decided.caller.undeliverable?.kind).toBe(kind);
  expect(hasTask(decided)).toBe(true);
  decided.when(callMissed('16:00')).thenWithheld({ rule: 'undeliverable' });
};
const resends = (from: string, to: string) => (decided: Decided) => {
  const [timer] = decided.effects('set-timer').filter((effect) => effect.timer === 'resend');
  expect(timer?.at.slice(11, 19) ?? 'never').toSatisfy((at: string) => at >= from && at <= to);
  expect(hasTask(decided)).toBe(false);
};
const leavesTask = (decided: Decided) => {
  expect(problemIn(decided)).toBeNull();
  expect(decided.caller).toMatchObject({ undeliverable: null, resend: null, suppression: null });
  expect(hasTask(decided)).toBe(true);
};

/** 10:31 in Chicago is 16:31 UTC. */
const aWhileLater = resends('16:41:00', '16:44:00');
const soon = resends('16:32:00', '16:34:00');

describe('every code of the provider has its consequence, and the owner reads why', () => {
  test.each<[string, string, (decided: Decided) => void]>([
    ['21211', 'the number is not texted again', marks('not-textable')],
    ['21614', 'the number is not texted again', marks('not-textable')],
    ['21635', 'the number is not texted again', marks('not-textable')],
    ['30006', 'the number is not texted again', marks('not-textable')],
    [
      '30005',
      'a task, and remembered for the second time',
      (decided) => {
        leavesTask(decided);
        expect(decided.caller.unknownPhoneAt).not.toBeNull();
      },
    ],
    [
      '21610',
      'silence',
      (decided) => {
        expect(decided.caller.suppression).toMatchObject({ by: 'provider' });
        expect(hasTask(decided)).toBe(true);
      },
    ],
    ['30004', 'the number is left alone until they write', marks('blocked')],
    ['30003', 'once more in a while', aWhileLater],
    ['20429', 'once more soon', soon],
    ['21611', 'once more soon', soon],
    ['30001', 'once more soon', soon],
    ['30017', 'once more soon', soon],
    ['30022', 'once more soon', soon],
    ['30023', 'nothing of the business until midnight Pacific', holds('business')],
    ['30027', 'nothing of the business until midnight Pacific', holds('business')],
    ['30026', 'somebody is told', holds('nothing')],
    ['30007', 'never the same words', holds('words')],
    ['21617', 'never the same words', holds('words')],
    ['30019', 'never the same words', holds('words')],
    ['30032', 'nothing from the line', holds('line')],
    ['30034', 'nothing from the line', holds('line')],
    ['30035', 'nothing from the line', holds('line')],
    ['30033', 'nothing of the business', holds('business')],
    ['21212', 'nothing from the line', holds('line')],
    ['21606', 'nothing from the line', holds('line')],
    ['30024', 'nothing from the line', holds('line')],
    ['21703', 'nothing of the business', holds('business')],
    ['21704', 'nothing of the business', holds('business')],
    ['21408', 'somebody is told', holds('nothing')],
    ['21608', 'somebody is told', holds('nothing')],
    ['21612', 'somebody is told', holds('nothing')],
    ['20003', 'nothing of the business', holds('business')],
    ['20404', 'nothing of the business', holds('business')],
    ['30002', 'nothing of the business', holds('business')],
    ['30037', 'nothing of the business', holds('business')],
    ['30450', 'nothing of the business', holds('business')],
    ['30453', 'nothing of the business', holds('business')],
    ['30454', 'nothing of the business', holds('business')],
    ['30610', 'nothing of the business', holds('business')],
    [
      '30039',
      'no automatic text there, people may write',
      (decided) => {
        marks('loop')(decided);
        decided.when(textReceived('11:00', 'I am away')).when(callMissed('16:00')).thenTextsNobody();
        decided.when(staffActed('11:00', { act: 'send', body: 'Hello' })).thenTexts('Hello');
      },
    ],
    ['30036', 'a task', leavesTask],
    ['30008', 'a task', leavesTask],
    ['30500', 'a task', leavesTask],
    ['20500', 'a task', leavesTask],
    ['20503', 'a task', leavesTask],
    ['11200', 'a task', leavesTask],
    ['63016', 'a task', leavesTask],
    ['99999', 'a task', leavesTask],
  ])('%s: %s', (code, _what, follows) => {
    const decided = failed(code);
    const { detail, facts } = decided.decision.reasons[0];
    expect(detail).toContain(readTextFailure(code).meaning);
    expect(facts).toMatchObject({ code });
    follows(decided);
  });
});

test('a phone that its carrier does not know for the second time within 30 days is not texted again', () => {
  const decided = failed('30005', ['30005']);
  expect(decided.caller.undeliverable).toMatchObject({ kind: 'unknown-phone', code: '30005' });
  decided.when(callMissed('18:00')).thenWithheld({ rule: 'undeliverable' });
});

test('who writes has a phone that takes texts', () => {
  const wrote = failed('30006').when(textReceived('11:00', 'Can you come today?'));
  expect(wrote.caller.undeliverable).toBeNull();
  wrote.when(staffActed('11:05', { act: 'send', body: 'At two.' })).thenTexts('At two.');
});

test('staff are told why a number cannot be texted instead of a text that fails', () => {
  const refused = failed('30006').when(staffActed('11:00', { act: 'send', body: 'Hello' }));
  refused.thenWithheld({ rule: 'undeliverable' });
});

describe('a text that did not arrive because the phone was off', () => {
  test('is sent once more with the same words, and then becomes a task', () => {
    const first = failed('30003');
    const again = first.whenTimerFires('resend').thenTexts(/sorry we missed your call/);
    const [text] = again.effects('send-text');
    const gone = again.when(
      textStatus('10:44:30', text?.textId ?? '', 'failed', {
        code: '30003',
        failure: readTextFailure('30003'),
      }),
    );
    expect(hasTask(gone)).toBe(true);
    expect(gone.effects('set-timer').filter(({ timer }) => timer === 'resend')).toEqual([]);
    expect(gone.published('message.failed')).toHaveLength(1);
  });

  test('is not sent again once they have written', () => {
    const wrote = failed('30003').when(textReceived('10:35', 'Hello?'));
    expect(wrote.effects('clear-timers').flatMap(({ timers }) => timers)).toContain('resend');
    expect(wrote.caller.resend).toBeNull();
  });

  test('is not sent again once they asked for silence', () => {
    expect(failed('30003').when(textReceived('10:35', 'STOP')).caller.resend).toBeNull();
  });

  test('stays the words of whoever wrote it', () => {
    const written = given({}, [textReceived('10:00', 'Hi')]).when(
      staffActed('10:01', { act: 'send', body: 'At two.' }),
    );
    const [text] = written.effects('send-text');
    const again = written
      .when(
        textStatus('10:02', text?.textId ?? '', 'failed', {
          code: '30003',
          failure: readTextFailure('30003'),
        }),
      )
      .whenTimerFires('resend')
      .thenTexts('At two.');
    expect(again.caller.openTexts).toMatchObject([{ author: 'Sam', class: 'staff' }]);
  });
});

describe('what is held', () => {
  const callWith = (problem: SendingProblem | null, time: string) =>
    given().when({ ...callMissed(time), ...(problem ? { problems: [problem] } : {}) });

  test('becomes a task with the reason, at once', () => {
    const problem = problemIn(failed('30034'));
    const call = callWith(problem, '15:00').thenWithheld({ rule: 'registration' });
    expect(call.caller.conversation?.taskId).not.toBeNull();
    expect(call.decision.reasons[0].detail).toContain('not registered for business texting');
  });

  test('is tried again when the carrier’s day is over, at midnight Pacific time', () => {
    const problem = problemIn(failed('30023'));
    expect(problem?.until).toBe('2026-11-19T08:00:00.000Z');
    callWith(problem, '17:00').thenWithheld({ rule: 'daily-limit' });
    callWith(problem, '2026-11-19T08:00:00.000Z').thenReason({ rule: 'first-text' });
  });

  test('is nothing but the same words where the words were the problem', () => {
    const problem = problemIn(failed('30007')) ?? expect.fail('the words are held');
    const call = callMissed('15:00');
    const waiting = given().when(call);
    const [timer] = waiting.effects('set-timer');
    const due = (about: SendingProblem) =>
      waiting.when({ ...timerFired(timer?.at ?? '', 'first-text'), problems: [about] });
    due(problem).thenWithheld({ rule: 'words' });
    due({ ...problem, words: 'of another wording' }).thenTexts(/sorry we missed your call/);
  });

  test('is forgotten when a text from the line has arrived after it was over', () => {
    const problem = problemIn(failed('30034')) ?? expect.fail('the line is held');
    const due = given().when(callMissed('10:29:58')).whenTimerFires('first-text');
    const textId = due.effects('send-text')[0]?.textId ?? '';
    const arrived = {
      ...textStatus('10:31', textId, 'delivered'),
      problems: [{ ...problem, until: callMissed('10:00').at }],
    };
    expect(due.when(arrived).effects('release-texts')).toHaveLength(1);
    expect(due.when({ ...arrived, problems: [problem] }).effects('release-texts')).toHaveLength(0);
  });
});
