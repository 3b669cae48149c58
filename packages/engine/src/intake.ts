import type { Db } from './database/connection.ts';
import type { Directory } from './directory.ts';
import { fireTimer } from './fire-timer.ts';
import { type CallReport, type HandledCall, handleCall } from './handle-call.ts';
import {
  type EventDraft,
  type Handled,
  type HandledInTurn,
  type HandleOptions,
  handleEvent,
} from './handle-event.ts';
import { handleTextStatus, type TextStatusReport } from './handle-text-status.ts';
import type { Lease } from './lease.ts';
import type { SetTimer } from './read-standing.ts';

/** Every way in: what is taken in is written, and what follows from it is begun. */
export type Intake = {
  /** @throws UnknownBusinessError */
  handle(draft: EventDraft): Promise<Handled>;
  /** @throws UnknownBusinessError */
  handleCall(report: CallReport): Promise<HandledCall>;
  /** @returns null when no text of ours has the id. */
  handleTextStatus(report: TextStatusReport): Promise<Handled | null>;
  /** Makes a timer that is due an event; nothing, where it is no longer set. */
  fire(timer: SetTimer): Promise<void>;
};

export function createIntake(options: {
  readonly db: Db;
  readonly directory: Directory;
  readonly lease: Lease;
  /** Keeps room to perform a text of the business at once; null: there is none. Call the answer to give it back. */
  readonly keepRoom: (businessId: string) => (() => void) | null;
  /** Begins what the written events have led to. */
  readonly follow: (handled: readonly Handled[], beganMs: number) => void;
}): Intake {
  const { db, directory, lease } = options;

  /**
   * A text that is leased to this process as it is written has its room from then on, so that many at the same moment
   * do not get more of it than their business may have.
   */
  async function takeIn<T>(
    work: (handling: HandleOptions) => Promise<T>,
    handledOf: (result: T) => readonly Handled[],
  ): Promise<T> {
    const beganMs = performance.now();
    const room = { giveBack: null as (() => void) | null };
    try {
      const result = await work({
        directory,
        leaseFor(businessId) {
          room.giveBack ??= options.keepRoom(businessId);
          return room.giveBack && lease;
        },
      });
      options.follow(handledOf(result), beganMs);
      return result;
    } finally {
      room.giveBack?.();
    }
  }

  return {
    async handle(draft) {
      const [handled] = await takeIn((handling) => handleEvent(db, draft, handling), allOf);
      return handled;
    },
    handleCall: (report) =>
      takeIn(
        (handling) => handleCall(db, report, handling),
        ({ handled }) => handled,
      ),
    async handleTextStatus(report) {
      const handled = await takeIn((handling) => handleTextStatus(db, report, handling), allOf);
      return handled?.[0] ?? null;
    },
    async fire(timer) {
      await takeIn((handling) => fireTimer(db, timer, handling), allOf);
    },
  };
}

function allOf(handled: HandledInTurn | null): readonly Handled[] {
  return handled ?? [];
}
