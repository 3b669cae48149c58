import { expect, test } from 'vitest';
import { countSegments } from './segments.ts';

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  [`${'a'.repeat(159)}€`, 2],
  [`${'a'.repeat(69)}á`, 1],
  [`${'a'.repeat(70)}á`, 2],
  [`${'a'.repeat(69)}👍`, 2],
  ['', 1],
])('counts %s', (body, segments) => {
  expect(countSegments(body)).toBe(segments);
});
