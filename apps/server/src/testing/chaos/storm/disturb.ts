import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Random } from '../random.ts';
import type { StormServer } from './storm-server.ts';
import type { StormWorld } from './storm-world.ts';

/** Breaks one thing after another until it is told to stop. */
export type Disturbance = {
  /** Breaks nothing more and mends everything: every server up, the store there, HubSpot healthy. */
  calm(): Promise<void>;
};

type Deed = (world: StormWorld, random: Random) => Promise<void>;

/** Further jumps would only make first texts later than anybody wants them. */
const mostJumps = 3;

/** @param count hears of everything that is broken, by its name */
export function disturb(world: StormWorld, random: Random, count: (what: string) => void): Disturbance {
  let isOver = false;
  let jumps = 0;
  const restarts: Promise<void>[] = [];

  function victim(): StormServer {
    const [first, ...others] = world.servers;
    if (!first) throw new Error('there is no server');
    return random.pick([first, ...others]);
  }

  const deeds: { readonly [name: string]: Deed } = {
    'a server killed': async () => {
      const server = victim();
      await server.kill();
      restarts.push(delay(random.whole(600)).then(() => server.start()));
    },
    'a server stopped for a while': async () => {
      const server = victim();
      server.freeze();
      await delay(200 + random.whole(1_800));
      server.thaw();
    },
    'a server stopped past its leases': async () => {
      if (jumps === mostJumps) return;
      jumps += 1;
      const server = victim();
      server.freeze();
      await delay(random.whole(200));
      await world.advance(31_000 + random.whole(70_000));
      await delay(300 + random.whole(700));
      server.thaw();
    },
    'every connection to PostgreSQL reset': async () => world.database.cut(),
    'every session ended by PostgreSQL': async () => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'server-%'`.execute(world.store.db);
    },
    'PostgreSQL away': async () => {
      world.database.setOpen(false);
      world.database.cut();
      await delay(200 + random.whole(2_000));
      world.database.setOpen(true);
    },
    'PostgreSQL silent': async () => {
      world.database.setSilent(true);
      await delay(200 + random.whole(2_500));
      world.database.setSilent(false);
    },
    'HubSpot faulty': async () => {
      const kind = random.pick(['status-500', 'status-429', 'reset-before', 'reset-after', 'slow'] as const);
      // Not at the token: an answer with a new one that is lost ends the connection, for HubSpot as for us.
      world.hubspot.faults.next({
        on: random.pick(['create', 'search', 'upsert', 'read', 'associations']),
        kind,
        times: 1 + random.whole(4),
        ...(kind === 'slow' ? { delayMs: random.whole(1_500) } : {}),
      });
    },
    'HubSpot down': async () => {
      world.hubspot.setDown(true);
      await delay(200 + random.whole(1_000));
      world.hubspot.setDown(false);
    },
  };
  const [first = '', ...others] = Object.keys(deeds);

  async function goOn(): Promise<void> {
    while (!isOver) {
      await delay(50 + random.whole(400));
      const what = random.pick([first, ...others]);
      count(what);
      await deeds[what]?.(world, random);
    }
  }

  const going = goOn();
  return {
    async calm() {
      isOver = true;
      await going;
      await Promise.all(restarts);
      world.hubspot.faults.clear();
      await Promise.all(world.servers.map((server) => server.start()));
    },
  };
}
