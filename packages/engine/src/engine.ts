import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  CallHistory,
  LineTypes,
  MediaSource,
  Messenger,
  ProviderCopies,
  Registration,
} from '@ringback/messaging';
import { allEnded } from './all-ended.ts';
import { type CallRecovery, createCallRecovery } from './call-recovery.ts';
import { createLanes, pollMs } from './create-lanes.ts';
import { type CrmConnections, type CrmSystem, createCrmConnections } from './crm-connections.ts';
import { type CrmNews, takeNews } from './crm-news/take-news.ts';
import { createDataKeys } from './data-care/data-keys.ts';
import { createRetentionRunner } from './data-care/retention-runner.ts';
import type { Store } from './database/connection.ts';
import { createDealReader } from './deal-reader.ts';
import { type Directory, openDirectory } from './directory.ts';
import type { Handled } from './handle-event.ts';
import { createIntake, type Intake } from './intake.ts';
import { crmNewsLane, type Lease, textLane } from './lease.ts';
import type { EngineLog } from './log.ts';
import { createLostCallCloser } from './lost-calls.ts';
import type { NoticeChannels } from './notices/notice-channel.ts';
import { type EngineObserver, nobodyWatches } from './observer.ts';
import { createRegistrationRunner } from './registration/registration-runner.ts';
import { createRegistrations, type Registrations } from './registration/registrations.ts';
import type { Secrets } from './secrets.ts';
import { createSilentTexts } from './silent-texts.ts';
import { isTakenIdNote } from './taken-provider-id.ts';
import { createTimerRunner } from './timer-runner.ts';
import { createWorkSignals, workChannel } from './work-signals.ts';

export type EngineOptions = {
  readonly store: Store;
  readonly messenger: Messenger;
  /** Where calls are found that we were never told of; left out: nowhere. */
  readonly history?: CallHistory;
  /** Left out: nothing is known of any line. */
  readonly lineTypes?: LineTypes;
  /** Where what comes with texts lies; left out: it stays there. */
  readonly media?: MediaSource;
  /** Where the provider's copies of an erased caller's texts and calls are deleted; left out: they stay. */
  readonly copies?: ProviderCopies;
  readonly systems: { readonly [system: string]: CrmSystem };
  readonly secrets: Secrets;
  /** How staff are told; left out: nobody is. */
  readonly channels?: NoticeChannels;
  /** Whether this process performs effects and fires timers, or only takes events in. */
  readonly performs: boolean;
  readonly log: EngineLog;
  readonly observer?: EngineObserver;
  /** How senders are registered, and the address that the public reaches us at; left out: not through this server. */
  readonly registering?: { readonly registration: Registration; readonly publicUrl: string };
  /** A clock that only goes forward, also while the process is stopped, in milliseconds; left out: the system's. */
  readonly steadyNowMs?: () => number;
  /** How long a slow provider is waited for once the engine stops; what is on its way then counts as doubtful. */
  readonly hurryAfterMs?: number;
};

/** Takes events in and makes what they lead to happen. */
export type Engine = Pick<Intake, 'handle' | 'handleCall' | 'handleTextStatus'> & {
  readonly store: Store;
  readonly directory: Directory;
  readonly connections: CrmConnections;
  /** Writes down what a CRM tells and follows it; what was told before is not followed twice. */
  takeCrmNews(system: string, news: readonly CrmNews[]): Promise<void>;
  /** null: this server registers nothing. */
  readonly registrations: Registrations | null;
  /** Begins to perform effects and fire timers. */
  start(): Promise<void>;
  /**
   * Takes no more work and resolves when what was begun is finished. The store stays open.
   * @throws what could not be stopped, once everything else has
   */
  stop(): Promise<void>;
  /** Resolves when nothing is due and nothing in flight; at once where this process performs nothing. */
  settled(): Promise<void>;
  /** The listener hears when this process has handled an event or performed an effect; call the answer to stop. */
  subscribe(listener: () => void): () => void;
};

