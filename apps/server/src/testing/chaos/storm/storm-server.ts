import type { ServerProcess } from '../server-process.ts';

/** How one of the servers runs. */
export type ServerPlan = {
  readonly role: 'all' | 'web' | 'worker';
  /** How wrong its own date is, in milliseconds. */
  readonly skewMs?: number;
  /** The program, where it is not this release's. */
  readonly main?: string;
};

/** A server that can be killed, stopped and started again at any moment. */
export type StormServer = {
  readonly name: string;
  plan: ServerPlan;
  isUp(): boolean;
  /** null while it is down. */
  pid(): number | null;
  isFrozen(): boolean;
  /** Tries again until it is up, as whoever watches over it would. */
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** As an operator stops it: it finishes what it has begun. */
  stop(): Promise<void>;
  /** SIGSTOP: it stands still and knows nothing of it. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** Every line that it has written since the first start, as far as they are kept. */
  output(): string;
};

const mostStarts = 20;

export function createStormServer(
  name: string,
  firstPlan: ServerPlan,
  launch: (plan: ServerPlan) => Promise<ServerProcess>,
): StormServer {
  let running: ServerProcess | null = null;
  let frozen = false;
  let earlier = '';

  function forget(): void {
    earlier = (earlier + (running?.output() ?? '')).slice(-20_000);
    running = null;
    frozen = false;
  }

  return {
    name,
    plan: firstPlan,
    isUp: () => running?.isAlive() ?? false,
    pid: () => running?.pid ?? null,
    isFrozen: () => frozen,
    async start() {
      for (let starts = 1; !running?.isAlive(); starts += 1) {
        if (running) forget();
        try {
          running = await launch(this.plan);
        } catch (error) {
          if (starts === mostStarts) throw error;
        }
      }
    },
    async kill() {
      await running?.kill();
      forget();
    },
    async stop() {
      await running?.stop();
      forget();
    },
    freeze() {
      if (running?.isAlive()) running.signal('SIGSTOP');
      frozen = true;
    },
    thaw() {
      if (running?.isAlive()) running.signal('SIGCONT');
      frozen = false;
    },
    output: () => earlier + (running?.output() ?? ''),
  };
}
