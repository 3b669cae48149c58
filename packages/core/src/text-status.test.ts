import { expect, test } from 'vitest';
import { canFollow, isFinal } from './text-status.ts';

test.each([
  ['intended', 'sending', true],
  ['sending', 'accepted', true],
  ['unknown', 'sending', true],
  ['unknown', 'accepted', true],
  ['unknown', 'failed', true],
  ['unknown', 'expired', true],
  ['accepted', 'delivered', true],
  ['sent', 'failed', true],
  ['sending', 'delivered', true],
  ['sent', 'accepted', false],
  ['accepted', 'sending', false],
  ['accepted', 'accepted', false],
  ['delivered', 'failed', false],
  ['delivered', 'sent', false],
  ['failed', 'delivered', false],
  ['expired', 'accepted', false],
] as const)('from %s to %s: %s', (from, to, legal) => {
  expect(canFollow(from, to)).toBe(legal);
});

test('only what nothing can follow is final', () => {
  expect(isFinal('delivered')).toBe(true);
  expect(isFinal('sent')).toBe(false);
});
