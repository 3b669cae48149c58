import { canFollow, type TextStatus } from '@ringback/core';
import type { Messenger } from '@ringback/messaging';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { TextStatusReport } from './handle-text-status.ts';
import type { EngineLog } from './log.ts';

/**
 * Learns what became of texts that the provider has taken and said nothing final of: it tells each once, with few
 * repeats, and this server may be away just then.
 */
export type SilentTexts = {
  start(): void;
  /** Looks for what is due now, and not only at the next minute. */
  wake(): void;
  /** Begins nothing more and resolves when the text in hand is done. */
  stop(): Promise<void>;
  /** Resolves when it is not asking about any. */
  settled(): Promise<void>;
  /** Asks about every text that is due now; of how many there was news. */
  runDue(): Promise<number>;
};

/**
 * How long nothing was heard of a text before each time it is asked about, in minutes; not once more after the last,
 * because some carriers never say whether a text arrived.
 * Source: https://www.twilio.com/docs/messaging/guides/outbound-message-logging (poll what has no final status after
 * twelve hours), read 2026-11-21
 */
export const silentTextWaits: readonly number[] = [10, 2 * 60, 12 * 60];
/** What is older says nothing that anybody would act upon. */
const furthestBackHours = 72;
const wakeEveryMs = 60_000;
const atOnce = 50;
const timeoutMs = 10_000;

export function createSilentTexts(options: {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly handleTextStatus: (report: TextStatusReport) => Promise<unknown>;
  readonly log: EngineLog;
}): SilentTexts {
  const { db, messenger, handleTextStatus, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isWoken = false;

  async function runDue(): Promise<number> {
    let found = 0;
    let claimed: readonly Silent[];
    do {
      claimed = await claimDue(db);
      for (const [index, text] of claimed.entries()) {
        try {
          signal.throwIfAborted();
          if (await askAbout(text)) found += 1;
        } catch (error) {
          // It does not answer, or asks us to slow down: the others would fare no better, unless it is this one alone.
          await giveBack(db, claimed.slice(signal.aborted ? index : index + 1));
          if (!signal.aborted) log.warn('texts-not-asked-about', { error });
          return found;
        }
      }
    } while (claimed.length === atOnce);
    if (found > 0) log.warn('text-news-found-later', { count: found });
    return found;
  }

  /** @throws MessagingError, and what else keeps us from asking about any */
  async function askAbout({ businessId, textId, providerId, state }: Silent): Promise<boolean> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const sent = await messenger.readSent(providerId, { signal: within });
    if (sent === null || !canFollow(state, sent.status)) return false;
    const { status, code, failure } = sent;
    await handleTextStatus({ businessId, textId, providerId, status, code, failure });
    return true;
  }

  function look(): void {
    if (isWoken || signal.aborted) return;
    isWoken = true;
    running = running.then(async () => {
      isWoken = false;
      if (signal.aborted) return;
      await runDue().catch((error: unknown) => log.error('silent-texts-not-found', { error }));
    });
  }

  return {
    start() {
      look();
      timer = setInterval(look, wakeEveryMs);
    },
    wake: look,
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
    async settled() {
      await running;
    },
    runDue,
  };
}

type Silent = {
  readonly businessId: string;
  readonly textId: string;
  readonly providerId: string;
  readonly state: TextStatus;
};

/** Counted before it is asked about, so that two processes do not ask, and none for ever. */
async function claimDue(db: Db): Promise<readonly Silent[]> {
  const waits = silentTextWaits.map((minutes, looks) => sql`(${looks}::smallint, ${minutes}::int)`);
  const { rows } = await sql<Silent>`
    with clock as materialized (select ringback_now() as now),
    due as materialized (
      select text.business_id, text.text_id
      from (values ${sql.join(waits)}) as wait (looks, minutes), clock cross join lateral (
        select t.business_id, t.text_id
        from texts t
        where t.state in ('accepted', 'sent') and t.looks = wait.looks
          and coalesce(t.looked_at, t.accepted_at) <= clock.now - make_interval(mins => wait.minutes)
          and coalesce(t.looked_at, t.accepted_at) > clock.now - make_interval(hours => ${furthestBackHours}::int)
          and t.provider_id is not null
        order by coalesce(t.looked_at, t.accepted_at)
        limit ${atOnce}
        for update of t skip locked
      ) text
      limit ${atOnce}
    )
    update texts t set looks = t.looks + 1, looked_at = clock.now
    from due, clock
    where t.business_id = due.business_id and t.text_id = due.text_id
    returning t.business_id as "businessId", t.text_id as "textId", t.provider_id as "providerId", t.state`.execute(
    db,
  );
  return rows;
}

/** What was not asked about is due again after the same time. */
async function giveBack(db: Db, texts: readonly Silent[]): Promise<void> {
  await sql`
    update texts t set looks = t.looks - 1
    from unnest(${texts.map(({ businessId }) => businessId)}::text[], ${texts.map(({ textId }) => textId)}::text[])
      as given (business_id, text_id)
    where t.business_id = given.business_id and t.text_id = given.text_id and t.looks > 0`.execute(db);
}
