import type { E164 } from '@ringback/core';
import { type FetchedMedia, MessagingError } from '@ringback/messaging';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseCaller } from './data-care/erase-caller.ts';
import { readMedia } from './queries/media.ts';
import { openTextWorld, type TextWorld } from './testing/text-world.ts';

const caller = '+15125550142' as E164;
const picture = { contentType: 'image/jpeg', bytes: Buffer.from('a picture') };

let world: TextWorld;
let asked: string[];
let removed: string[];
let isStuck: boolean;
let answers: (FetchedMedia | MessagingError)[];
beforeEach(async () => {
  asked = [];
  removed = [];
  isStuck = false;
  answers = [];
  world = await openTextWorld({
    media: {
      async fetch(url) {
        asked.push(url);
        const answer = answers.shift() ?? picture;
        if (answer instanceof MessagingError) throw answer;
        return answer;
      },
      async remove(url) {
        if (isStuck) throw new MessagingError('messaging-unreachable', 'away', { retry: 'later' });
        removed.push(url);
      },
    },
  });
});
afterEach(() => world.close());

async function receive(textId: string, urls: readonly string[]): Promise<void> {
  await world.engine.handle({
    type: 'text-received',
    id: textId,
    businessId: 'acme',
    callerId: caller,
    textId,
    line: '+15125550100' as E164,
    body: 'It looks like this',
    media: urls.map((url) => ({ url, contentType: 'image/jpeg' })),
    handledByProvider: null,
  });
}

const stored = () => world.store.db.selectFrom('text_media').selectAll().orderBy('position').execute();
const read = (position: number, businessIds = ['acme']) =>
  readMedia(world.store.db, { businessIds, textId: 'text-1', position });

test('what comes with a text is fetched and kept with it, and is nobody else’s', async () => {
  await receive('text-1', ['https://provider/1', 'https://provider/2']);
  await world.pass(0);
  expect(asked).toEqual(['https://provider/1', 'https://provider/2']);
  expect(await stored()).toMatchObject([
    { state: 'stored', size: 9, position: 0 },
    { state: 'stored', size: 9, position: 1 },
  ]);
  expect((await read(1))?.bytes.toString()).toBe('a picture');
  expect(await read(2)).toBeNull();
  expect(await read(1, ['another'])).toBeNull();
});

test('what is kept here is deleted at the provider, however often that takes, and fetched once', async () => {
  isStuck = true;
  await receive('text-1', ['https://provider/1']);
  await world.pass(0);
  expect(await stored()).toMatchObject([{ state: 'stored' }]);
  isStuck = false;
  await world.pass(2_000);
  expect(removed).toEqual(['https://provider/1']);
  expect(asked).toHaveLength(1);
});

test('a text that comes twice is fetched for once', async () => {
  await receive('text-1', ['https://provider/1']);
  await receive('text-1', ['https://provider/1']);
  await world.pass(0);
  expect(asked).toHaveLength(1);
});

test('a provider that is away is asked again', async () => {
  answers.push(new MessagingError('messaging-unreachable', 'away', { retry: 'later' }));
  await receive('text-1', ['https://provider/1']);
  await world.pass(0);
  expect(await stored()).toMatchObject([{ state: 'waiting' }]);
  await world.pass(2_000);
  expect(await stored()).toMatchObject([{ state: 'stored' }]);
});

test('what is not kept says why', async () => {
  answers.push(new MessagingError('media-refused', 'it is larger than 5 MB', { retry: 'never' }));
  await receive('text-1', ['https://provider/1']);
  await world.pass(0);
  expect(await stored()).toMatchObject([{ state: 'refused', problem: 'it is larger than 5 MB' }]);
  await world.pass(3_600_000);
  expect(asked).toHaveLength(1);
});

test('what a caller sent goes with the caller', async () => {
  await receive('text-1', ['https://provider/1']);
  await world.pass(0);
  const known = world.engine.directory.byId('acme') ?? expect.fail('acme is known');
  const erasure = await eraseCaller(world.store.db, {
    businessId: 'acme',
    callerId: caller,
    by: 'Dana',
    known,
  });
  expect(erasure?.erased.text_media).toBe(1);
  expect(await world.store.db.selectFrom('text_media_bytes').selectAll().execute()).toEqual([]);
});
