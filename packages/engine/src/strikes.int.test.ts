import { CrmError } from '@ringback/crm';
import { afterEach, expect, test } from 'vitest';
import { retryParked } from './parked-entries.ts';
import { type AskedWrite, away, type CrmWorld, callerNumber, openCrmWorld } from './testing/test-crms.ts';

// An entry that fails for a day, always for a reason that passes, while its CRM does everything else.

let world: CrmWorld;

afterEach(() => world.close());

/** Everybody's entries are written, but for those of the first caller. */
async function open(answer: (write: AskedWrite) => Promise<void>): Promise<void> {
  world = await openCrmWorld(['acme']);
  world.crms.answer = answer;
  await world.receiveText('acme', callerNumber(0), 'poison');
  await world.pass(0);
}

let others = 100;

/** Every four hours somebody else texts, and whatever is due is tried. */
async function passRounds(rounds: number, { othersText = true } = {}): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if (othersText) {
      others += 1;
      await world.receiveText('acme', callerNumber(others));
    }
    await world.pass(4 * 3_600_000);
    // What failed just now is tried again within a minute.
    await world.pass(60_000);
  }
}

function isPoison({ entry }: AskedWrite): boolean {
  return 'body' in entry && entry.body === 'poison';
}

async function poisonFails(write: AskedWrite): Promise<void> {
  if (isPoison(write)) throw away;
}

async function entries() {
  return world.store.db
    .selectFrom('effects')
    .select(['state', 'problem', 'caller_id'])
    .where('lane', '=', 'crm:hubspot')
    .where('state', '!=', 'done')
    .orderBy('sequence')
    .execute();
}

test('it is left for a person after a day, with the words of the CRM, and what waited behind it is written', async () => {
  await open(poisonFails);
  await world.receiveText('acme', callerNumber(0), 'what waits behind it');
  await passRounds(5);
  expect((await entries())[0]).toMatchObject({ state: 'open', problem: away.message });
  await passRounds(1);
  expect(await entries()).toMatchObject([
    {
      state: 'parked',
      problem: `tried in vain for a day, although hubspot answers: ${away.message}`,
    },
  ]);
});

test('several such entries do not hide each other', async () => {
  await open(poisonFails);
  for (let index = 1; index < 3; index += 1) {
    await world.receiveText('acme', callerNumber(index), 'poison');
  }
  await passRounds(9);
  expect((await entries()).map(({ state }) => state)).toEqual(Array.from({ length: 3 }, () => 'parked'));
});

test('a contact that stays ambiguous is left for a person, too', async () => {
  await open(async (write) => {
    if (!isPoison(write)) return;
    throw new CrmError('crm-ambiguous', 'several contacts have the number', {
      retry: 'later',
      retryAfterMs: 600_000,
    });
  });
  await passRounds(6, { othersText: false });
  expect(await entries()).toMatchObject([
    { state: 'parked', problem: expect.stringContaining('several contacts have the number') },
  ]);
});

test('an error of our own is no endless loop either', async () => {
  await open(async (write) => {
    if (isPoison(write)) throw new TypeError('cannot read properties of undefined');
  });
  await passRounds(6);
  expect(await entries()).toMatchObject([
    { state: 'parked', problem: expect.stringContaining('an internal error; see the log') },
  ]);
});

test('tried again by a person, it has a day anew', async () => {
  await open(poisonFails);
  await passRounds(6);
  await retryParked(world.store.db, { businessId: 'acme', by: 'Dana', system: 'hubspot' });
  await passRounds(2);
  expect((await entries())[0]).toMatchObject({ state: 'open' });
});

test('an outage of the whole CRM parks nothing, however long it lasts, and everything is written afterwards', async () => {
  await open(async () => {
    throw away;
  });
  await passRounds(9);
  const waiting = await entries();
  expect(waiting.length).toBeGreaterThan(9);
  expect(waiting.every(({ state }) => state === 'open')).toBe(true);
  world.crms.answer = async () => {};
  for (let minute = 0; minute < 12; minute += 1) await world.pass(60_000);
  expect(await entries()).toEqual([]);
});

test('nor do outages that come and go, with an entry that fails once more each time the CRM is back', async () => {
  await open(async () => {});
  for (let outage = 0; outage < 3; outage += 1) {
    world.crms.answer = async () => {
      throw away;
    };
    others += 1;
    await world.receiveText('acme', callerNumber(others));
    await passRounds(1, { othersText: false });
    const tried = new Set<string>();
    world.crms.answer = async ({ options }) => {
      if (tried.has(options.key)) return;
      tried.add(options.key);
      throw away;
    };
    await passRounds(1);
  }
  expect((await entries()).filter(({ state }) => state === 'parked')).toEqual([]);
});
