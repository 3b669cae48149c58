/** Counts what a look-alike has under way over HTTP, so that a test can wait for it without sleeping. */
export type Activity = {
  /** Counts `work` as under way until it settles. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more, nor was started by what ended last. */
  idle(): Promise<void>;
};

export function createActivity(): Activity {
  const underWay = new Set<Promise<unknown>>();
  return {
    track(work) {
      const entry = work.finally(() => underWay.delete(entry));
      underWay.add(entry);
      return entry;
    },
    async idle() {
      do {
        await Promise.allSettled(underWay);
        // What just ended may start something in its continuations; they have all run by the next turn.
        await new Promise((resolve) => setImmediate(resolve));
      } while (underWay.size > 0);
    },
  };
}
