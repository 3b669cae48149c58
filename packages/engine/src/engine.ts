import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Messenger } from '@ringback/messaging';
import { type CrmConnections, type CrmSystem, createCrmConnections } from './crm-connections.ts';
import type { Store } from './database/connection.ts';
import { type Directory, openDirectory } from './directory.ts';
import { type CallReport, handleCall } from './handle-call.ts';
import { type EventDraft, type Handled, handleEvent } from './handle-event.ts';
import { createLaneRunner, type LaneRunner } from './lane-runner.ts';
import { crmLane, type Lease, lookUpLane, textLane } from './lease.ts';
import type { EngineLog } from './log.ts';
import { createContactLookUp } from './perform/look-up-contact.ts';
import { createTextSender } from './perform/send-text.ts';
import { createCrmWriter } from './perform/write-crm.ts';
import type { Secrets } from './secrets.ts';
import { createTimerRunner } from './timer-runner.ts';
import { workChannel } from './write-effects.ts';

export type EngineOptions = {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly systems: { readonly [system: string]: CrmSystem };
  readonly secrets: Secrets;
  /** Whether this process performs effects and fires timers, or only takes events in. */
  readonly performs: boolean;
  readonly log: EngineLog;
  /** How long an effect is held; a crashed process's work is taken over after that. */
  readonly leaseMs?: number;
  readonly sendTimeoutMs?: number;
  readonly pollMs?: number;
};

/** Takes events in and makes what they lead to happen. */
export type Engine = {
  readonly store: Store;
  readonly directory: Directory;
  readonly connections: CrmConnections;
  /** @throws UnknownBusinessError */
  handle(draft: EventDraft): Promise<Handled>;
  /** @throws UnknownBusinessError */
  handleCall(report: CallReport): Promise<readonly Handled[]>;
  /** Begins to perform effects and fire timers. */
  start(): Promise<void>;
  /** Takes no more work and resolves when what was begun is finished. The store stays open. */
  stop(): Promise<void>;
  /** Resolves when nothing is due and nothing in flight. */
  settled(): Promise<void>;
};

const textsAtOnce = 16;
const lookUpsAtOnce = 8;
const crmWritesAtOnce = 4;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { store, log } = options;
  const { db } = store;
  const pollMs = options.pollMs ?? 1_000;
  const lease: Lease = {
    owner: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    ms: options.leaseMs ?? 30_000,
  };
  const directory = await openDirectory(store, {
    onError: (error) => log.error('directory-not-loaded', { error }),
  });
  const connections = createCrmConnections({
    store,
    systems: options.systems,
    secrets: options.secrets,
    countryOf: (businessId) => directory.byId(businessId)?.business.country ?? 'US',
  });
  const handling = { directory, lease: options.performs ? lease : null };
  const handle = async (draft: EventDraft): Promise<Handled> => {
    const handled = await handleEvent(db, draft, handling);
    performClaimed([handled]);
    return handled;
  };

  const runners = new Map<string, LaneRunner>();
  const sendText = createTextSender({
    db,
    messenger: options.messenger,
    lease,
    timeoutMs: options.sendTimeoutMs ?? 10_000,
    handle,
  });
  addLane(textLane, textsAtOnce, sendText);
  addLane(lookUpLane, lookUpsAtOnce, createContactLookUp({ db, connections, handle }));
  for (const system of connections.systems) {
    addLane(crmLane(system), crmWritesAtOnce, createCrmWriter({ db, system, connections }));
  }
  const timers = createTimerRunner({
    store,
    pollMs,
    handling,
    log,
    onHandled: (handled) => performClaimed([handled]),
  });

  function addLane(lane: string, atOnce: number, perform: Parameters<typeof createLaneRunner>[0]['perform']): void {
    runners.set(lane, createLaneRunner({ db, lane, lease, atOnce, pollMs, log, perform }));
  }

  function performClaimed(all: readonly Handled[]): void {
    for (const handled of all) for (const claimed of handled.claimed) runners.get(claimed.lane)?.perform(claimed);
  }

  function wake(signal: string | null): void {
    if (signal === null) {
      timers.wake();
      for (const runner of runners.values()) runner.wake();
    } else if (signal === 'timers') timers.wake();
    else runners.get(signal)?.wake();
  }

  let stopListening: (() => Promise<void>) | null = null;

  return {
    store,
    directory,
    connections,
    handle,
    async handleCall(report) {
      const handled = await handleCall(db, report, handling);
      performClaimed(handled);
      return handled;
    },
    async start() {
      if (!options.performs) return;
      stopListening = await store.listen(workChannel, wake);
      wake(null);
    },
    async stop() {
      await stopListening?.();
      await timers.stop();
      await Promise.all([...runners.values()].map((runner) => runner.stop()));
      await directory.close();
    },
    async settled() {
      await timers.settled();
      for (const runner of runners.values()) await runner.settled();
    },
  };
}
