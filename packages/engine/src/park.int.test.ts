import { afterEach, expect, test } from 'vitest';
import { retryParked } from './parked-entries.ts';
import { listProductEvents } from './queries/product-events.ts';
import { type CrmWorld, callerNumber, openCrmWorld, refused } from './testing/test-crms.ts';

let world: CrmWorld;

afterEach(() => world.close());

test('other programs hear of each refusal once, in the words of the CRM', async () => {
  world = await openCrmWorld(['acme']);
  const { db } = world.store;
  world.crms.answer = async () => {
    throw refused('Property "region" is required');
  };
  const maria = callerNumber(1);
  await world.receiveText('acme', maria);
  await world.pass(0);
  const told = async () => {
    const type = 'crm.sync_failed' as const;
    return (await listProductEvents(db, { businessIds: ['acme'], type, limit: 10, after: null })).items;
  };
  const { effect_key: entryId } = await db
    .selectFrom('effects')
    .select('effect_key')
    .where('state', '=', 'parked')
    .executeTakeFirstOrThrow();
  const { conversation_id: conversationId } = await db
    .selectFrom('conversations')
    .select('conversation_id')
    .executeTakeFirstOrThrow();
  expect(await told()).toMatchObject([
    {
      id: `${entryId}-parked-1`,
      at: await world.clock.now(),
      data: {
        phone: maria,
        conversationId,
        system: 'hubspot',
        entryId,
        kind: 'text',
        problem: 'Property "region" is required',
      },
    },
  ]);
  await world.pass(60_000);
  expect(await told()).toHaveLength(1);

  await retryParked(db, { businessId: 'acme', by: 'Dana', id: entryId });
  await world.pass(0);
  // With the contact that was remembered, and then once more with the one found anew.
  expect((await told()).map(({ id }) => id)).toEqual([`${entryId}-parked-3`, `${entryId}-parked-1`]);
});
