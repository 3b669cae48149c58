/** Chance that a seed repeats exactly. */
export type Random = {
  /** From 0 up to, but not including, `below`. */
  whole(below: number): number;
  isOneIn(chances: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
};

/** The generator mulberry32: small, and good enough to choose among a few things. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const whole = (below: number) => Math.floor(next() * below);
  return {
    whole,
    isOneIn: (chances) => whole(chances) === 0,
    pick: (from) => from[whole(from.length)] ?? from[0],
  };
}
