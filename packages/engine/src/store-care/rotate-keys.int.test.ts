import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDataKeys, keyIdOf } from '../data-care/data-keys.ts';
import { createSecrets } from '../secrets.ts';
import { type DataCareWorld, openDataCareWorld, openTestEngine } from '../testing/data-care-world.ts';
import { connectCrm, masterKey } from '../testing/shop.ts';
import { rotateKeys } from './rotate-keys.ts';
import { findUnreadable } from './sealed-values.ts';

const newKey = Buffer.alloc(32, 2);
const context = 'acme/hubspot';
let world: DataCareWorld;

beforeEach(async () => {
  world = await openDataCareWorld();
});

afterEach(() => world.close());

async function sealed(): Promise<string> {
  const row = await world.db.selectFrom('crm_connections').select('tokens').executeTakeFirstOrThrow();
  return row.tokens;
}

async function openWith(...keys: [Buffer, ...Buffer[]]): Promise<string> {
  return createDataKeys(world.db, createSecrets(keys)).open('acme', await sealed(), context);
}

function rotate(dataKeys = false, keys: readonly [Buffer, ...Buffer[]] = [newKey, masterKey]) {
  return rotateKeys(world.db, { keys, dataKeys, by: 'Command line' });
}

test('a business’s secrets are sealed under a key of its own, which the store shows to nobody', async () => {
  expect(keyIdOf(await sealed())).not.toBeNull();
  const keys = await world.db.selectFrom('data_keys').selectAll().execute();
  expect(keys).toMatchObject([{ business_id: 'acme', retired_at: null }]);
  expect(await openWith(masterKey)).toContain('refresh-token');
  expect(`${await sealed()} ${keys[0]?.wrapped}`).not.toContain('refresh-token');
});

test('what was sealed for one business or connection does not open for another', async () => {
  const keys = createDataKeys(world.db, createSecrets([masterKey]));
  const tokens = await sealed();
  await expect(keys.open('acme', tokens, 'acme/jobber')).rejects.toMatchObject({ code: 'secret-unreadable' });
  await expect(keys.open('other', tokens, context)).rejects.toMatchObject({ code: 'secret-unreadable' });
});

test('two processes that seal for a new business at once end with one key', async () => {
  const seal = () => createDataKeys(world.db, createSecrets([masterKey])).seal('other', 'plain', 'c');
  const values = await Promise.all([seal(), seal(), seal()]);
  expect(new Set(values.map(keyIdOf)).size).toBe(1);
});

test('after a rotation the old key opens nothing, and is not needed for anything', async () => {
  const before = await sealed();
  expect(await rotate()).toEqual({
    rewrapped: 1,
    newDataKeys: 0,
    resealed: 0,
    removedDataKeys: 0,
    unreadable: [],
    underOtherKey: 0,
  });
  expect(await sealed()).toBe(before);
  expect(await openWith(newKey)).toContain('refresh-token');
  await expect(openWith(masterKey)).rejects.toMatchObject({ code: 'secret-unreadable' });
});

test('a server that runs while keys are rotated goes on reading and writing tokens', async () => {
  const running = createDataKeys(world.db, createSecrets([newKey, masterKey]));
  const written = await running.seal('acme', 'before', context);
  await rotate(true);
  expect(await running.open('acme', written, context)).toBe('before');
  expect(await running.open('acme', await sealed(), context)).toContain('refresh-token');
  const after = await running.seal('acme', 'after', context);
  expect(keyIdOf(after)).not.toBe(keyIdOf(written));
  expect(await createDataKeys(world.db, createSecrets([newKey])).open('acme', after, context)).toBe('after');
});

test('new data keys seal everything anew; the old ones go once nothing needs them', async () => {
  const before = await sealed();
  expect(await rotate(true)).toMatchObject({ newDataKeys: 1, resealed: 1, removedDataKeys: 0 });
  expect(keyIdOf(await sealed())).not.toBe(keyIdOf(before));
  await world.clock.advance(2 * 60 * 60_000);
  expect(await rotate()).toMatchObject({ removedDataKeys: 1, resealed: 0 });
  expect(await world.db.selectFrom('data_keys').selectAll().execute()).toHaveLength(1);
  expect(await openWith(newKey)).toContain('refresh-token');
});

test('what an earlier version encrypted under the installation’s key itself still opens, and a rotation moves it', async () => {
  const old = createSecrets([masterKey]).encrypt('{"refreshToken":"of-old"}', context);
  await world.db.updateTable('crm_connections').set({ tokens: old }).execute();
  expect(await openWith(masterKey)).toContain('of-old');
  expect(await rotate()).toMatchObject({ resealed: 1, unreadable: [] });
  expect(await openWith(newKey)).toContain('of-old');
});

