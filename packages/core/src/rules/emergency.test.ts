import { describe, expect, test } from 'vitest';
import {
  at,
  business,
  callAnswered,
  callMissed,
  type Given,
  given,
  linePhone,
  rules,
  staffActed,
  staffPhone,
  textReceived,
} from '../testing/given.ts';

const timersOf = ({ state }: Given) => Object.keys(state.caller.timers);

describe('an emergency', () => {
  const phone = staffPhone;
  const people = [{ name: 'Ana', phone }, { name: 'Ben' }, { name: 'Cam' }];
  const onCall = rules({ onCall: { people, rotates: 'never' } });
  const burst = textReceived('10:00', 'A pipe burst and water is everywhere!');
  const calledOn = (decided: ReturnType<Given['when']>) =>
    decided.published('conversation.needs_human').map(({ data }) => data.onCall ?? null);

  test('calls on the first, and on the next until somebody acknowledges', () => {
    const first = given(onCall).when(burst);
    expect(calledOn(first)).toContain('Ana');
    expect(first.caller.timers['on-call']).toBe(at('10:05'));
    const next = first.whenTimerFires('on-call');
    expect(calledOn(next)).toEqual(['Ben']);
    const last = next.whenTimerFires('on-call');
    expect(calledOn(last)).toEqual(['Cam']);
    const over = last.whenTimerFires('on-call');
    expect(calledOn(over)).toEqual([]);
    expect(timersOf(over)).not.toContain('on-call');
    const seen = next.when(staffActed('10:06', { act: 'acknowledge' }));
    expect(timersOf(seen)).not.toContain('on-call');
    expect(timersOf(next.when(callAnswered('10:06')))).not.toContain('on-call');
  });

  test('goes as many levels as the rules say, and to everybody when there are not as many people', () => {
    const two = rules({
      onCall: { people: people.slice(0, 1), rotates: 'never', levels: 2, escalateAfterMinutes: 2 },
    });
    const first = given(two).when(burst);
    expect(first.caller.timers['on-call']).toBe(at('10:02'));
    const all = first.whenTimerFires('on-call');
    expect(calledOn(all)).toEqual(['everybody']);
    expect(calledOn(all.whenTimerFires('on-call'))).toEqual([]);
  });

  test('goes round by day and by week', () => {
    const firstOn = (rotates: 'daily' | 'weekly', day: number) => {
      const event = { ...burst, at: at('10:00', day) };
      return calledOn(given(rules({ onCall: { people, rotates } })).when(event))[1];
    };
    expect(new Set([0, 1, 2].map((day) => firstOn('daily', day)))).toEqual(new Set(['Ana', 'Ben', 'Cam']));
    // From Monday to Sunday it is one person's week.
    expect(new Set([-2, 0, 4].map((day) => firstOn('weekly', day))).size).toBe(1);
    expect(firstOn('weekly', 4)).not.toBe(firstOn('weekly', 5));
  });

  test('without anybody on call is only urgent', () => {
    const decided = given().when(burst);
    expect(decided.caller.conversation).toMatchObject({ urgent: true, emergency: null });
    expect(timersOf(decided)).not.toContain('on-call');
  });

  test('survives an opt-out in the same text', () => {
    const both = given(onCall).when(
      textReceived('10:00', 'Stop texting me, the house is flooding, call me!'),
    );
    expect(both.caller.suppression).not.toBeNull();
    expect(both.caller.timers['on-call']).toBe(at('10:05'));
  });

  test.each([
    ['a word of the trade', {}, 'Is it food poisoning?', true],
    ['a word of the owner', { words: ['no hot water'] }, 'We have no hot water', true],
    ['a denied word', {}, 'It is not food poisoning, only a question', false],
    ['a part of a word', { words: ['ice'] }, 'What is your price?', false],
    ['a word of the trade switched off', { tradeWords: false }, 'Is it food poisoning?', false],
  ] as const)('is told by %s', (_name, emergency, body, urgent) => {
    const words = 'words' in emergency ? { words: [...emergency.words] } : emergency;
    const setting = { business: business({ trade: 'restaurant' }), rules: rules({ emergency: words }) };
    const decided = given(setting).when(textReceived('10:00', body));
    expect(decided.caller.conversation?.urgent).toBe(urgent);
  });

  test('is told by the line, whether or not a text follows', () => {
    const of = business({ lines: [{ number: linePhone, emergency: true }] });
    const setting = { business: of, rules: rules({ onCall: { people }, secondText: { enabled: true } }) };
    const missed = given(setting).when(callMissed('10:00'));
    expect(missed.effects('write-crm')[0]?.entry.task).toMatchObject({ open: { urgent: true } });
    expect(missed.caller.timers['on-call']).toBe(at('10:05'));
    const texted = missed.whenTimerFires('first-text').thenTexts(/If anybody is in danger call 911 now/);
    // Somebody looks after them, so nothing automatic follows.
    expect(timersOf(texted)).not.toContain('second-text');
    const forged = given(setting).when(callMissed('10:00', { attestation: 'failed' }));
    forged.thenWithheld({ rule: 'caller-id' });
    expect(forged.caller).toMatchObject({
      timers: { 'on-call': at('10:05') },
      conversation: { urgent: true, taskId: expect.any(String) },
    });
  });
});
