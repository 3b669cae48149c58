import type { E164 } from '@ringback/core';
import { MessagingError, readTextFailure } from '@ringback/messaging';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listSendingProblems } from './queries/sending-problems.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

const line = '+15125550100' as E164;
const one = '+15125550142' as E164;
const other = '+15125550143' as E164;

let world: TextWorld;
beforeEach(async () => {
  world = await openTextWorld();
});
afterEach(() => world.close());

function refusal(code: string): MessagingError {
  return new MessagingError('messaging-refused', 'refused', {
    retry: 'never',
    providerCode: code,
    failure: readTextFailure(code),
  });
}

async function fail(textId: string, code: string): Promise<void> {
  const text = (await world.texts()).find(({ text_id }) => text_id === textId) ?? expect.fail('no such text');
  const report = { businessId: 'acme', textId, providerId: text.provider_id ?? 'SM0' };
  await world.engine.handleTextStatus({ ...report, status: 'failed', code, failure: readTextFailure(code) });
}

async function tasks(): Promise<number> {
  const rows = await world.store.db.selectFrom('conversations').select('task_id').execute();
  return rows.filter(({ task_id }) => task_id !== null).length;
}

test('where a line is not registered, the next call becomes a task instead of a text', async () => {
  await world.missCall('CA1', one);
  await world.pass(2_000);
  await fail((await world.texts())[0]?.text_id ?? '', '30034');
  await world.missCall('CA2', other);
  await world.pass(2_000);
  expect(world.provider.taken).toHaveLength(1);
  expect(await tasks()).toBe(2);
  expect(await listSendingProblems(world.store.db, ['acme'])).toMatchObject([
    { kind: 'unregistered', holds: 'line', line, code: '30034', failures: 1, isHolding: true },
  ]);
  expect(await listSendingProblems(world.store.db, ['another'])).toEqual([]);
});

test('one text tries a day later, and when it arrives the line is free', async () => {
  await world.missCall('CA1', one);
  await world.pass(2_000);
  await fail((await world.texts())[0]?.text_id ?? '', '30034');
  await world.pass(24 * 3_600_000);
  await world.missCall('CA2', other);
  await world.pass(2_000);
  const [, second] = await world.texts();
  const report = { businessId: 'acme', textId: second?.text_id ?? '', providerId: second?.provider_id ?? '' };
  await world.engine.handleTextStatus({ ...report, status: 'delivered', code: null });
  expect(await listSendingProblems(world.store.db, null)).toEqual([]);
});

test('a problem that goes on keeps the moment at which it was first seen', async () => {
  world.provider.failures.push({ error: refusal('20003'), takes: false });
  await world.missCall('CA1', one);
  await world.pass(2_000);
  const [first] = await listSendingProblems(world.store.db, null);
  await world.pass(15 * 60_000);
  world.provider.failures.push({ error: refusal('20003'), takes: false });
  await world.missCall('CA2', other);
  await world.pass(2_000);
  expect(await listSendingProblems(world.store.db, null)).toMatchObject([
    { kind: 'credentials', holds: 'business', since: first?.since, failures: 2, isHolding: true },
  ]);
});

test('a text to a phone that was off is sent once more, ten minutes later', async () => {
  await world.missCall('CA1', one);
  await world.pass(2_000);
  await fail((await world.texts())[0]?.text_id ?? '', '30003');
  await world.pass(9 * 60_000);
  expect(world.provider.taken).toHaveLength(1);
  await world.pass(60_000, 5);
  expect(world.provider.taken).toHaveLength(2);
  expect(new Set(world.provider.taken.map(({ body }) => body)).size).toBe(1);
  expect((await world.texts()).map(({ state }) => state)).toEqual(['failed', 'accepted']);
});
