const firstMs = 1_000;
const longestMs = 60_000;

/**
 * When to try again after the `attempts`-th attempt failed, in milliseconds: doubling from one second to one minute,
 * with half of it random, so that what failed together does not come back together.
 */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.max(0, attempts - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
}
