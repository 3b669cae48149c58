import type { Clock } from '../clock.ts';

/** What a person or a carrier does on one leg of a call. */
export type Signal =
  | { name: 'answer'; by: 'person' | 'voicemail' }
  | { name: 'digit'; digit: string }
  | { name: 'speak' }
  /** The leg is over, whoever ended it. */
  | { name: 'end' };

export type Signals = {
  /** Hands the signal to whoever waits for its kind; false: nobody did, and it is lost as on a real line. */
  emit(signal: Signal): boolean;
  /** The next signal of one of `names` (`end` always counts), or null when `ms` have passed. */
  next(names: readonly Signal['name'][], ms: number | null): Promise<Signal | null>;
};

/** The signals of one leg. A leg that has ended answers `end` at once, for ever. */
export function createSignals(clock: Clock): Signals {
  let hasEnded = false;
  let waiting: { names: readonly Signal['name'][]; take: (signal: Signal | null) => void } | null = null;
  return {
    emit(signal) {
      if (signal.name === 'end') hasEnded = true;
      if (!waiting || (signal.name !== 'end' && !waiting.names.includes(signal.name))) return false;
      waiting.take(signal);
      return true;
    },
    next(names, ms) {
      if (hasEnded) return Promise.resolve({ name: 'end' });
      return new Promise((resolve) => {
        const take = (signal: Signal | null) => {
          cancel();
          waiting = null;
          resolve(signal);
        };
        const cancel = ms === null ? () => {} : clock.after(ms, () => take(null));
        waiting = { names, take };
      });
    },
  };
}
