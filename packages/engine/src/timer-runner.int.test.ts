import { expect, test } from 'vitest';
import { openPostgres } from './database/connection.ts';
import { openDirectory } from './directory.ts';
import { fireTimer } from './fire-timer.ts';
import { openTestStore } from './testing/open-test-store.ts';
import { createTimerRunner } from './timer-runner.ts';

test('a store that is away when a timer is due ends nothing: the timer is found when the store is back', async () => {
  const world = await openTestStore();
  const directory = await openDirectory(world.store, { onError: () => {} });
  // Nobody listens on port 1.
  const away = openPostgres({ url: 'postgres://root@127.0.0.1:1/none', onError: () => {} });
  const failed: string[] = [];
  const handling = {
    directory: { ...directory, byId: () => ({}) as ReturnType<typeof directory.byId> },
    leaseFor: null,
  };
  const timers = createTimerRunner({
    store: away,
    pollMs: 60_000,
    log: { warn: () => {}, error: (event) => failed.push(event) },
    fire: (timer) => fireTimer(away.db, timer, handling),
  });
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', hear);
  timers.expect({ businessId: 'acme', callerId: '+15125550142', timer: 'first-text', setBy: 'x', inMs: 0 });
  await expect.poll(() => failed, { timeout: 10_000 }).toContain('timer-failed');
  await timers.stop();
  await new Promise((done) => setImmediate(done));
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
  await away.close();
  await directory.close();
  await world.close();
});
