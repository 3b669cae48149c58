import type { E164 } from '@ringback/core';
import { MessagingError } from '@ringback/messaging';
import { afterEach, describe, expect, test } from 'vitest';
import { busyFor, unclear } from './testing/test-provider.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

// Which text at the provider is ours, and what a process that was stopped may still do.

const caller = '+15125550142' as E164;
const away = new MessagingError('messaging-unclear', 'no answer', { retry: 'unknown' });

let world: TextWorld;

afterEach(async () => {
  const errors = [...world.errors];
  await world.close();
  expect(errors).toEqual([]);
});

async function task(): Promise<string | null> {
  const { db } = world.store;
  const row = await db.selectFrom('conversations').select('task_id').executeTakeFirst();
  return row?.task_id ?? null;
}

describe('of two equal texts of one caller', () => {
  test('the one that arrived is not taken for the one that got lost', async () => {
    world = await openTextWorld();
    await world.answer(caller, 'At noon.');
    await world.pass(0);
    world.provider.failures.push({ error: unclear, takes: false });
    await world.answer(caller, 'At noon.');
    await world.pass(10_000, 10);
    expect(await world.texts()).toMatchObject([
      { state: 'accepted', provider_id: 'SM1' },
      { state: 'accepted', provider_id: 'SM2', attempts: 2 },
    ]);
  });

  test('an attempt of one that was given up is not taken for the other', async () => {
    world = await openTextWorld();
    world.provider.failures.push({ error: unclear, takes: false }, { error: unclear, takes: true });
    world.provider.hidden.add('SM1');
    await world.answer(caller, 'At noon.');
    await world.pass(10_000, 14);
    expect(await world.texts()).toMatchObject([{ state: 'failed', code: 'given-up' }]);
    world.provider.hidden.clear();
    world.provider.failures.push({ error: unclear, takes: false });
    await world.answer(caller, 'At noon.');
    await world.pass(10_000, 10);
    expect((await world.texts())[1]).toMatchObject({ state: 'accepted', provider_id: 'SM2' });
    expect(world.provider.taken).toHaveLength(2);
  });

  test('a double of the one is not taken for the other', async () => {
    world = await openTextWorld();
    world.provider.failures.push({ error: unclear, takes: true });
    world.provider.hidden.add('SM1');
    const textId = await world.answer(caller, 'At noon.');
    await world.pass(10_000, 10);
    const double = { businessId: 'acme', textId, providerId: 'SM1', code: null, status: 'sent' } as const;
    await world.engine.handleTextStatus(double);
    world.provider.hidden.clear();
    world.provider.failures.push({ error: unclear, takes: false });
    await world.answer(caller, 'At noon.');
    await world.pass(10_000, 10);
    expect(await world.texts()).toMatchObject([
      { state: 'accepted', provider_id: 'SM2' },
      { state: 'accepted', provider_id: 'SM3', attempts: 2 },
    ]);
  });

  test('one that is reported after all is known from then on, whatever it was given up for', async () => {
    world = await openTextWorld();
    world.provider.failures.push({ error: unclear, takes: true }, { error: unclear, takes: false });
    world.provider.hidden.add('SM1');
    const textId = await world.answer(caller, 'At noon.');
    await world.pass(10_000, 14);
    const report = { businessId: 'acme', textId, providerId: 'SM1', code: null };
    await world.engine.handleTextStatus({ ...report, status: 'delivered' });
    expect(await world.texts()).toMatchObject([{ state: 'failed', provider_id: 'SM1' }]);
  });
});

test('a text is found although the provider has replaced its quotes, dashes and spaces', async () => {
  world = await openTextWorld();
  world.provider.failures.push({ error: unclear, takes: true });
  await world.answer(caller, 'We’re on our way – “soon”… ½ hour  ');
  await world.pass(0);
  const [sent] = world.provider.taken;
  if (!sent) throw new Error('the provider has taken it');
  world.provider.taken[0] = { ...sent, body: `We're on our way - "soon"... 1/2 hour` };
  await world.pass(3_000);
  expect(await world.texts()).toMatchObject([{ state: 'accepted', provider_id: 'SM1', attempts: 1 }]);
});

test('other words to the same caller are somebody else’s text', async () => {
  world = await openTextWorld();
  world.provider.failures.push({ error: unclear, takes: true });
  await world.answer(caller, 'At noon.');
  await world.pass(0);
  const [sent] = world.provider.taken;
  if (!sent) throw new Error('the provider has taken it');
  world.provider.taken[0] = { ...sent, body: 'At one.' };
  await world.pass(10_000, 8);
  expect(await world.texts()).toMatchObject([{ state: 'accepted', provider_id: 'SM2', attempts: 2 }]);
});

