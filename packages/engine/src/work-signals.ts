import { sql } from 'kysely';
import type { Db } from './database/connection.ts';

/** Tells the other processes that something became due, or will; the payload is the lane, or `timers`. */
export const workChannel = 'ringback_work';

export type WorkSignals = {
  /** Tells them soon; what is told again meanwhile is told once. */
  send(signal: string): void;
  /** Resolves when everything has been told. */
  settled(): Promise<void>;
};

/**
 * Never within a transaction that does work: one that notifies is committed alone, after every other one that does,
 * and a signal that is lost costs no more than a poll.
 */
export function createWorkSignals(db: Db, onError: (error: unknown) => void): WorkSignals {
  const waiting = new Set<string>();
  let sending: Promise<void> | null = null;

  async function sendWaiting(): Promise<void> {
    while (waiting.size > 0) {
      const signals = [...waiting];
      waiting.clear();
      await sql`select pg_notify(${workChannel}, signal) from unnest(${signals}::text[]) as signal`.execute(
        db,
      );
    }
  }

  function begin(): void {
    sending = sendWaiting().then(
      () => {
        sending = null;
        if (waiting.size > 0) begin();
      },
      (error: unknown) => {
        sending = null;
        onError(error);
      },
    );
  }

  return {
    send(signal) {
      waiting.add(signal);
      if (sending === null) begin();
    },
    async settled() {
      await sending;
    },
  };
}
