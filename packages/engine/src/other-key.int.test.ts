import { expect, test } from 'vitest';
import { importBusinesses } from './directory.ts';
import { createSecrets } from './secrets.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { connectCrm, createTestEngine, maria, masterKey, receivedText, shop } from './testing/shop.ts';
import { createTestCrms } from './testing/test-crms.ts';

test('a server that was started with another key cuts off no CRM: with the right one everything goes on', async () => {
  const { store, clock, close } = await openTestStore();
  await importBusinesses(store.db, [shop({ crm: ['hubspot'] })]);
  const crms = createTestCrms();
  const open = (key: Buffer) =>
    createTestEngine({
      store,
      messenger: {
        send: async () => ({ providerId: 'SM1' }),
        listSent: async () => [],
        readSent: async () => null,
      },
      systems: { hubspot: crms.system },
      secrets: createSecrets([key]),
    });

  const before = await open(masterKey);
  await connectCrm(before, { code: 'acme' });
  await before.stop();

  const mistaken = await open(Buffer.alloc(32, 9));
  await mistaken.start();
  await mistaken.handle(receivedText({ id: 'SM1', from: maria, body: 'hello' }));
  await mistaken.settled();
  expect(crms.asked).toEqual([]);
  expect(await mistaken.connections.list('acme')).toMatchObject([{ state: 'connected' }]);
  const [waiting] = await store.db
    .selectFrom('effects')
    .select(['state', 'problem'])
    .where('lane', '=', 'crm:hubspot')
    .execute();
  expect(waiting).toEqual({
    state: 'open',
    problem:
      'the tokens of hubspot were encrypted with another RINGBACK_SECRET_KEY: set that one, or connect hubspot again',
  });
  await mistaken.stop();

  const right = await open(masterKey);
  await right.start();
  await clock.advance(60_000);
  await right.settled();
  expect(crms.asked.length).toBeGreaterThan(0);
  await right.stop();
  await close();
});
