import { describe, expect, test } from 'vitest';
import { at, business, callMissed, given, linePhone } from './testing/given.ts';
import { keepsBack, problemOf } from './text-failure.ts';

function firstTextOn(time: string, day: 'today' | 'tomorrow', language: 'en' | 'es'): string {
  const decided = given({ business: business({ language }) })
    .when(callMissed(at(time, day)))
    .whenTimerFires('first-text');
  return decided.effects('send-text')[0]?.body ?? '';
}

function isHeld(body: string, filtered: string): boolean {
  const failure = { kind: 'words', meaning: 'filtered' } as const;
  const problem = problemOf(failure, { at: at('20:00'), line: linePhone, body: filtered, code: '30007' });
  return problem !== null && keepsBack(problem, { line: linePhone, body, at: at('21:00') });
}

describe('a wording that a carrier has refused', () => {
  test.each(['en', 'es'] as const)(
    'is held on another day too, whenever it says that we open (%s)',
    (language) => {
      const evening = firstTextOn('18:30', 'today', language);
      const early = firstTextOn('06:30', 'tomorrow', language);
      expect(early).not.toBe(evening);
      expect(isHeld(early, evening)).toBe(true);
    },
  );

  test.each([
    ['We open Monday at 8 AM.', 'We open November 23 at 9:30 a.m.'],
    ['Abrimos mañana a las 8.', 'Abrimos el lunes a las 17:30.'],
    ['How can we help?', ' how can  WE help?'],
  ])('%s is %s', (one, other) => {
    expect(isHeld(other, one)).toBe(true);
  });

  test.each([
    ['We open Monday at 8 AM.', 'We close Monday at 8 AM.'],
    ['Call us on Monday.', 'Text us on Monday.'],
  ])('%s is not %s', (one, other) => {
    expect(isHeld(other, one)).toBe(false);
  });
});
