import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openPostgres, type Store } from '@ringback/engine';
import { createTestDatabase, shiftClock } from '@ringback/engine/testing';
import type { HubspotLookalike, TwilioLookalike } from '@ringback/sandbox';
import { type Served, serve } from '../../sandbox/serve.ts';
import { serveLookalikes } from '../../sandbox/serve-lookalikes.ts';
import { providersOfAcme } from '../acme-plumbing.ts';
import { freePort } from '../free-port.ts';
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { openFront } from './front.ts';
import { createJumpingClock } from './jumping-clock.ts';
import { createSharedSettings, type ServerProcess, startServerProcess } from './server-process.ts';
import { installStops, type Stops } from './stops.ts';

/** Which servers there are: one, two alike, or one that takes webhooks in beside one that does the work. */
export type Layout = 'one' | 'two' | 'split';

/** Servers as processes on one PostgreSQL, look-alikes around them, and a time that all of them share. */
export type ChaosWorld = {
  readonly store: Store;
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly proxy: FaultProxy;
  readonly stops: Stops;
  /** Starts what is missing and ends what is too many. */
  arrange(layout: Layout): Promise<void>;
  /** Starts again what was killed. */
  restore(): Promise<void>;
  /** `kill -9` of the server of that name, or of the one that does the work. */
  kill(options: { readonly when: string; readonly name?: string }): Promise<void>;
  /** When servers were killed, in order. */
  kills(): readonly string[];
  isWorking(): boolean;
  livePids(): readonly number[];
  /** Moves the time of the store and of the look-alikes on. */
  advance(ms: number): Promise<void>;
  /** Milliseconds until something falls due at a look-alike. */
  lookalikeDueInMs(): number | null;
  /** Whether a request is under way between a server and Twilio, either way. */
  isTalking(): Promise<boolean>;
  /** The last words of every server that runs. */
  output(): string;
  close(): Promise<void>;
};

type Role = 'all' | 'web' | 'worker';
type Slot = {
  readonly name: string;
  readonly port: number;
  readonly twilio: Served;
  role: Role | null;
  process: ServerProcess | null;
};

const roles: { readonly [layout in Layout]: readonly [Role, Role | null] } = {
  one: ['all', null],
  two: ['all', 'all'],
  split: ['web', 'worker'],
};

export async function openChaosWorld(): Promise<ChaosWorld> {
  const database = await createTestDatabase();
  const failures: Error[] = [];
  const store = openPostgres({ url: database.url, onError: (error) => failures.push(error) });
  const storeClock = await shiftClock(store.db);
  const stops = await installStops(store);
  const clock = createJumpingClock();
  const compileCache = await mkdtemp(join(tmpdir(), 'ringback-chaos-'));
  const kills: string[] = [];

  const slots: Slot[] = [];
  const front = await openFront(() =>
    slots.flatMap(({ role, process, port }) => (process?.isAlive() && role !== 'worker' ? [port] : [])),
  );
  const lookalikes = await serveLookalikes({ ...providersOfAcme, serverUrl: front.url, clock });
  const { twilio, hubspot } = lookalikes;
  const proxy = createFaultProxy(lookalikes.twilioSettings.apiBaseUrl);
  for (const name of ['server-1', 'server-2']) {
    const entrance = await serve(proxy.entrance((when) => kill({ when, name })));
    slots.push({ name, port: await freePort(), twilio: entrance, role: null, process: null });
  }
  const settings = { ...createSharedSettings(front.url, lookalikes), NODE_COMPILE_CACHE: compileCache };

  async function start(slot: Slot): Promise<void> {
    const url = new URL(database.url);
    url.searchParams.set('application_name', slot.name);
    slot.process = await startServerProcess(slot.port, {
      ...settings,
      DATABASE_URL: url.href,
      RINGBACK_ROLE: slot.role ?? 'all',
      TWILIO_API_BASE_URL: slot.twilio.url,
    });
  }

  async function end(slot: Slot): Promise<void> {
    await slot.process?.kill();
    slot.process = null;
  }

  async function restore(): Promise<void> {
    await Promise.all(slots.filter(({ role, process }) => role !== null && process === null).map(start));
  }

  async function kill({ when, name }: Parameters<ChaosWorld['kill']>[0]): Promise<void> {
    const doesWork = ({ role, process }: Slot) => process !== null && role !== 'web';
    const slot = slots.find((each) => (name === undefined ? doesWork(each) : each.name === name));
    if (!slot?.process) return;
    kills.push(when);
    await end(slot);
  }

  return {
    store,
    twilio,
    hubspot,
    proxy,
    stops,
    restore,
    kill,
    async arrange(layout) {
      for (const [index, slot] of slots.entries()) {
        const role = roles[layout][index] ?? null;
        if (slot.role !== role) await end(slot);
        slot.role = role;
      }
      await restore();
    },
    kills: () => kills,
    isWorking: () => slots.some(({ role, process }) => process !== null && role !== 'web'),
    livePids: () => slots.flatMap(({ process }) => process?.pid ?? []),
    async advance(ms) {
      await storeClock.advance(ms);
      clock.jump(ms);
    },
    lookalikeDueInMs: () => clock.nextInMs(),
    async isTalking() {
      const idle = twilio.idle().then(() => false);
      return proxy.isBusy() || (await Promise.race([idle, delay(20, true)]));
    },
    output: () => slots.map(({ name, process }) => `${name}: ${process?.output() ?? 'is down'}`).join('\n'),
    async close() {
      await stops.clear();
      await stops.close();
      for (const slot of slots) await end(slot);
      await Promise.all(slots.map((slot) => slot.twilio.close()));
      await Promise.all([front.close(), lookalikes.close()]);
      await store.close();
      await database.drop();
      await rm(compileCache, { recursive: true, force: true });
    },
  };
}