test('a text that nobody can ask about until it is useless is given up, and a person gets a task', async () => {
  world = await openTextWorld();
  world.provider.failures.push({ error: unclear, takes: false });
  world.provider.messenger.listSent = async () => {
    throw away;
  };
  await world.missCall('CA1', caller);
  await world.pass(2_000);
  expect(await world.texts()).toMatchObject([{ state: 'unknown' }]);
  await world.pass(30 * 60_000, 50);
  expect(await world.texts()).toMatchObject([{ state: 'expired', code: 'outcome-unknown', attempts: 1 }]);
  expect(world.provider.taken).toEqual([]);
  expect(await task()).not.toBeNull();
});

test('a text in doubt that is too late to be sent again is not told as one that never left', async () => {
  world = await openTextWorld();
  world.provider.failures.push({ error: unclear, takes: false });
  await world.missCall('CA1', caller);
  await world.pass(2_000);
  await world.pass(40 * 60_000, 3);
  expect(await world.texts()).toMatchObject([{ state: 'expired', code: 'outcome-unknown', attempts: 1 }]);
  expect(await task()).not.toBeNull();
});

test('an attempt that was begun, taken back and begun anew is in doubt each time its process ends', async () => {
  world = await openTextWorld();
  world.provider.failures.push({ error: unclear, takes: false });
  await world.answer(caller, 'At noon.');
  await world.pass(0);
  const write = (text: { readonly state: string; readonly attempts: number }) =>
    world.store.db.updateTable('texts').set(text).where('direction', '=', 'out').execute();
  // Told as a doubt by whoever took it over, taken back by the process that was only slow, begun by one that then ended.
  await write({ state: 'sending', attempts: 1 });
  await write({ state: 'intended', attempts: 0 });
  await write({ state: 'sending', attempts: 1 });
  await world.pass(10_000, 20);
  expect(await world.texts()).toMatchObject([{ state: 'accepted', provider_id: 'SM1', attempts: 2 }]);
});

describe('a process that is stopped between taking a text up and sending it', () => {
  /**
   * A steady clock that runs ahead with every reading, as it seems to a process that is stopped again and again. Every
   * lane that looks for work reads it, too.
   */
  function runningAhead(ms: number, { readings: most }: { readonly readings: number }): () => number {
    let readings = 0;
    return () => {
      readings = Math.min(most, readings + 1);
      return readings * ms;
    };
  }

  /** Put off first, so that the text is taken up from the store. */
  async function takeUp(steadyNowMs: () => number): Promise<void> {
    const clock = { read: () => 0 };
    world = await openTextWorld({ steadyNowMs: () => clock.read() });
    world.provider.failures.push({ error: busyFor(1_000), takes: false });
    await world.answer(caller, 'At noon.');
    await world.engine.settled();
    clock.read = steadyNowMs;
  }

  test('for longer than its lease sends nothing, and the text leaves once all the same', async () => {
    await takeUp(runningAhead(12_000, { readings: 60 }));
    const sent: number[] = [];
    const { send } = world.provider.messenger;
    world.provider.messenger.send = (text, options) => {
      sent.push(world.provider.taken.length);
      return send(text, options);
    };
    await world.pass(1_000, 4);
    expect(sent).toEqual([0]);
    expect(await world.texts()).toMatchObject([{ state: 'accepted', attempts: 1 }]);
    const effect = await world.store.db
      .selectFrom('effects')
      .select('attempts')
      .where('lane', '=', 'texts')
      .executeTakeFirstOrThrow();
    expect(effect.attempts).toBeGreaterThan(2);
  });

  test('until the text is too late keeps it back', async () => {
    await takeUp(runningAhead(1_000, { readings: 120 }));
    const now = Date.parse(await world.clock.now());
    await world.store.db
      .updateTable('texts')
      .set({ not_after: new Date(now + 1_500) })
      .where('direction', '=', 'out')
      .execute();
    await world.pass(1_000);
    expect(world.provider.taken).toEqual([]);
    expect(await world.texts()).toMatchObject([{ state: 'expired', code: 'too-late' }]);
  });

  test('is asked once more by the messenger, right before each request', async () => {
    world = await openTextWorld();
    const { send } = world.provider.messenger;
    const asked: (boolean | undefined)[] = [];
    world.provider.messenger.send = (text, options) => {
      asked.push(options.mayStart?.());
      return send(text, options);
    };
    await world.answer(caller, 'At noon.');
    await world.engine.settled();
    expect(asked).toEqual([true]);
  });
});
