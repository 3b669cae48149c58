import { describe, expect, test } from 'vitest';
import { measureText } from './segments.ts';
import { at, business, callMissed, contactFound, given, rules } from './testing/given.ts';
import {
  describeDay,
  describeOpening,
  firstTextAt,
  helpText,
  optInConfirmation,
  optOutConfirmation,
} from './wording.ts';

const longName = 'Acme Plumbing, Heating and Air';
const named = (language: 'en' | 'es', trade: 'home-services' | 'legal' = 'legal') =>
  business({ name: longName, language, trade });
const wordingAt = (time: string, of: ReturnType<typeof business>) =>
  firstTextAt(at(time), { business: of, rules: rules(), firstName: null, line: null, missedAt: at(time) });

describe('the built-in first text', () => {
  test.each(['en', 'es'] as const)('fits one segment while open (%s)', (language) => {
    const { body, variant } = wordingAt('10:00', named(language));
    expect(variant).toBe('open');
    expect(body).toContain(longName);
    expect(body).toContain('STOP');
    expect(body.match(/\?/g)).toHaveLength(1);
    expect(measureText(body)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
  });

  test.each(['en', 'es'] as const)('says after hours when the business opens (%s)', (language) => {
    const { body, variant } = wordingAt('18:00', named(language));
    expect(variant).toBe('after-hours');
    expect(body).toContain(language === 'en' ? 'open 8 AM tomorrow' : 'abrimos mañana a las 8 AM');
    expect(body).not.toContain('911');
    expect(measureText(body)).toMatchObject({ encoding: 'GSM-7' });
  });

  test.each([
    ['en', 'In an emergency call 911. Reply STOP'],
    ['es', 'En una emergencia llame al 911. Responda STOP'],
  ] as const)('names the emergency number where somebody may be in danger (%s)', (language, words) => {
    expect(wordingAt('18:00', named(language, 'home-services')).body).toContain(words);
    expect(wordingAt('10:00', named(language, 'home-services')).body).toContain(words);
    expect(wordingAt('10:00', named(language)).body).not.toContain('911');
  });
});

describe('a name with an accent that GSM-7 lacks', () => {
  const open =
    '{{business.name}}: hi {{caller.firstName | "there"}}, sorry we missed your call. What do you need help with today? Reply STOP to opt out.';
  const named = (firstName: string | null) =>
    given(
      rules({ firstText: { templates: { open } } }),
      firstName === null
        ? []
        : [
            contactFound('09:00', {
              contact: { id: '1', firstName, lastName: null, ownerId: null, optedOut: false },
            }),
          ],
    )
      .when(callMissed('10:00'))
      .whenTimerFires('first-text');

  test('is written as it is, and the reasons tell what it costs', () => {
    const text = named('Adrián').thenTexts(/hi Adrián,/);
    expect(text.decision.reasons).toContainEqual(
      expect.objectContaining({
        rule: 'template',
        detail: expect.stringContaining('costs 2 segments instead of 1 for á'),
        facts: { characters: 'á', segments: 2, plainSegments: 1 },
      }),
    );
  });

  test.each(['Adrian', 'André', null])('nothing is told where it costs nothing: %s', (firstName) => {
    const { reasons } = named(firstName).thenTexts(/hi /).decision;
    expect(reasons.filter(({ rule }) => rule === 'template')).toEqual([]);
  });
});

test.each([
  ['today', at('06:00'), '8 AM today', 'hoy a las 8 AM'],
  ['tomorrow', at('18:00'), '8 AM tomorrow', 'mañana a las 8 AM'],
  ['after the week-end', at('18:00', 2), 'Monday at 8 AM', 'el lunes a las 8 AM'],
])('describeOpening: %s', (_name, from, english, spanish) => {
  expect(describeOpening(business(), from)).toBe(english);
  expect(describeOpening(business({ language: 'es' }), from)).toBe(spanish);
});

test('describeOpening names minutes, dates, and nothing that it does not know', () => {
  const later = business({ hours: { wed: ['13:30-17:00'] } });
  expect(describeOpening(later, at('10:00'))).toBe('1:30 PM today');
  expect(describeOpening(later, at('18:00'))).toBe('Nov 25 at 1:30 PM');
  const closures = Array.from({ length: 70 }, (_, day) => ({ date: at('12:00', day).slice(0, 10) }));
  expect(describeOpening(business({ closures }), at('18:00'))).toBe('on our next business day');
});

test.each([
  ['of the same day', at('00:00'), 'today', 'hoy'],
  ['of the day before, an hour ago', at('23:50', 'yesterday'), 'yesterday', 'ayer'],
  ['of a weekday', at('18:00', -4), 'on Saturday', 'el sabado'],
  ['of a week ago', at('18:00', -7), 'on Nov 11', 'el 11 nov'],
])('describeDay: a call %s', (_name, missedAt, english, spanish) => {
  expect(describeDay(business(), missedAt, at('00:30'))).toBe(english);
  expect(describeDay(business({ language: 'es' }), missedAt, at('00:30'))).toBe(spanish);
});

describe("the owner's own template", () => {
  const own = (open: string) => rules({ firstText: { templates: { open } } });

  test('is filled in, with the caller’s first name where one contact has the number', () => {
    const setting = {
      rules: own('Hi {{caller.firstName | "there"}}, {{business.name}} here. STOP to opt out'),
    };
    const due = (history: Parameters<typeof given>[1]) => given(setting, history).when(callMissed('10:30'));
    due([]).whenTimerFires('first-text').thenTexts('Hi there, Acme Plumbing here. STOP to opt out');
    due([contactFound('10:00')])
      .whenTimerFires('first-text')
      .thenTexts('Hi Dana, Acme Plumbing here. STOP to opt out');
    due([contactFound('10:00', { match: 'several' })])
      .whenTimerFires('first-text')
      .thenTexts(/^Hi there/);
  });

  test('gives way to the built-in text rather than leave a hole', () => {
    const setting = { rules: own('{{business.name}}: book at {{booking.link}}. Reply STOP to opt out') };
    given(setting)
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts(/sorry we missed/)
      .thenReason({ rule: 'template' });
    given({ ...setting, business: business({ bookingUrl: 'https://book.example.com/acme' }) })
      .when(callMissed('10:30'))
      .whenTimerFires('first-text')
      .thenTexts('Acme Plumbing: book at https://book.example.com/acme. Reply STOP to opt out');
  });
});

test.each(['en', 'es'] as const)(
  'answers to keywords fit one segment and say how to stop or start (%s)',
  (language) => {
    const of = named(language);
    const line = of.lines[0]?.number;
    expect(line).toBeDefined();
    const texts = [optOutConfirmation(of, language), optInConfirmation(of, language)];
    for (const body of line ? [...texts, helpText(of, line, language)] : texts) {
      expect(body).toContain(longName);
      expect(body).toMatch(/START|STOP/);
      expect(measureText(body)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    }
  },
);
