import type { E164 } from '@ringback/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unclear } from './testing/test-provider.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

// One id at the provider is one text of ours, whoever says otherwise.

const ann = '+15125550142' as E164;
const bob = '+15125550143' as E164;

let world: TextWorld;
let warned: [string, unknown][];
let errors: string[];

beforeEach(async () => {
  warned = [];
  errors = [];
  world = await openTextWorld({
    log: { warn: (event, facts) => warned.push([event, facts]), error: (event) => errors.push(event) },
  });
});

afterEach(async () => {
  await world.close();
  expect(errors).toEqual([]);
});

async function reasonsOf(eventId: string) {
  const event = await world.store.db
    .selectFrom('events')
    .select('reasons')
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow();
  return event.reasons;
}

function idsAndStates() {
  return world.texts().then((texts) => texts.map(({ state, provider_id }) => [state, provider_id]));
}

test('a status under the id of another text counts, and the id stays with the first, with a reason and a warning', async () => {
  const first = await world.answer(ann, 'At noon.');
  await world.pass(1_000);
  world.provider.failures.push({ error: unclear, takes: false });
  const second = await world.answer(bob, 'At one.');
  await world.pass(0);
  const report = { businessId: 'acme', textId: second, providerId: 'SM1', code: null };
  for (let times = 0; times < 2; times += 1) {
    await world.engine.handleTextStatus({ ...report, status: 'delivered' });
  }
  expect(await idsAndStates()).toEqual([
    ['accepted', 'SM1'],
    ['delivered', null],
  ]);
  const facts = { textId: second, providerId: 'SM1', takenBy: first };
  expect((await reasonsOf(`${second}-delivered`)).at(-1)).toMatchObject({ rule: 'provider-id', facts });
  expect(warned.filter(([event]) => event === 'provider-id-taken')).toEqual([['provider-id-taken', facts]]);
});

test('a provider that answers two texts with one id has sent both, and the first keeps it', async () => {
  world.provider.messenger.send = async () => ({ providerId: 'SM1' });
  const first = await world.answer(ann, 'At noon.');
  await world.pass(1_000);
  const second = await world.answer(bob, 'At one.');
  await world.pass(0);
  expect(await idsAndStates()).toEqual([
    ['accepted', 'SM1'],
    ['accepted', null],
  ]);
  expect((await reasonsOf(`${second}-accepted`)).at(-1)).toMatchObject({ facts: { takenBy: first } });
});

test('a text that was given up is not bound to the id of another', async () => {
  await world.answer(ann, 'At noon.');
  await world.pass(1_000);
  const nothing = { error: unclear, takes: false };
  world.provider.failures.push(nothing, nothing);
  const second = await world.answer(bob, 'At one.');
  await world.pass(10_000, 14);
  await world.engine.handleTextStatus({
    businessId: 'acme',
    textId: second,
    providerId: 'SM1',
    code: null,
    status: 'delivered',
  });
  expect(await idsAndStates()).toEqual([
    ['accepted', 'SM1'],
    ['failed', null],
  ]);
});
