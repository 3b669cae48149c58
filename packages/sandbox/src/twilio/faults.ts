import type { Clock } from '../clock.ts';

export type Operation =
  | 'create-message'
  | 'list-messages'
  | 'fetch-message'
  | 'list-calls'
  | 'fetch-call'
  | 'list-numbers'
  | 'update-number'
  | 'search-numbers'
  | 'buy-number'
  | 'fetch-account'
  | 'look-up'
  | 'fetch-recording'
  | 'fetch-media'
  /** Of a message, a file that came with one, a recording or a call. */
  | 'delete'
  /** Whatever is made or changed for a registration with the carriers. */
  | 'register';

export type FaultKind =
  | 'status-500'
  | 'status-429'
  /** The connection breaks before anything was done. */
  | 'reset-before'
  /** Everything is done, then the connection breaks instead of the answer. */
  | 'reset-after'
  /** The answer is late by `delayMs`. */
  | 'slow';

export type Fault = { on: Operation; kind: FaultKind; times?: number; delayMs?: number };

export type WebhookFaults = {
  /** Every webhook is delivered twice under one idempotency token; the second answer is the one that counts. */
  duplicate: boolean;
  /** A seed: every webhook that no call waits for is held back by 0 to 3 seconds. null: delivered at once. */
  shuffle: number | null;
  /** Nobody can be reached: no webhook and none of its retries gets through. */
  lost: boolean;
};

export type Faults = {
  /** The next `times` requests (1 when left out) of that operation go wrong; faults of one operation queue up. */
  next(fault: Fault): void;
  /** Until `clear`, a `share` from 0 to 1 of the requests of that operation go wrong, drawn by the seed. */
  often(fault: Omit<Fault, 'times'> & { share: number; seed: number }): void;
  webhooks: WebhookFaults;
  clear(): void;
};

export type FaultSource = Faults & {
  take(operation: Operation): Fault | null;
  /** Milliseconds by which the next webhook is held back. */
  webhookDelayMs(): number;
};

const longestHoldMs = 3_000;

export function createFaults(): FaultSource {
  let queued: { fault: Fault; left: number }[] = [];
  let frequent: { fault: Fault; share: number; draw: () => number }[] = [];
  let holds = { seed: 0, draw: createDraw(0) };
  const webhooks: WebhookFaults = { duplicate: false, shuffle: null, lost: false };
  return {
    webhooks,
    next(fault) {
      queued.push({ fault, left: fault.times ?? 1 });
    },
    often({ share, seed, ...fault }) {
      frequent.push({ fault, share, draw: createDraw(seed) });
    },
    clear() {
      queued = [];
      frequent = [];
      webhooks.duplicate = false;
      webhooks.shuffle = null;
      webhooks.lost = false;
    },
    take(operation) {
      const entry = queued.find((candidate) => candidate.fault.on === operation && candidate.left > 0);
      if (!entry) return takeFrequent(operation);
      entry.left -= 1;
      queued = queued.filter((candidate) => candidate.left > 0);
      return entry.fault;
    },
    webhookDelayMs() {
      const seed = webhooks.shuffle;
      if (seed === null) return 0;
      if (holds.seed !== seed) holds = { seed, draw: createDraw(seed) };
      return Math.floor(holds.draw() * longestHoldMs);
    },
  };

  function takeFrequent(operation: Operation): Fault | null {
    const drawn = frequent.find(({ fault, share, draw }) => fault.on === operation && draw() < share);
    return drawn?.fault ?? null;
  }
}

/** From 0 up to, but not including, 1: the same row of numbers for the same seed. */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
