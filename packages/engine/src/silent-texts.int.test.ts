import { MessagingError } from '@ringback/messaging';
import { afterEach, expect, test } from 'vitest';
import { createSilentTexts } from './silent-texts.ts';
import { john, maria } from './testing/shop.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

// What became of a text when the provider's last word on it was lost on its way to us.

const minuteMs = 60_000;
const failure = { kind: 'unreachable', meaning: 'The phone is off.' } as const;

let world: TextWorld;
let asked: string[];

afterEach(() => world.close());

/** One text has left, and its callbacks will not arrive. */
async function open(callers = [maria]): Promise<void> {
  world = await openTextWorld();
  asked = [];
  const { messenger } = world.provider;
  const { readSent } = messenger;
  messenger.readSent = (id, options) => {
    asked.push(id);
    return readSent(id, options);
  };
  for (const caller of callers) await world.answer(caller, `We are on our way to ${caller}.`);
  await world.pass(0);
}

/** What the provider knows by now, of whatever it took. */
function became(status: 'accepted' | 'sent' | 'delivered' | 'failed'): void {
  const { taken } = world.provider;
  const isFailed = status === 'failed';
  taken.splice(
    0,
    taken.length,
    ...taken.map((text) => ({
      ...text,
      status,
      code: isFailed ? '30003' : null,
      failure: isFailed ? failure : null,
    })),
  );
}

async function states(): Promise<readonly string[]> {
  return (await world.texts()).map(({ state }) => state);
}

test('a text that has arrived is known to have, ten minutes later', async () => {
  await open();
  became('delivered');
  await world.pass(9 * minuteMs);
  expect(await states()).toEqual(['accepted']);
  await world.pass(minuteMs);
  expect(await states()).toEqual(['delivered']);
  await world.pass(60 * minuteMs, 24);
  expect(asked).toHaveLength(1);
});

test('a text that has failed has its consequence, as if the provider had told us', async () => {
  await open();
  became('failed');
  await world.pass(10 * minuteMs);
  expect(await states()).toEqual(['failed']);
  const { event, effects } = await world.store.db
    .selectFrom('events')
    .select(['event', 'effects'])
    .where('event_id', 'like', '%-failed')
    .executeTakeFirstOrThrow();
  expect(event).toMatchObject({ type: 'text-status-changed', status: 'failed', code: '30003', failure });
  expect(effects.map(({ type }) => type)).toEqual(['set-timer']);
});

test('a callback that comes after all changes nothing any more', async () => {
  await open();
  became('delivered');
  await world.pass(10 * minuteMs);
  const [text] = await world.texts();
  const report = { businessId: 'acme', textId: text?.text_id ?? '', providerId: 'SM1', code: null } as const;
  await world.engine.handleTextStatus({ ...report, status: 'delivered' });
  await world.engine.handleTextStatus({ ...report, status: 'sent' });
  expect(await states()).toEqual(['delivered']);
});

test('what a carrier never confirms is asked about three times in half a day, and then no more', async () => {
  await open();
  became('sent');
  await world.pass(10 * minuteMs);
  expect(await states()).toEqual(['sent']);
  await world.pass(110 * minuteMs);
  expect(asked).toHaveLength(1);
  await world.pass(10 * minuteMs);
  expect(asked).toHaveLength(2);
  await world.pass(12 * 60 * minuteMs);
  expect(asked).toHaveLength(3);
  await world.pass(24 * 60 * minuteMs, 4);
  expect(asked).toHaveLength(3);
  expect(await states()).toEqual(['sent']);
});

test('a provider that does not answer is left alone until later, and nobody is forgotten', async () => {
  await open([maria, john]);
  became('delivered');
  const { messenger } = world.provider;
  const { readSent } = messenger;
  messenger.readSent = async (id) => {
    asked.push(id);
    throw new MessagingError('messaging-busy', 'Twilio asked us to slow down', { retry: 'later' });
  };
  await world.pass(10 * minuteMs);
  expect(asked).toHaveLength(1);
  expect(await states()).toEqual(['accepted', 'accepted']);
  messenger.readSent = readSent;
  await world.pass(10 * minuteMs);
  await world.pass(120 * minuteMs);
  expect(await states()).toEqual(['delivered', 'delivered']);
});

test('a text that the provider knows nothing of any more stays as it is', async () => {
  await open();
  world.provider.taken.length = 0;
  await world.pass(10 * minuteMs);
  expect(await states()).toEqual(['accepted']);
});

test('two processes do not ask about the same text', async () => {
  await open([maria, john]);
  const look = () =>
    createSilentTexts({
      db: world.store.db,
      messenger: world.provider.messenger,
      handleTextStatus: world.engine.handleTextStatus,
      log: { warn: () => {}, error: () => {} },
    }).runDue();
  await world.clock.advance(10 * minuteMs);
  await Promise.all([look(), look(), look(), world.engine.settled()]);
  expect(asked.toSorted()).toEqual(['SM1', 'SM2']);
});
