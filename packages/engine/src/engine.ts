import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Messenger } from '@ringback/messaging';
import { type CrmConnections, type CrmSystem, createCrmConnections } from './crm-connections.ts';
import type { Store } from './database/connection.ts';
import { type Directory, openDirectory } from './directory.ts';
import { type CallReport, type HandledCall, handleCall } from './handle-call.ts';
import { type EventDraft, type Handled, handleEvent } from './handle-event.ts';
import { handleTextStatus, type TextStatusReport } from './handle-text-status.ts';
import { createLaneRunner, type LaneRunner } from './lane-runner.ts';
import { crmLane, type Lease, lookUpLane, textLane } from './lease.ts';
import type { EngineLog } from './log.ts';
import { findLostCalls } from './lost-calls.ts';
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
  /** How long a slow provider is waited for once the engine stops; what is on its way then counts as doubtful. */
  readonly hurryAfterMs?: number;
};

/** Takes events in and makes what they lead to happen. */
export type Engine = {
  readonly store: Store;
  readonly directory: Directory;
  readonly connections: CrmConnections;
  /** @throws UnknownBusinessError */
  handle(draft: EventDraft): Promise<Handled>;
  /** @throws UnknownBusinessError */
  handleCall(report: CallReport): Promise<HandledCall>;
  /** @returns null when no text of ours has the id. */
  handleTextStatus(report: TextStatusReport): Promise<Handled | null>;
  /** Begins to perform effects and fire timers. */
  start(): Promise<void>;
  /** Takes no more work and resolves when what was begun is finished. The store stays open. */
  stop(): Promise<void>;
  /** Resolves when nothing is due and nothing in flight. */
  settled(): Promise<void>;
  /** The listener hears when this process has handled an event or performed an effect; call the answer to stop. */
  subscribe(listener: () => void): () => void;
};

/** `npm start` promises to be gone within ten seconds: a slow provider is not waited for longer than this. */
const hurryAfterMs = 5_000;
/** How long an effect is held; a crashed process's work is taken over after that. */
const leaseMs = 30_000;
/** How long one request to the messaging provider may take. */
const sendTimeoutMs = 10_000;
/** The safety net below NOTIFY. */
const pollMs = 1_000;
const lostCallsEveryMs = 60_000;
const textsAtOnce = 16;
const lookUpsAtOnce = 8;
const crmWritesAtOnce = 4;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { store, log } = options;
  const { db } = store;
  const lease: Lease = {
    owner: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    ms: leaseMs,
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
  const hurry = new AbortController();
  const handling = {
    directory,
    /** Only while there is room to perform at once what is leased at once. */
    get lease() {
      return options.performs && runners.get(textLane)?.hasRoom() ? lease : null;
    },
  };
  const handle = async (draft: EventDraft): Promise<Handled> => {
    const handled = await handleEvent(db, draft, handling);
    follow([handled]);
    return handled;
  };
  const listeners = new Set<() => void>();
  let done = 0;

  const runners = new Map<string, LaneRunner>();
  const sendText = createTextSender({
    db,
    messenger: options.messenger,
    lease,
    timeoutMs: sendTimeoutMs,
    hurry: hurry.signal,
    log,
    handle,
  });
  addLane(textLane, textsAtOnce, sendText);
  addLane(lookUpLane, lookUpsAtOnce, createContactLookUp({ db, connections, handle, log }));
  for (const system of connections.systems) {
    addLane(
      crmLane(system),
      crmWritesAtOnce,
      createCrmWriter({ db, system, connections, hurry: hurry.signal }),
    );
  }
  const timers = createTimerRunner({
    store,
    pollMs,
    handling,
    log,
    onHandled: (handled) => follow([handled]),
  });

  function addLane(
    lane: string,
    atOnce: number,
    perform: Parameters<typeof createLaneRunner>[0]['perform'],
  ): void {
    runners.set(lane, createLaneRunner({ db, lane, lease, atOnce, pollMs, log, perform, onSettled: tell }));
  }

  /** Performs at once what the event's transaction has leased to this process. */
  function follow(all: readonly Handled[]): void {
    for (const { claimed } of all) for (const each of claimed) runners.get(each.lane)?.perform(each);
    tell();
  }

  function tell(): void {
    done += 1;
    for (const listener of listeners) listener();
  }

  function wake(signal: string | null): void {
    const lane = signal === null ? undefined : runners.get(signal);
    if (lane) {
      lane.wake();
      return;
    }
    timers.wake();
    if (signal === 'timers') return;
    for (const runner of runners.values()) runner.wake();
  }

  /** Each becomes a task; one that cannot be handled does not keep the others from it. */
  async function closeLostCalls(): Promise<void> {
    for (const report of await findLostCalls(db)) {
      try {
        follow((await handleCall(db, report, handling)).handled);
      } catch (error) {
        log.error('lost-call-not-closed', { callId: report.callId, error });
      }
    }
  }

  function closeLostCallsLogged(): void {
    closing = closeLostCalls().catch((error: unknown) => log.error('lost-calls-not-found', { error }));
  }

  let closing: Promise<void> = Promise.resolve();
  let closeTimer: NodeJS.Timeout | undefined;
  let stopListening: (() => Promise<void>) | null = null;

  return {
    store,
    directory,
    connections,
    handle,
    async handleCall(report) {
      const result = await handleCall(db, report, handling);
      follow(result.handled);
      return result;
    },
    handleTextStatus: (report) => handleTextStatus(db, report, handle),
    async start() {
      if (!options.performs) return;
      stopListening = await store.listen(workChannel, wake);
      wake(null);
      closeLostCallsLogged();
      closeTimer = setInterval(closeLostCallsLogged, lostCallsEveryMs);
    },
    async stop() {
      clearInterval(closeTimer);
      await closing;
      await stopListening?.();
      const timer = setTimeout(() => hurry.abort(), options.hurryAfterMs ?? hurryAfterMs);
      await timers.stop();
      await Promise.all([...runners.values()].map((runner) => runner.stop()));
      clearTimeout(timer);
      await directory.close();
    },
    async settled() {
      await closing;
      await closeLostCalls();
      // What one lane does may give another something to do.
      for (let before = -1; before !== done; ) {
        before = done;
        await timers.settled();
        for (const runner of runners.values()) await runner.settled();
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
