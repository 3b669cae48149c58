import type { CrmConsent } from '@ringback/crm';
import { CrmError } from '@ringback/crm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AccountWorld, openAccountWorld } from './testing/account-world.ts';
import { maria } from './testing/shop.ts';

// Whoever is opted out in a CRM is not texted, by whom or what it may be.

let world: AccountWorld;

const silent: CrmConsent = {
  optedOut: true,
  source: 'do_not_text',
  contact: { kind: 'contact', id: '1' },
};

beforeEach(async () => {
  world = await openAccountWorld();
  await world.receiveText(maria, 'How much is a new tap?');
  await world.engine.settled();
  world.sent.length = 0;
});

afterEach(() => world.close());

async function staffWrites(body: string, id = 'staff-1'): Promise<void> {
  const { engine } = world;
  await engine.handle({
    type: 'staff-acted',
    id,
    businessId: 'acme',
    callerId: maria,
    act: 'send',
    body,
    by: 'Dana',
  });
  await engine.settled();
}

async function stateOf(body: string) {
  const row = await world.store.db
    .selectFrom('texts')
    .select(['state', 'code'])
    .where('body', '=', body)
    .executeTakeFirstOrThrow();
  return row;
}

async function standing() {
  const row = await world.store.db.selectFrom('callers').select('state').executeTakeFirstOrThrow();
  return row.state;
}

test('a text of staff leaves once the CRM says nothing against it, asked by the contact that is written to', async () => {
  await world.connect();
  await world.pass(0);
  const asked: unknown[] = [];
  world.crm.consent.read = async (phone, known) => {
    asked.push([phone, known]);
    return { optedOut: false, source: null, contact: null };
  };
  await staffWrites('90 dollars');
  expect(world.sent).toEqual(['90 dollars']);
  expect(asked).toEqual([[maria, { kind: 'contact', id: '1' }]]);
});

test('an opt-out that is found there keeps it back, and every text after it', async () => {
  await world.connect();
  world.crm.consent.read = async () => silent;
  await staffWrites('90 dollars');
  expect(world.sent).toEqual([]);
  expect(await stateOf('90 dollars')).toEqual({ state: 'withdrawn', code: 'opted-out' });
  expect(await standing()).toMatchObject({ suppression: { by: 'crm' } });
});

test('a CRM that does not say keeps it back too, and a person is told to call', async () => {
  await world.connect();
  world.crm.consent.read = async () => {
    throw new CrmError('crm-unavailable', 'away', { retry: 'later' });
  };
  await staffWrites('90 dollars');
  expect(world.sent).toEqual([]);
  expect(await stateOf('90 dollars')).toEqual({ state: 'failed', code: 'crm-unread' });
  const state = await standing();
  expect(state.suppression).toBeNull();
  expect(state.conversation?.taskId).not.toBeNull();
});

test('one that never answers is waited for a second', async () => {
  await world.connect();
  world.crm.consent.read = async (_phone, _known, { signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw new CrmError('crm-unavailable', 'no answer', { retry: 'later' });
  };
  const begunAt = performance.now();
  await staffWrites('90 dollars');
  expect(await stateOf('90 dollars')).toMatchObject({ code: 'crm-unread' });
  expect(performance.now() - begunAt).toBeLessThan(5_000);
});

test('a grant that turns out to be gone keeps it back, and breaks the connection', async () => {
  await world.connect();
  world.crm.consent.read = async () => {
    throw new CrmError('crm-auth', 'The app was uninstalled', { retry: 'never' });
  };
  await staffWrites('90 dollars');
  await staffWrites('100 dollars', 'staff-2');
  expect(world.sent).toEqual([]);
  expect(await world.engine.connections.list('acme')).toMatchObject([{ state: 'broken' }]);
});

test('a CRM that was never connected keeps nothing back', async () => {
  await staffWrites('90 dollars');
  expect(world.sent).toEqual(['90 dollars']);
});

test('an answer to STOP does not wait for any CRM', async () => {
  await world.connect();
  world.crm.consent.read = async () => {
    throw new CrmError('crm-unavailable', 'away', { retry: 'later' });
  };
  await world.receiveText(maria, 'STOP');
  await world.engine.settled();
  expect(world.sent).toHaveLength(1);
});