test('a rotation that broke off at any step is run again to the same end', async () => {
  await rotate(true);
  // As it lies where a run broke off after it had made a new key and before it had sealed anything with it.
  const [current] = await world.db
    .selectFrom('data_keys')
    .selectAll()
    .where('retired_at', 'is', null)
    .execute();
  await world.db
    .updateTable('data_keys')
    .set({ retired_at: '2026-11-19T15:00:00Z' })
    .where('key_id', '=', current?.key_id ?? '')
    .execute();
  await createDataKeys(world.db, createSecrets([newKey])).seal('acme', 'x', 'x');
  expect(await rotate()).toMatchObject({ rewrapped: 0, resealed: 1, unreadable: [] });
  expect(await rotate()).toMatchObject({ rewrapped: 0, resealed: 0, unreadable: [] });
  expect(await openWith(newKey)).toContain('refresh-token');
});

test('what none of the keys opens is named, and left as it is', async () => {
  const before = await sealed();
  expect(await rotate(false, [newKey])).toMatchObject({
    rewrapped: 0,
    unreadable: ['the data key of acme'],
    underOtherKey: 1,
  });
  expect(await sealed()).toBe(before);
  expect(await openWith(masterKey)).toContain('refresh-token');
});

test('whoever has lost the installation’s key can connect again, under a new one', async () => {
  const lost = createDataKeys(world.db, createSecrets([newKey]));
  await expect(lost.open('acme', await sealed(), context)).rejects.toMatchObject({
    code: 'secret-unreadable',
  });
  expect(await lost.open('acme', await lost.seal('acme', 'fresh', context), context)).toBe('fresh');
});

test('who applies to the carriers is sealed anew, too, and its key outlives the rotation', async () => {
  const before = createDataKeys(world.db, createSecrets([masterKey]));
  await world.db
    .insertInto('registrations')
    .values({
      business_id: 'acme',
      applicant: await before.seal('acme', 'Acme Plumbing LLC', 'applicant'),
      updated_at: '2026-11-19T15:00:00Z',
      updated_by: 'Dana',
    })
    .execute();
  expect(await rotate(true)).toMatchObject({ resealed: 2, unreadable: [] });
  await world.clock.advance(2 * 60 * 60_000);
  await rotate();
  const { applicant } = await world.db
    .selectFrom('registrations')
    .select('applicant')
    .executeTakeFirstOrThrow();
  const after = createDataKeys(world.db, createSecrets([newKey]));
  expect(await after.open('acme', applicant, 'applicant')).toBe('Acme Plumbing LLC');
});

test('what the keys at hand do not open is found, with whose it is', async () => {
  expect(await findUnreadable(world.db, [newKey, masterKey])).toEqual([]);
  expect(await findUnreadable(world.db, [newKey])).toEqual([
    { businessId: 'acme', what: ['the tokens of hubspot'] },
  ]);
});

test('a rotation and a new connection stand in the audit log', async () => {
  await rotate();
  await connectCrm(world.engine);
  const acts = await world.db.selectFrom('audit_log').select(['act', 'by']).orderBy('sequence').execute();
  expect(acts).toEqual([
    { act: 'import-config', by: 'Business file' },
    { act: 'connect-crm', by: 'Dana' },
    { act: 'rotate-keys', by: 'Command line' },
    { act: 'connect-crm', by: 'Dana' },
  ]);
});

test('a server left on the replaced key writes nothing that would be lost with it', async () => {
  const left = createDataKeys(world.db, createSecrets([masterKey]));
  await rotate();
  const replaced = { code: 'secret-unreadable', message: expect.stringContaining('was replaced by another') };
  await expect(left.seal('acme', 'plain', context)).rejects.toMatchObject(replaced);
  // A business that has no key yet gets none under the replaced one either.
  await expect(left.seal('other', 'plain', context)).rejects.toMatchObject(replaced);
  expect(await rotate()).toMatchObject({ rewrapped: 0, unreadable: [], underOtherKey: 0 });
  expect(await openWith(newKey)).toContain('refresh-token');
});

test('one that has used a business’s key before goes on with it, until that is replaced as well', async () => {
  const left = createDataKeys(world.db, createSecrets([masterKey]));
  await left.seal('acme', 'before', context);
  await rotate();
  const meanwhile = await left.seal('acme', 'meanwhile', context);
  const right = createDataKeys(world.db, createSecrets([newKey]));
  expect(await right.open('acme', meanwhile, context)).toBe('meanwhile');
  await rotate(true);
  await expect(left.seal('acme', 'after', context)).rejects.toMatchObject({ code: 'secret-unreadable' });
});

test('a CRM is not connected by a server that is left on the replaced key, and it says why', async () => {
  const left = await openTestEngine(world.store, world.provider);
  await rotate(true);
  await expect(connectCrm(left)).rejects.toMatchObject({
    code: 'crm-misconfigured',
    message: 'RINGBACK_SECRET_KEY was replaced by another: start this server with that one',
  });
  await left.stop();
  expect(await openWith(newKey)).toContain('refresh-token');
});

test('a key that is taken up again is not replaced any more', async () => {
  await rotate();
  await rotate(true, [masterKey, newKey]);
  const again = createDataKeys(world.db, createSecrets([masterKey]));
  expect(await again.open('other', await again.seal('other', 'plain', 'c'), 'c')).toBe('plain');
  await expect(
    createDataKeys(world.db, createSecrets([newKey])).seal('acme', 'plain', 'c'),
  ).rejects.toMatchObject({ code: 'secret-unreadable' });
});
