import { describe, expect, test } from 'vitest';
import type { EffectOf, TextClass } from './decision.ts';
import { whyUnwanted } from './still-wanted.ts';
import {
  callAnswered,
  callMissed,
  type Given,
  given,
  rules,
  staffActed,
  textReceived,
  textSent,
  timerFired,
} from './testing/given.ts';

/** The first text of a call at half past ten, and the caller from whom it is about to leave. */
const sent = (before: Given = given()) => {
  const left = before.when(callMissed('10:30')).when(timerFired('10:30:02', 'first-text'));
  const [text] = left.effects('send-text');
  return { left, text: text ?? expect.unreachable() };
};
const why = ({ state }: Given, text: EffectOf<'send-text'>) => whyUnwanted(state.caller, text);
const textOf = (kind: TextClass) => ({ ...sent().text, class: kind });

describe('to somebody who has opted out', () => {
  const stopped = () => given({}, [textReceived('09:00', 'STOP')]);

  test.each(['opt-out-confirmation', 'opt-in-confirmation', 'help'] as const)('%s is still sent', (kind) => {
    expect(why(stopped(), textOf(kind))).toBeNull();
  });

  test.each(['first-text', 'second-text', 'staff'] as const)('%s is not', (kind) => {
    expect(why(stopped(), textOf(kind))).toBe('opted-out');
  });
});

describe('a first text', () => {
  test('is wanted while nothing has happened since', () => {
    const { left, text } = sent();
    expect(why(left, text)).toBeNull();
  });

  test('is pointless once they write, are spoken with, or somebody looks after them', () => {
    const { left, text } = sent();
    expect(why(left.when(textReceived('10:31', 'Hi')), text)).toBe('pointless');
    expect(why(left.when(callAnswered('10:31')), text)).toBe('pointless');
    expect(why(left.when(staffActed('10:31', { act: 'take-over' })), text)).toBe('pointless');
  });

  test('is wanted whatever they wrote or said before it, or at that very moment', () => {
    const heard = given({}, [textReceived('09:00', 'Thanks!'), staffActed('09:05', { act: 'close' })]);
    const earlier = sent(heard.when(callAnswered('09:10')));
    expect(why(earlier.left, earlier.text)).toBeNull();
    const { left, text } = sent();
    expect(why(left.when(callAnswered('10:30:02')), text)).toBeNull();
  });

  test('of which nothing is remembered is judged by who looks after them alone', () => {
    const { left, text } = sent();
    const unknown = { ...text, textId: 'unknown' };
    expect(why(left.when(textReceived('10:31', 'Hi')), unknown)).toBeNull();
    expect(why(given(), unknown)).toBeNull();
  });
});

describe('a second text', () => {
  const second = () => textOf('second-text');

  test('is wanted as long as nobody looks after them', () => {
    const waiting = given(rules({ secondText: { enabled: true } }), [textSent('10:00')]);
    expect(why(waiting, second())).toBeNull();
    expect(why(waiting.when(textReceived('10:31', 'Hi')), second())).toBe('pointless');
    expect(why(waiting.when(staffActed('10:31', { act: 'close' })), second())).toBe('pointless');
    expect(why(given(), second())).toBe('pointless');
  });
});

test('what staff write, and answers to keywords, are wanted whatever has happened', () => {
  const { left } = sent();
  const taken = left.when(textReceived('10:31', 'Hi')).when(staffActed('10:32', { act: 'take-over' }));
  for (const kind of ['staff', 'help'] as const) expect(why(taken, textOf(kind))).toBeNull();
});
