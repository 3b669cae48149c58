import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccountWorld, openAccountWorld } from './testing/account-world.ts';
import { maria, redirectUri } from './testing/shop.ts';

// How a business and its account at a CRM come together.

let world: AccountWorld;

beforeEach(async () => {
  world = await openAccountWorld();
});

afterEach(() => world.close());

/** An administrator sets out to sign in; answers with the state that the CRM hands back. */
async function begin(): Promise<string> {
  const sign = { businessId: 'acme', system: 'hubspot', session: 's', redirectUri, by: 'Dana' };
  return new URL(await world.engine.connections.begin(sign)).searchParams.get('state') ?? '';
}

test('an account that could not be prepared is not connected, and nothing is written into it', async () => {
  world.crm.unprepared = true;
  await expect(world.connect()).rejects.toMatchObject({ code: 'crm-unavailable' });
  await world.receiveText(maria, 'one');
  await world.pass(1_000);
  expect(await world.engine.connections.list('acme')).toEqual([]);
  expect(await world.crmEffects()).toMatchObject([{ state: 'open' }]);
});

test('a late refusal of the old grant does not break the new connection', async () => {
  await world.connect();
  const old = await world.engine.connections.adapterFor('acme', 'hubspot');
  await world.clock.advance(1_000);
  await world.connect();
  if (!old) throw new Error('the business was connected');
  await world.engine.connections.markBroken(old, 'The app was uninstalled');
  expect(await world.engine.connections.list('acme')).toMatchObject([{ state: 'connected' }]);
});

test('connected to another account, the business starts afresh there', async () => {
  await world.connect();
  await world.receiveText(maria, 'one');
  await world.pass(0);
  world.crm.grant.accountId = 'account-2';
  world.crm.contacts.length = 0;
  await world.connect();
  await world.receiveText(maria, 'two');
  await world.pass(0);
  expect(world.crm.contacts).toHaveLength(1);
  expect(world.bodies()).toEqual(['one', 'two']);
});

test('tokens are encrypted at rest', async () => {
  await world.connect();
  const row = await world.store.db.selectFrom('crm_connections').selectAll().executeTakeFirstOrThrow();
  expect(row.tokens).not.toContain('refresh');
});

test.each<[string, { readonly session?: string; readonly state?: string; readonly minutes?: number }]>([
  ['of another browser', { session: 'other' }],
  ['that nobody began', { state: 'acme.forged' }],
  ['that is too old', { minutes: 16 }],
])('an answer to a sign-in %s is refused', async (_, { session = 's', state, minutes = 0 }) => {
  const begun = await begin();
  await world.pass(minutes * 60_000);
  const answer = {
    system: 'hubspot',
    state: state ?? begun,
    code: 'c',
    session,
    redirectUri,
  };
  await expect(world.engine.connections.finish(answer)).rejects.toMatchObject({ code: 'crm-auth' });
});

test('a sign-in is answered once', async () => {
  const begun = await begin();
  const answer = {
    system: 'hubspot',
    state: begun,
    code: 'c',
    session: 's',
    redirectUri,
  };
  await world.engine.connections.finish(answer);
  await expect(world.engine.connections.finish(answer)).rejects.toMatchObject({ code: 'crm-auth' });
});
