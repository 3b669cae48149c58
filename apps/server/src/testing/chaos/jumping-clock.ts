import type { Clock } from '@ringback/sandbox';

/** The machine's time, which also jumps ahead when told to. */
export type JumpingClock = Clock & {
  jump(ms: number): void;
  /** Milliseconds until something falls due; null when nothing waits. */
  nextInMs(): number | null;
};

type Waiting = { readonly at: number; readonly run: () => void };

export function createJumpingClock(): JumpingClock {
  const waiting = new Set<Waiting>();
  let ahead = 0;
  let timer: NodeJS.Timeout | null = null;
  const now = () => Date.now() + ahead;

  function next(): Waiting | null {
    let first: Waiting | null = null;
    for (const each of waiting) if (first === null || each.at < first.at) first = each;
    return first;
  }

  function runDue(): void {
    for (let due = next(); due && due.at <= now(); due = next()) {
      waiting.delete(due);
      due.run();
    }
    const later = next();
    if (timer) clearTimeout(timer);
    timer = later ? setTimeout(runDue, Math.max(0, later.at - now())).unref() : null;
  }

  return {
    now: () => new Date(now()),
    after(ms, run) {
      const entry = { at: now() + ms, run };
      waiting.add(entry);
      runDue();
      return () => void waiting.delete(entry);
    },
    jump(ms) {
      ahead += ms;
      runDue();
    },
    nextInMs() {
      const first = next();
      return first && Math.max(0, first.at - now());
    },
  };
}
