import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Db } from './database/connection.ts';
import { type Directory, importBusinesses, openDirectory } from './directory.ts';
import { fireTimer } from './fire-timer.ts';
import { handleEvent } from './handle-event.ts';
import type { SetTimer } from './read-standing.ts';
import { openTestStore, type TestStore } from './testing/open-test-store.ts';
import { maria, shop, shopLine } from './testing/shop.ts';

// The connection to the store breaks while the answer to a statement is waited for.

const lease = { owner: 'this', ms: 30_000, nowMs: () => 0 };

let world: TestStore;
let directory: Directory;
let timer: SetTimer;

beforeEach(async () => {
  world = await openTestStore();
  await importBusinesses(world.store.db, [shop()]);
  directory = await openDirectory(world.store, { onError: () => {} });
  const of = { businessId: 'acme', callerId: maria };
  const [handled] = await handleEvent(
    world.store.db,
    {
      ...of,
      type: 'call-missed',
      id: 'call-CA1',
      callId: 'CA1',
      line: shopLine,
      cause: 'no-answer',
      ringSeconds: 18,
      missedAt: await world.clock.now(),
      attestation: 'passed',
    },
    { directory, leaseFor: null },
  );
  const set = handled.toDo.timers.find((each) => each.timer === 'first-text');
  if (!set) throw new Error('a missed call is to be texted');
  timer = { ...of, timer: 'first-text', setBy: set.setBy };
  await world.clock.advance(2_000);
});

afterEach(async () => {
  await directory.close();
  await world.close();
});

/** The store, with a connection that breaks at the statement that writes: before it is executed, or behind it. */
function breaking(when: 'before' | 'behind'): Db {
  const writing = new WeakSet<object>();
  const cut = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return world.store.db.withPlugin({
    transformQuery({ node, queryId }) {
      if (!JSON.stringify(node).includes('ringback_require')) return node;
      if (when === 'before') throw cut;
      writing.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (writing.has(queryId)) throw cut;
      return result;
    },
  });
}

test('behind the writing of a text: it is performed at once, and not when its lease has ended', async () => {
  const handled = await fireTimer(breaking('behind'), timer, { directory, leaseFor: () => lease });
  const [text] = await world.store.db.selectFrom('texts').select(['text_id', 'state']).execute();
  expect(text?.state).toBe('sending');
  expect(handled?.flatMap(({ toDo }) => toDo.claimed)).toMatchObject([{ key: text?.text_id, attempts: 1 }]);
});

test('before anything is written: it is told, and the timer stays', async () => {
  const firing = fireTimer(breaking('before'), timer, { directory, leaseFor: () => lease });
  await expect(firing).rejects.toMatchObject({ code: 'ECONNRESET' });
  const again = await fireTimer(world.store.db, timer, { directory, leaseFor: () => lease });
  expect(again?.[0].isRepeat).toBe(false);
});

test('behind the writing of a text that nobody holds: it is told, as whoever looks finds the text', async () => {
  const firing = fireTimer(breaking('behind'), timer, { directory, leaseFor: null });
  await expect(firing).rejects.toMatchObject({ code: 'ECONNRESET' });
  const texts = await world.store.db.selectFrom('texts').select('state').execute();
  expect(texts).toEqual([{ state: 'intended' }]);
});
