import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ImportedBusiness, openPostgres, type Store } from '@ringback/engine';
import { createTestDatabase, shiftClock } from '@ringback/engine/testing';
import type { HubspotLookalike, TwilioLookalike, WebhookDelivery } from '@ringback/sandbox';
import { readBusinesses } from '../../../business-source.ts';
import { connectHubspot } from '../../../sandbox/connect-hubspot.ts';
import { type Served, serve } from '../../../sandbox/serve.ts';
import { serveLookalikes } from '../../../sandbox/serve-lookalikes.ts';
import { businessFile, businessId, providersOfAcme } from '../../acme-plumbing.ts';
import { freePort } from '../../free-port.ts';
import { createFaultProxy, type FaultProxy } from '../fault-proxy.ts';
import { createJumpingClock } from '../jumping-clock.ts';
import { createSharedSettings, startServerProcess } from '../server-process.ts';
import { type DatabaseProxy, openDatabaseProxy } from './database-proxy.ts';
import { type DeliveringFront, openDeliveringFront } from './delivering-front.ts';
import { createStormServer, type ServerPlan, type StormServer } from './storm-server.ts';

/** Servers as processes on one PostgreSQL that can be taken away, look-alikes around them, one time for all. */
export type StormWorld = {
  readonly store: Store;
  readonly business: ImportedBusiness;
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly proxy: FaultProxy;
  readonly front: DeliveringFront;
  readonly database: DatabaseProxy;
  readonly servers: readonly StormServer[];
  readonly adminToken: string;
  /** Moves the time of everything on, at one moment for everybody. */
  advance(ms: number): Promise<void>;
  now(): Date;
  lookalikeDueInMs(): number | null;
  isTalking(): Promise<boolean>;
  connectHubspot(): Promise<void>;
  close(): Promise<void>;
};

const sharedTime = new URL('./shared-time.ts', import.meta.url).href;

export type StormWorldOptions = {
  readonly servers: readonly ServerPlan[];
  /** The first server brings the schema along and is the only one that is started; otherwise it is there already. */
  readonly isEmpty?: true;
};

export async function openStormWorld(options: StormWorldOptions): Promise<StormWorld> {
  const testDatabase = await createTestDatabase(options.isEmpty ? { isEmpty: true } : {});
  const store = openPostgres({ url: testDatabase.url, onError: () => {} });
  const database = await openDatabaseProxy(testDatabase.url);
  const folder = await mkdtemp(join(tmpdir(), 'ringback-storm-'));
  const timeFile = join(folder, 'ahead');
  const time = openSync(timeFile, 'w');
  const clock = createJumpingClock();
  let aheadMs = 0;
  const writeAhead = () => writeSync(time, new Float64Array([aheadMs]), 0, 8, 0);
  writeAhead();

  const ports = await Promise.all(options.servers.map(() => freePort()));
  const front = await openDeliveringFront(() =>
    servers.flatMap((server, index) =>
      server.isUp() && server.plan.role !== 'worker' ? (ports[index] ?? []) : [],
    ),
  );
  const lookalikes = await serveLookalikes({
    ...providersOfAcme,
    serverUrl: front.url,
    clock,
    // What HubSpot lets through a second would only make the storm longer.
    limits: { perTenSeconds: 1_000_000, searchesPerSecond: 1_000_000 },
  });
  const { twilio, hubspot } = lookalikes;
  const proxy = createFaultProxy(lookalikes.twilioSettings.apiBaseUrl);
  const settings = {
    ...createSharedSettings(front.url, lookalikes),
    NODE_COMPILE_CACHE: folder,
    CHAOS_TIME_FILE: timeFile,
  };
  const adminToken = settings.RINGBACK_ADMIN_TOKEN;
  const entrances: Served[] = [];
  const servers: StormServer[] = [];
  for (const [index, plan] of options.servers.entries()) {
    const entrance = await serve(proxy.entrance(async () => {}));
    entrances.push(entrance);
    const url = new URL(database.url);
    url.searchParams.set('application_name', `server-${index + 1}`);
    servers.push(
      createStormServer(`server-${index + 1}`, plan, (current) =>
        startServerProcess(
          ports[index] ?? 0,
          {
            ...settings,
            DATABASE_URL: url.href,
            TWILIO_API_BASE_URL: entrance.url,
            RINGBACK_ROLE: current.role,
            CHAOS_SKEW_MS: String(current.skewMs ?? 0),
          },
          { imports: [sharedTime], ...(current.main === undefined ? {} : { main: current.main }) },
        ),
      ),
    );
  }

  if (options.isEmpty) await servers[0]?.start();
  const storeClock = await shiftClock(store.db);
  if (!options.isEmpty) await Promise.all(servers.map((server) => server.start()));
  const [business] = await readBusinesses(businessFile);
  if (!business) throw new Error(`${businessFile} has no business`);

  /** Twilio gives up what takes too long by its time: what has not reached us yet would be lost without a fault. */
  async function untilReceived(): Promise<void> {
    const isUnanswered = ({ status, failure }: WebhookDelivery) => status === null && failure === null;
    for (let waited = 0; waited < 2_000; waited += 5) {
      if (twilio.webhooks().filter(isUnanswered).length === front.pending()) return;
      await delay(5);
    }
  }

  return {
    store,
    business,
    twilio,
    hubspot,
    proxy,
    front,
    database,
    servers,
    adminToken,
    async advance(ms) {
      const whole = Math.ceil(ms);
      // Nobody may see the store's time jump and not their own: a lease would seem to hold that does not.
      const moving = servers.filter((server) => server.isUp() && !server.isFrozen());
      for (const server of moving) server.freeze();
      aheadMs += whole;
      writeAhead();
      try {
        await storeClock.advance(whole);
        await untilReceived();
        clock.jump(whole);
      } finally {
        for (const server of moving) server.thaw();
      }
    },
    now: () => clock.now(),
    lookalikeDueInMs: () => clock.nextInMs(),
    async isTalking() {
      if (proxy.isBusy() || front.isBusy()) return true;
      return Promise.race([Promise.all([twilio.idle(), hubspot.idle()]).then(() => false), delay(20, true)]);
    },
    connectHubspot: () => connectHubspot({ url: front.url, businessId, adminToken }),
    async close() {
      await Promise.all(servers.map((server) => server.kill()));
      await Promise.all(entrances.map((entrance) => entrance.close()));
      await Promise.all([front.close(), database.close(), lookalikes.close()]);
      await store.close();
      await testDatabase.drop();
      closeSync(time);
      // A killed server may still be writing what it compiled.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
