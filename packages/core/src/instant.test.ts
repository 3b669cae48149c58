import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMs, toInstant } from './instant.ts';

test('a moment is written as ISO 8601 with milliseconds, whatever day it is', () => {
  const moment = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1 }), (moments) => {
      expect(moments.map((ms) => toInstant(ms))).toEqual(moments.map((ms) => new Date(ms).toISOString()));
    }),
  );
});

test('the last millisecond of a day and the first of the next lie apart', () => {
  const last = toInstant('2026-12-31T23:59:59.999Z');
  expect(addMs(last, 1)).toBe('2027-01-01T00:00:00.000Z');
  expect(addMs(addMs(last, 1), -1)).toBe(last);
});

test.each(['yesterday', Number.NaN, 8.64e15 + 1])('%s is no moment', (value) => {
  expect(() => toInstant(value)).toThrow(RangeError);
});
