import { expect, test } from 'vitest';
import { retryDelayMs } from './retry.ts';

test.each([
  [1, 500, 1_000],
  [2, 1_000, 2_000],
  [6, 16_000, 32_000],
  [7, 30_000, 60_000],
  [1_000, 30_000, 60_000],
])('after attempt %i the wait is between %i and %i ms', (attempts, least, most) => {
  expect(retryDelayMs(attempts, () => 0)).toBe(least);
  expect(retryDelayMs(attempts, () => 1)).toBe(most);
});
