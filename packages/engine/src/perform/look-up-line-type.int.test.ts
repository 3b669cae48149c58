import { defineRules, type E164, type LineType } from '@ringback/core';
import { MessagingError } from '@ringback/messaging';
import { afterEach, expect, test } from 'vitest';
import { importBusinesses } from '../directory.ts';
import { openTextWorld, type TextWorld } from '../testing/text-world.ts';

const ann = '+15125550142' as E164;
const bob = '+15125550143' as E164;

let world: TextWorld;
let asked: string[];
afterEach(() => world.close());

/** What the carrier says of a number, after which one may wait; without it there is no answer. */
async function open(
  answers: { readonly [phone: string]: LineType },
  { mostPerDay = 200, lookUp = true } = {},
): Promise<void> {
  asked = [];
  world = await openTextWorld({
    lineTypes: {
      async find(phone) {
        asked.push(phone);
        const answer = answers[phone];
        if (answer) return answer;
        throw new MessagingError('messaging-unclear', 'no answer', { retry: 'unknown' });
      },
    },
  });
  const known = world.engine.directory.byId('acme');
  if (!known) throw new Error('there is no acme');
  const rules = defineRules({ detection: { lineType: { lookUp, mostPerDay } }, dedupe: { windowHours: 1 } });
  await importBusinesses(world.store.db, [{ ...known, rules }]);
  await expect.poll(() => world.engine.directory.byId('acme')?.version).toBe(known.version + 1);
}

async function miss(callId: string, caller: E164): Promise<void> {
  await world.missCall(callId, caller);
  await world.engine.settled();
}

const states = async () => (await world.texts()).map(({ state }) => state);

test('a landline is not texted, and a person hears why', async () => {
  await open({ [ann]: 'landline' });
  await miss('CA1', ann);
  await world.pass(5_000);
  expect(await states()).toEqual([]);
  const events = await world.store.db
    .selectFrom('product_events')
    .select(['type', 'data'])
    .where('type', '=', 'text_back.withheld')
    .execute();
  expect(events).toMatchObject([{ data: { rule: 'line-type', phone: ann } }]);
});

test('a mobile is texted, asked about once in 30 days', async () => {
  await open({ [ann]: 'mobile' });
  await miss('CA1', ann);
  await world.pass(5_000);
  expect(await states()).toEqual(['accepted']);
  await world.pass(2 * 86_400_000);
  await miss('CA2', ann);
  expect(asked).toEqual([ann]);
  await world.pass(30 * 86_400_000);
  await miss('CA3', ann);
  expect(asked).toEqual([ann, ann]);
});

test('without an answer the text leaves, and the same number is not asked about again that day', async () => {
  await open({});
  await miss('CA1', ann);
  await world.pass(5_000);
  expect(await states()).toEqual(['accepted']);
  await world.pass(3 * 3_600_000);
  await miss('CA2', ann);
  expect(asked).toEqual([ann]);
  await world.pass(5_000);
  expect(await states()).toEqual(['accepted', 'accepted']);
});

test('beyond the most of a day nobody is asked about, and texts leave', async () => {
  await open({ [ann]: 'mobile', [bob]: 'landline' }, { mostPerDay: 1 });
  await miss('CA1', ann);
  await miss('CA2', bob);
  await world.pass(5_000);
  expect(asked).toEqual([ann]);
  expect(await states()).toEqual(['accepted', 'accepted']);
  await world.pass(86_400_000);
  await miss('CA3', bob);
  expect(asked).toEqual([ann, bob]);
});

test('two at once do not both take the last question of the day', async () => {
  await open({ [ann]: 'mobile', [bob]: 'mobile' }, { mostPerDay: 1 });
  await Promise.all([world.missCall('CA1', ann), world.missCall('CA2', bob)]);
  await world.engine.settled();
  expect(asked).toHaveLength(1);
});

test('nobody is asked about where it is switched off', async () => {
  await open({ [ann]: 'landline' }, { lookUp: false });
  await miss('CA1', ann);
  await world.pass(5_000);
  expect(asked).toEqual([]);
  expect(await states()).toEqual(['accepted']);
});
