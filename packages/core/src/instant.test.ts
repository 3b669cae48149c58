import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMs, msOf, toInstant } from './instant.ts';

test('a moment is written as ISO 8601 with milliseconds, whatever day it is', () => {
  const moment = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1 }), (moments) => {
      expect(moments.map((ms) => toInstant(ms))).toEqual(moments.map((ms) => new Date(ms).toISOString()));
    }),
  );
});

test('a moment is read as it was written, whatever day it is', () => {
  const moment = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: -7e13, max: 2e14 }));
  fc.assert(
    fc.property(moment, (ms) => {
      expect(msOf(toInstant(ms))).toBe(ms);
    }),
    { numRuns: 2_000 },
  );
  for (const day of ['2000-02-29', '2024-02-29', '2100-03-01', '2026-12-31', '0000-01-01', '0099-12-31'])
    expect(msOf(toInstant(`${day}T23:59:59.999Z`))).toBe(Date.parse(`${day}T23:59:59.999Z`));
});

test('the last millisecond of a day and the first of the next lie apart', () => {
  const last = toInstant('2026-12-31T23:59:59.999Z');
  expect(addMs(last, 1)).toBe('2027-01-01T00:00:00.000Z');
  expect(addMs(addMs(last, 1), -1)).toBe(last);
});

test.each(['yesterday', Number.NaN, 8.64e15 + 1])('%s is no moment', (value) => {
  expect(() => toInstant(value)).toThrow(RangeError);
});
