/** The time that look-alikes live by: every delay and every timeout of theirs goes through it. */
export type Clock = {
  now(): Date;
  /** Runs `run` once, `ms` milliseconds from now; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
};

export type ManualClock = Clock & {
  /**
   * Moves the time on by `ms`, running what falls due in order. Before the time moves from one moment to the next it
   * waits for everything given to `settleWith`, so that what was started over HTTP has been answered.
   * `settle: false` does not wait: for a server that will only answer when the time moves on.
   */
  advance(ms: number, options?: { settle: boolean }): Promise<void>;
  /** `hook` resolves when its owner has nothing under way, e.g. a look-alike's `idle`. */
  settleWith(hook: () => Promise<void>): void;
};

/** The time of the machine. Its timers never keep a process alive. */
export function createRealClock(): Clock {
  return {
    now: () => new Date(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** A time that moves only when told to, for tests without waiting. */
export function createManualClock(start: Date | string): ManualClock {
  type Due = { at: number; order: number; run: () => void };
  const hooks: (() => Promise<void>)[] = [];
  let now = new Date(start).getTime();
  let order = 0;
  let waiting: Due[] = [];

  const settle = async (wanted: boolean) => {
    if (!wanted) return;
    for (const hook of hooks) await hook();
  };
  const nextDue = (until: number) => {
    let next: Due | undefined;
    for (const due of waiting) {
      if (due.at > until) continue;
      if (!next || due.at < next.at || (due.at === next.at && due.order < next.order)) next = due;
    }
    return next;
  };

  return {
    now: () => new Date(now),
    after(ms, run) {
      const due: Due = { at: now + Math.max(0, ms), order: order++, run };
      waiting.push(due);
      return () => {
        waiting = waiting.filter((other) => other !== due);
      };
    },
    async advance(ms, options = { settle: true }) {
      const target = now + ms;
      await settle(options.settle);
      for (let due = nextDue(target); due; due = nextDue(target)) {
        const current = due;
        waiting = waiting.filter((other) => other !== current);
        now = Math.max(now, current.at);
        current.run();
        if (nextDue(now) === undefined) await settle(options.settle);
      }
      now = target;
    },
    settleWith(hook) {
      hooks.push(hook);
    },
  };
}