/** `npm start` promises to be gone within ten seconds: a slow provider is not waited for longer than this. */
const hurryAfterMs = 5_000;
/** How long an effect is held; a crashed process's work is taken over after that. */
const leaseMs = 30_000;
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { store, log, observer = nobodyWatches } = options;
  const { db } = store;
  const lease: Lease = {
    owner: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    ms: leaseMs,
    nowMs: options.steadyNowMs ?? (() => performance.now()),
  };
  const directory = await openDirectory(store, {
    onError: (error) => log.error('directory-not-loaded', { error }),
  });
  const dataKeys = createDataKeys(db, options.secrets);
  const connections = createCrmConnections({
    store,
    systems: options.systems,
    dataKeys,
    directory,
  });
  const hurry = new AbortController();
  const intake = createIntake({
    db,
    directory,
    lease,
    keepRoom: (businessId) =>
      options.performs ? (runners.get(textLane)?.keepRoom(businessId) ?? null) : null,
    follow,
  });
  const { handle } = intake;
  const signals = createWorkSignals(db, (error) => log.error('others-not-woken', { error }));
  const listeners = new Set<() => void>();
  let done = 0;

  const runners = createLanes({
    ...options,
    db,
    lease,
    directory,
    connections,
    handle,
    hurry: hurry.signal,
    log,
    observer,
    onSettled: tell,
  });
  const timers = createTimerRunner({
    store,
    pollMs,
    log,
    fire: intake.fire,
  });

  const retention = createRetentionRunner({ db, owner: lease.owner, log });
  const { registering } = options;
  const registrationRunner = registering
    ? createRegistrationRunner({ db, ...registering, dataKeys, owner: lease.owner, log })
    : null;
  const registrations = registering
    ? createRegistrations({
        db,
        ...registering,
        dataKeys,
        directory,
        onDue: () => options.performs && registrationRunner?.wake(),
      })
    : null;

  const recovery: CallRecovery | null = options.history
    ? createCallRecovery({
        db,
        history: options.history,
        directory,
        handleCall: intake.handleCall,
        owner: lease.owner,
        log,
      })
    : null;

  const dealReader = createDealReader({ db, connections, handle, log });

  const lostCalls = createLostCallCloser({
    db,
    handleCall: intake.handleCall,
    afterRecovery: async () => recovery?.settled(),
    log,
  });

  const silentTexts = createSilentTexts({
    db,
    messenger: options.messenger,
    handleTextStatus: intake.handleTextStatus,
    log,
  });

  /** Does at once what the committed transactions left to do, and calls others where this process cannot. */
  function follow(all: readonly Handled[], beganMs: number): void {
    const lanes = new Set<string>();
    for (const handled of all) {
      const { toDo } = handled;
      observer.handled(handled, beganMs);
      if (!handled.isRepeat) warnOfTakenId(handled);
      for (const each of toDo.claimed) runners.get(each.lane)?.perform(each);
      for (const lane of toDo.lanes) lanes.add(lane);
      if (options.performs) for (const timer of toDo.timers) timers.expect(timer);
      else if (toDo.timers.length > 0) signals.send('timers');
    }
    for (const lane of lanes) {
      const runner = options.performs ? runners.get(lane) : undefined;
      runner?.wake();
      if (!runner?.hasRoom()) signals.send(lane);
    }
    tell();
  }

  function warnOfTakenId({ decision }: Handled): void {
    const note = decision.reasons.find(isTakenIdNote);
    if (note) log.warn('provider-id-taken', note.facts);
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
    silentTexts.wake();
  }

  let stopListening: (() => Promise<void>) | null = null;

  return {
    store,
    directory,
    connections,
    registrations,
    handle,
    handleCall: intake.handleCall,
    handleTextStatus: intake.handleTextStatus,
    async takeCrmNews(system, news) {
      if ((await takeNews(db, system, news)) === 0) return;
      const lane = crmNewsLane(system);
      if (options.performs) runners.get(lane)?.wake();
      else signals.send(lane);
    },
    async start() {
      if (!options.performs) return;
      stopListening = await store.listen(workChannel, wake);
      wake(null);
      recovery?.start();
      lostCalls.start();
      dealReader.start();
      silentTexts.start();
      retention.start();
      registrationRunner?.start();
    },
    async stop() {
      const timer = setTimeout(() => hurry.abort(), options.hurryAfterMs ?? hurryAfterMs);
      // Everything hears of it at once: while one waits for a slow store, no other takes more work.
      await allEnded([
        lostCalls.stop(),
        dealReader.stop(),
        silentTexts.stop(),
        recovery?.stop(),
        retention.stop(),
        registrationRunner?.stop(),
        stopListening?.(),
        directory.close(),
        timers.stop(),
        ...[...runners.values()].map((runner) => runner.stop()),
      ]).finally(() => {
        clearTimeout(timer);
        return signals.settled();
      });
    },
    async settled() {
      if (!options.performs) return;
      await retention.settled();
      await recovery?.settled();
      await recovery?.runDue();
      await registrationRunner?.settled();
      await lostCalls.settled();
      await dealReader.settled();
      await silentTexts.settled();
      await silentTexts.runDue();
      // What one lane does may give another something to do.
      for (let before = -1; before !== done; ) {
        before = done;
        await timers.settled();
        await Promise.all([...runners.values()].map((runner) => runner.settled()));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
