/** How long something took, over many cases: the middle and the slow end. Seconds. */
export type Times = {
  readonly count: number;
  /** Half took no longer; of an even number, the mean of the two in the middle. */
  readonly median: number;
  /** Nine in ten took no longer. */
  readonly p90: number;
};

export type Stopwatch = {
  add(seconds: number): void;
  /** null when nothing was timed. */
  times(): Times | null;
};

/** Above this a time is kept to the minute, so that a year of calls needs no more room than a day's. */
const exactSeconds = 3_600;

/** Counts how often each time occurred; its size does not grow with the number of cases. */
export function createStopwatch(): Stopwatch {
  const counts = new Map<number, number>();
  let count = 0;

  return {
    add(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      const kept = whole <= exactSeconds ? whole : Math.round(whole / 60) * 60;
      counts.set(kept, (counts.get(kept) ?? 0) + 1);
      count += 1;
    },
    times() {
      if (count === 0) return null;
      const sorted = [...counts].sort(([one], [other]) => one - other);
      const nth = (rank: number): number => {
        let passed = 0;
        for (const [seconds, times] of sorted) {
          passed += times;
          if (passed >= rank) return seconds;
        }
        return 0;
      };
      const median = (nth(Math.ceil(count / 2)) + nth(Math.floor(count / 2) + 1)) / 2;
      return { count, median, p90: nth(Math.ceil(count * 0.9)) };
    },
  };
}
