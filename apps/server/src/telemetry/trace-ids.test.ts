import { expect, test } from 'vitest';
import { eventOfEffect, rootOf, spanIdOf, traceIdOf } from './trace-ids.ts';

test.each([
  ['call-CA1', 'call-CA1'],
  ['call-CA1-voicemail', 'call-CA1'],
  ['call-CA1-2', 'call-CA1'],
  ['timer-call-CA1-2-1-accepted-1-hubspot', 'call-CA1'],
  ['timer-timer-call-CA1-2-1', 'call-CA1'],
  ['text-SM9-3', 'text-SM9'],
  ['staff-0f8fad5b-d9cb-469f-a165-70867728950e-1-sent', 'staff-0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['staff-0123456789abcdef0123456789abcdef-1', 'staff-0123456789abcdef0123456789abcdef'],
  ['something-else', 'something-else'],
])('%s follows from %s', (id, root) => {
  expect(rootOf(id)).toBe(root);
});

test('all that follows from a call is one trace, and of no other business', () => {
  const call = traceIdOf({ businessId: 'acme', id: 'call-CA1' });
  expect(call).toMatch(/^[0-9a-f]{32}$/);
  expect(traceIdOf({ businessId: 'acme', id: 'timer-call-CA1-2-1' })).toBe(call);
  expect(traceIdOf({ businessId: 'other', id: 'call-CA1' })).not.toBe(call);
  expect(traceIdOf({ businessId: 'acme', id: 'call-CA2' })).not.toBe(call);
});

test('an event and an effect of the same id are two spans', () => {
  const step = { businessId: 'acme', id: 'call-CA1-2-hubspot' };
  const spans = (['webhook', 'event', 'attempt'] as const).map((kind) => spanIdOf({ kind, ...step }));
  expect(new Set(spans).size).toBe(3);
  expect(spans[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('an effect names the event that it comes from', () => {
  expect(eventOfEffect('timer-call-CA1-2-1')).toBe('timer-call-CA1-2');
});
