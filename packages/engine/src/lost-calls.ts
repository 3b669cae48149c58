import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { CallReport } from './handle-call.ts';
import type { EngineLog } from './log.ts';

/** Ten phones rung for a minute each take ten: a call that nobody took has ended by then. */
const unansweredMinutes = 15;
/** Without press 1 nothing says that a call was taken until it ends, and the provider ends it after four hours. */
const unscreenedMinutes = 245;
const batch = 100;

/**
 * Calls whose end was lost on its way to us, because this server or the store was away. Nobody can say whether they
 * were answered, so each becomes a task for a person: no missed call passes in silence.
 */
async function findLostCalls(db: Db): Promise<readonly CallReport[]> {
  const { rows } = await sql<{ business_id: string; call_id: string }>`
    select c.business_id, c.call_id
    from calls c
    where c.outcome is null
      and c.started_at < (select ringback_now()) - make_interval(mins => ${unansweredMinutes})
      and (
        c.call ->> 'screening' = 'press-1'
        or c.call ->> 'endedAt' is not null
        or c.started_at < (select ringback_now()) - make_interval(mins => ${unscreenedMinutes})
      )
    order by c.started_at
    limit ${batch}`.execute(db);
  return rows.map((row) => ({
    businessId: row.business_id,
    callId: row.call_id,
    party: null,
    signal: (at) => ({ type: 'lost', at }),
  }));
}

const lookEveryMs = 60_000;

/** Looks every minute for calls whose end was lost, and closes them. */
export type LostCallCloser = {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when every lost call has been closed. */
  settled(): Promise<void>;
};

export function createLostCallCloser({
  db,
  handleCall,
  afterRecovery,
  log,
}: {
  readonly db: Db;
  readonly handleCall: (report: CallReport) => Promise<unknown>;
  /** What the provider's list knows of a call is better than that nobody knows. */
  readonly afterRecovery: () => Promise<unknown>;
  readonly log: EngineLog;
}): LostCallCloser {
  let closing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** Each becomes a task; one that cannot be handled does not keep the others from it. */
  async function close(): Promise<void> {
    for (const report of await findLostCalls(db)) {
      try {
        await handleCall(report);
      } catch (error) {
        log.error('lost-call-not-closed', { callId: report.callId, error });
      }
    }
  }

  function look(): void {
    closing = afterRecovery()
      .then(close)
      .catch((error: unknown) => log.error('lost-calls-not-found', { error }));
  }

  return {
    start() {
      look();
      timer = setInterval(look, lookEveryMs);
    },
    async stop() {
      clearInterval(timer);
      await closing;
    },
    async settled() {
      await closing;
      await close();
    },
  };
}
