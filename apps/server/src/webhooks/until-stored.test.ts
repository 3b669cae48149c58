import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { untilStored } from './until-stored.ts';

function listen() {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  return { lines, log };
}

test('what the store takes in time comes back', async () => {
  const { lines, log } = listen();
  expect(await untilStored(Promise.resolve('stored'), { path: '/voice', log })).toBe('stored');
  expect(lines).toEqual([]);
});

test('a store that fails behind the deadline is told, as the call is lost', async () => {
  const { lines, log } = listen();
  const { promise, reject } = Promise.withResolvers<string>();
  expect(await untilStored(promise, { path: '/voice', log, deadlineMs: 1 })).toBeNull();
  expect(lines).toEqual(['a call was answered before the store took it']);
  reject(new Error('the connection broke'));
  await vi.waitFor(() => expect(lines).toHaveLength(2));
  expect(lines[1]).toBe('the store did not take a call that had been answered');
});

test('a store that fails at once lets the call be answered', async () => {
  const { lines, log } = listen();
  expect(await untilStored(Promise.reject(new Error('away')), { path: '/voice', log })).toBeNull();
  expect(lines).toEqual(['a call was answered although the store did not take it']);
});
