import { type E164, parsePhone } from '@ringback/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listActs } from './data-care/audit.ts';
import { beginPurchase, PurchaseKeyReusedError, settlePurchase } from './number-purchases.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';

let world: TestStore;
beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

const number = parsePhone('+17375550150', 'US')?.e164 as E164;
const other = parsePhone('+17375550151', 'US')?.e164 as E164;
const purchase = { businessId: 'acme', key: 'k1', number, by: 'Dana' };

const stored = () =>
  world.store.db
    .selectFrom('number_purchases')
    .select(['number', 'state', 'provider_id', 'problem'])
    .where('business_id', '=', 'acme')
    .execute();

test('a purchase is written down before it is made, once however often it is asked for', async () => {
  const { db } = world.store;
  await beginPurchase(db, purchase);
  await beginPurchase(db, purchase);
  expect(await stored()).toEqual([{ number, state: 'asked', provider_id: null, problem: null }]);
  await expect(beginPurchase(db, { ...purchase, number: other })).rejects.toBeInstanceOf(
    PurchaseKeyReusedError,
  );
});

test('what was refused may be asked for again, and what is bought stays bought and is audited once', async () => {
  const { db } = world.store;
  await settlePurchase(db, purchase, { state: 'refused', problem: 'not for sale' });
  expect(await stored()).toMatchObject([{ state: 'refused', problem: 'not for sale' }]);
  await beginPurchase(db, purchase);
  await settlePurchase(db, purchase, { state: 'bought', providerId: 'PN1' });
  await settlePurchase(db, purchase, { state: 'bought', providerId: 'PN1' });
  await settlePurchase(db, purchase, { state: 'refused', problem: 'not for sale' });
  expect(await stored()).toEqual([{ number, state: 'bought', provider_id: 'PN1', problem: null }]);
  const { items } = await listActs(db, { businessIds: ['acme'], limit: 10, after: null });
  expect(items).toMatchObject([{ act: 'buy-number', by: 'Dana', details: { number } }]);
});
