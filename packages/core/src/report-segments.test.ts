import { expect, test } from 'vitest';
import type { E164 } from './phone.ts';
import { createSegmentCount } from './report-segments.ts';

test.each([
  ['+15125550100', 2],
  ['+18005550100', 3],
  ['+18885550100', 3],
])('305 letters from %s are billed as %i', (line, segments) => {
  const count = createSegmentCount();
  const body = 'a'.repeat(305);
  expect([count(line as E164, body), count(line as E164, body)]).toEqual([segments, segments]);
});
