import { describe, expect, test } from 'vitest';
import { type Reading, readReply } from '../read-reply/read-reply.ts';
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
  timerFired,
} from '../testing/given.ts';
import { emergencyIn } from './emergency.ts';
import type { Turn } from './turn.ts';

const unaccented = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
const timersOf = ({ state }: Given) => Object.keys(state.caller.timers);

describe('what is long over', () => {
  const isUrgent = (trade: 'auto' | 'home-services', words: string) =>
    given({ business: business({ trade }) }).when(textReceived('10:00', words)).caller.conversation?.urgent;

  test.each([
    ['auto', 'I was in an accident last month and need a bumper quote'],
    ['home-services', 'The house flooded last year, do you do water damage remodels?'],
    ['auto', 'Do you do paint? The accident was two years ago'],
    ['auto', 'un presupuesto, el choque fue el mes pasado'],
    ['auto', 'un presupuesto, el choque fue hace dos semanas'],
  ] as const)('is no emergency: %s, "%s"', (trade, words) => expect(isUrgent(trade, words)).toBe(false));

  test.each([
    ['auto', 'I had an accident an hour ago'],
    ['home-services', 'it flooded last night'],
    ['home-services', 'the basement flooded last year and it is flooding again'],
    ['auto', 'You fixed it last month, broke down'],
    ['auto', 'The accident was last month, but I am stranded'],
  ] as const)('but not yet: %s, "%s"', (trade, words) => expect(isUrgent(trade, words)).toBe(true));
});

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

  test.each([
    ['they were called', [burst, callAnswered('10:02')]],
    ['staff answered it', [burst, staffActed('10:02', { act: 'send', body: 'On our way.' })]],
    ['staff took it over', [burst, staffActed('10:02', { act: 'take-over' })]],
    [
      'nobody acknowledged it',
      [burst, timerFired('10:05', 'on-call'), timerFired('10:10', 'on-call'), timerFired('10:15', 'on-call')],
    ],
  ])('that comes again after %s calls on them again', (_how, history) => {
    const settled = given(onCall, history);
    expect(timersOf(settled)).not.toContain('on-call');
    const again = settled.when(textReceived('14:00', 'It burst again, water everywhere!'));
    expect(calledOn(again)).toContain('Ana');
    expect(again.caller.timers['on-call']).toBe(at('14:05'));
    expect(calledOn(again.whenTimerFires('on-call'))).toEqual(['Ben']);
  });

  test('that comes again while they are called on changes nothing of that', () => {
    const again = given(onCall, [burst]).when(textReceived('10:01', 'A pipe burst, please!'));
    expect(calledOn(again)).toEqual([]);
    expect(again.caller.timers['on-call']).toBe(at('10:05'));
  });

  test('escalates also while a person has the conversation, until staff answer', () => {
    const history = [textReceived('09:00', 'Hi'), staffActed('09:05', { act: 'send', body: 'Hello' })];
    const urgent = given(onCall, history).when(burst);
    expect(calledOn(urgent)).toContain('Ana');
    const next = urgent.whenTimerFires('on-call');
    expect(calledOn(next)).toEqual(['Ben']);
    expect(timersOf(next.when(staffActed('10:06', { act: 'send', body: 'On our way' })))).not.toContain(
      'on-call',
    );
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
    ['a word of the owner with marks around it', { words: ['ice storm!'] }, 'It was an ice storm', true],
    ['a denied word', {}, 'It is not food poisoning, only a question', false],
    ['a part of a word', { words: ['ice'] }, 'What is your price?', false],
    ['a word of the trade switched off', { tradeWords: false }, 'Is it food poisoning?', false],
  ] as const)('is told by %s', (_name, emergency, body, urgent) => {
    const words = 'words' in emergency ? { words: [...emergency.words] } : emergency;
    const setting = { business: business({ trade: 'restaurant' }), rules: rules({ emergency: words }) };
    const decided = given(setting).when(textReceived('10:00', body));
    expect(decided.caller.conversation?.urgent).toBe(urgent);
  });

  test.each([
    ['home-services', 'burst, flooding, flooded, gas smell, smell gas, no heat, sparking, sewage'],
    ['home-services', 'inundación, fuga de gas'],
    ['dental-medical', 'severe pain, bleeding, knocked out, swollen, abscess, mucho dolor, sangrando'],
    [
      'legal',
      'arrested, in jail, in custody, court today, court tomorrow, detenido, arrestado, en la cárcel',
    ],
    ['salon', 'allergic reaction, chemical burn, reacción alérgica'],
    ['restaurant', 'food poisoning, allergic reaction, intoxicación, reacción alérgica'],
    ['auto', 'stranded, broke down, broken down, accident, brakes failed, varado, choque, sin frenos'],
    ['real-estate', 'locked out, flooding, burst, no heat, break in, inundación, sin llave'],
  ] as const)('of %s is told by each of: %s', (trade, words) => {
    const calm: Reading = { ...readReply('Hi'), urgency: 'none' };
    const { state } = given({ business: business({ trade }) });
    const event = textReceived('10:00', 'Hi');
    const turn: Turn = { ...state, event, group: 'new', before: state.caller };
    for (const word of words.split(', ')) {
      expect(emergencyIn(turn, `Well, ${word.toUpperCase()}!`, calm)).toBe(unaccented(word));
      expect(emergencyIn({ ...turn, business: business({ trade: 'general' }) }, word, calm)).toBeNull();
    }
  });

  test.each(['no', 'not', "isn't", 'wasn’t', 'without', 'sin', 'never'])('is none where it says %s', (no) => {
    const { state } = given({ rules: rules({ emergency: { words: ['ice storm', 'no ice'] } }) });
    const event = textReceived('10:00', 'Hi');
    const turn: Turn = { ...state, event, group: 'new', before: state.caller };
    const calm: Reading = { ...readReply('Hi'), urgency: 'none' };
    expect(emergencyIn(turn, `It is ${no} an ice storm`, calm)).toBeNull();
    expect(emergencyIn(turn, `${no} such a bad ice storm`, calm)).toBe('ice storm');
    expect(emergencyIn(turn, `It is ${no} good in an ice-storm`, calm)).toBe('ice storm');
    expect(emergencyIn(turn, 'We have no ice', calm)).toBe('no ice');
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
