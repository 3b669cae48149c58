import { CrmError } from '@ringback/crm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CrmWorld, callerNumber, openCrmWorld } from './testing/test-crms.ts';
import { testedStore } from './testing/test-databases.ts';

let world: CrmWorld;
let refreshes: string[];

/** A vendor that ends a refresh token with its use, as OAuth 2.1 has it and HubSpot reserves the right to. */
beforeEach(async () => {
  world = await openCrmWorld(['acme'], { connects: false });
  refreshes = [];
  let current = 'refresh-0';
  const { oauth } = world.crms.system;
  oauth.exchangeCode = async () => ({
    tokens: {
      accessToken: 'access-0',
      refreshToken: current,
      expiresAt: '2026-01-01T00:00:00.000Z' as never,
    },
    accountId: 'account',
    accountName: 'Account',
  });
  oauth.refresh = async (refreshToken) => {
    refreshes.push(refreshToken);
    if (refreshToken !== current) {
      throw new CrmError('crm-auth', 'unknown refresh token', { retry: 'never' });
    }
    current = `refresh-${refreshes.length}`;
    const accessToken = `access-${refreshes.length}`;
    return { accessToken, refreshToken: current, expiresAt: '2030-01-01T00:00:00.000Z' as never };
  };
  await world.connect('acme');
});

afterEach(() => world.close());

async function adapters() {
  const engines = [world.engine, await world.openEngine(), await world.openEngine()];
  const found = await Promise.all(
    engines.map(({ connections }) => connections.adapterFor('acme', 'hubspot')),
  );
  return found.filter((adapter) => adapter !== null);
}

function write(adapter: Awaited<ReturnType<typeof adapters>>[number], index: number) {
  const contact = {
    ref: { kind: 'contact', id: '1' },
    firstName: null,
    lastName: null,
    phones: [callerNumber(index)],
    ownerId: null,
    optedOut: false,
  };
  const entry = { kind: 'note', text: 'hello', at: '2026-11-19T16:00:00.000Z' as never } as const;
  const options = { key: `key-${index}`, isRetry: false, signal: AbortSignal.timeout(10_000) };
  return adapter.record(entry, contact, null, options);
}

// The embedded store is one process's, which renews once for everybody anyway.
test.skipIf(testedStore() === 'embedded')(
  'processes that need a new token at once renew it once',
  async () => {
    const all = await adapters();
    await Promise.all(all.map(write));
    expect(refreshes).toEqual(['refresh-0']);
    expect(world.crms.asked.map(({ businessId }) => businessId)).toEqual([
      'access-1',
      'access-1',
      'access-1',
    ]);
  },
);

test('a connection that was given up while its token was being renewed is whole again', async () => {
  const [adapter] = await adapters();
  if (!adapter) throw new Error('not connected');
  const { oauth } = world.crms.system;
  const { refresh } = oauth;
  oauth.refresh = async (...given) => {
    const tokens = await refresh(...given);
    // Another process has tried the old token meanwhile, because this one seemed to be gone.
    await world.engine.connections.markBroken(adapter, 'unknown refresh token');
    return tokens;
  };
  await write(adapter, 0);
  expect(await world.engine.connections.list('acme')).toMatchObject([{ state: 'connected', problem: null }]);
});
