import { describe, expect, test } from 'vitest';
import {
  builtInFirstText,
  builtInSecondText,
  type FirstTextVariant,
  type Language,
} from './built-in-texts.ts';
import { businessSchema, type Trade } from './business.ts';
import { templateProblems, templateWarnings } from './template.ts';
import { at, business, rules } from './testing/given.ts';
import { firstTextAt } from './wording.ts';

const trades: readonly Trade[] = businessSchema.shape.trade.unwrap().options;
const languages: readonly Language[] = ['en', 'es'];
const variants: readonly FirstTextVariant[] = ['open', 'after-hours', 'lunch', 'holiday', 'emergency'];
const all = trades.flatMap((trade) =>
  languages.flatMap((language) => variants.map((variant) => ({ trade, language, variant }))),
);

describe('every built-in text', () => {
  test.each(all)('$trade, $language, $variant: names, asks one thing, lets them stop, and fits', (about) => {
    const { trade, language, variant } = about;
    const text = builtInFirstText(trade, language, variant);
    expect(templateProblems(text)).toEqual([]);
    expect(templateWarnings(text, variant === 'open' ? 'one-segment' : 'two-segments')).toEqual([]);
    expect(text.match(/\?/g)).toHaveLength(1);
    expect(text).toMatch(
      /^\{\{business\.name\}\}: (sorry we missed your call|sentimos no haber atendido su llamada)\./,
    );
    expect(text).not.toMatch(/https?:|\bsoon\b|shortly|minutes|% off|free|gratis|pronto/i);
  });

  const seconds = trades.flatMap((trade) =>
    languages.flatMap((language) =>
      (['same-day', 'later-day'] as const).map((variant) => ({ trade, language, variant })),
    ),
  );

  test.each(seconds)('the second one, $trade, $language, $variant', ({ trade, language, variant }) => {
    const text = builtInSecondText(trade, language, variant);
    expect(templateProblems(text)).toEqual([]);
    expect(templateWarnings(text, 'one-segment')).toEqual([]);
    expect(text.match(/\?/g)).toHaveLength(1);
  });
});

test('the emergency number stands where a caller may be in danger', () => {
  const names911 = (trade: Trade, variant: FirstTextVariant) =>
    builtInFirstText(trade, 'en', variant).includes('911');
  for (const trade of trades) expect(names911(trade, 'emergency')).toBe(true);
  expect(names911('dental-medical', 'after-hours')).toBe(true);
  expect(names911('home-services', 'holiday')).toBe(true);
  expect(names911('home-services', 'open')).toBe(true);
  expect(names911('dental-medical', 'open')).toBe(true);
  expect(names911('restaurant', 'open')).toBe(false);
  expect(names911('restaurant', 'after-hours')).toBe(false);
});

describe('the variant', () => {
  const of = business({
    hours: { wed: ['08:00-12:00', '13:00-17:00'], thu: ['08:00-17:00'] },
    closures: [
      { date: '2026-11-19', name: 'Founders Day' },
      { date: '2026-11-18', name: 'staff meeting', spans: ['15:00-16:00'] },
    ],
  });
  const wordedAt = (time: string, line: Parameters<typeof firstTextAt>[1]['line'] = null) =>
    firstTextAt(at(time), { business: of, rules: rules(), firstName: null, line, missedAt: at(time) });

  test.each([
    ['07:30', 'after-hours', 'open 8 AM today'],
    ['10:00', 'open', 'What do you need help with?'],
    ['12:30', 'lunch', 'on a break and open again 1 PM today'],
    ['15:30', 'holiday', 'closed for staff meeting and open 4 PM today'],
    ['18:00', 'after-hours', 'We are closed now'],
    [at('10:00', 'tomorrow'), 'holiday', 'closed for Founders Day'],
  ])('at %s is %s', (time, variant, words) => {
    expect(wordedAt(time)).toMatchObject({ variant, body: expect.stringContaining(words) });
  });

  test('of an emergency line is its own at any hour', () => {
    const line = of.lines[0] ?? null;
    expect(wordedAt('10:00', line && { ...line, emergency: true }).variant).toBe('emergency');
  });

  test('takes the owner’s own words', () => {
    const own = (words: string) => `{{business.name}}: ${words} STOP to opt out`;
    const templates = {
      lunch: own('eating'),
      holiday: own('{{holiday}}'),
      emergency: own('{{line.label}}!'),
    };
    const setting = {
      business: of,
      rules: rules({ firstText: { templates } }),
      firstName: null,
      missedAt: at('10:00'),
    };
    const line = of.lines[0] ?? null;
    expect(firstTextAt(at('12:30'), { ...setting, line }).body).toContain('eating');
    expect(firstTextAt(at('10:00', 'tomorrow'), { ...setting, line }).body).toContain('Founders Day');
    const emergency = line && { ...line, emergency: true };
    expect(firstTextAt(at('10:00'), { ...setting, line: emergency }).body).toContain('Main office!');
  });
});
