import { MessagingError, type ProviderCopies } from '@ringback/messaging';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataCareWorld, openDataCareWorld } from '../testing/data-care-world.ts';
import { maria } from '../testing/shop.ts';
import { type Erasure, eraseCaller } from './erase-caller.ts';

let world: DataCareWorld;
let deleted: string[];
let problem: MessagingError | null;

const copies: ProviderCopies = {
  async deleteText(providerId) {
    if (problem) throw problem;
    deleted.push(`text ${providerId}`);
  },
  async deleteCall(callId) {
    if (problem) throw problem;
    deleted.push(`call ${callId}`);
  },
};

beforeEach(async () => {
  deleted = [];
  problem = null;
  world = await openDataCareWorld({ copies });
  await world.missCall('CA1', maria);
  await world.pass(2);
  await world.receiveText('SM77', maria, 'Hello');
  await world.pass(60);
});

afterEach(() => world.close());

async function erase(): Promise<Erasure> {
  const known = world.engine.directory.byId('acme') ?? expect.fail('acme is known');
  const erasure = await eraseCaller(world.db, { businessId: 'acme', callerId: maria, by: 'Dana', known });
  return erasure ?? expect.fail('Maria is known');
}

async function ourTextAtProvider(): Promise<string> {
  const { provider_id: id } = await world.db
    .selectFrom('texts')
    .select('provider_id')
    .where('direction', '=', 'out')
    .executeTakeFirstOrThrow();
  return id ?? expect.fail('it has left');
}

const deletions = () =>
  world.db.selectFrom('effects').select(['state', 'problem']).where('lane', '=', 'deletions').execute();

test('the provider is asked to delete the calls and the texts of whoever was erased, both ways', async () => {
  const ours = await ourTextAtProvider();
  expect((await erase()).atProvider).toMatchObject({
    texts: 2,
    calls: 1,
    stays: expect.arrayContaining([expect.stringContaining('texted STOP')]),
  });
  await world.pass(1);
  expect(deleted.toSorted()).toEqual(['call CA1', 'text SM77', `text ${ours}`].toSorted());
});

test('a provider that is away is asked until it has deleted everything', async () => {
  problem = new MessagingError('messaging-unreachable', 'away', { retry: 'later' });
  await erase();
  await world.pass(1);
  await world.pass(3_600);
  problem = null;
  for (let hour = 0; hour < 4; hour += 1) await world.pass(3_600);
  expect(deleted).toHaveLength(3);
  expect((await deletions()).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('what the provider refuses to delete is given up, with its words', async () => {
  problem = new MessagingError('messaging-refused', 'Twilio refused it (20001)', { retry: 'never' });
  await erase();
  await world.pass(1);
  expect(await deletions()).toEqual(
    Array(3).fill({ state: 'discarded', problem: 'Twilio refused it (20001)' }),
  );
});
