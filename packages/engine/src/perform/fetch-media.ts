import { type MediaSource, MessagingError } from '@ringback/messaging';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { ClaimedEffect, Outcome } from '../lease.ts';
import { retryDelayMs } from '../retry.ts';

export type MediaFetcherOptions = {
  readonly db: Db;
  readonly media: MediaSource;
  /** How long one request may take; well under the lease. */
  readonly timeoutMs: number;
  /** Aborted when the process has to be gone. */
  readonly hurry: AbortSignal;
};

/** Some two hours of tries: a provider that is down for longer has lost it, or we have lost the account. */
const mostAttempts = 120;

/**
 * Fetches what came with a text into our store, and deletes it at the provider. Done twice it is the same, so a lost
 * answer needs no care; what has been erased meanwhile is not put back.
 */
export function createMediaFetcher({ db, media, timeoutMs, hurry }: MediaFetcherOptions) {
  return async function fetchMedia(claimed: ClaimedEffect): Promise<Outcome> {
    const { effect, businessId } = claimed;
    if (effect.type !== 'fetch-media') throw new Error(`${effect.type} is not of the lane of media`);
    const { textId, position, url } = effect;
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), hurry]);
      if (!(await isStored())) {
        const { contentType, bytes } = await media.fetch(url, { signal });
        await keep(contentType, Buffer.from(bytes));
      }
      await media.remove(url, { signal });
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      if (error.retry !== 'never' && claimed.attempts < mostAttempts) {
        return { type: 'again', afterMs: retryDelayMs(claimed.attempts), problem: error.message };
      }
      await giveUp(error.message);
      return { type: 'discarded', problem: error.message };
    }

    async function isStored(): Promise<boolean> {
      const row = await db
        .selectFrom('text_media')
        .select('state')
        .where('business_id', '=', businessId)
        .where('text_id', '=', textId)
        .where('position', '=', position)
        .executeTakeFirst();
      return row?.state === 'stored';
    }

    async function keep(contentType: string, bytes: Buffer): Promise<void> {
      await sql`
        with kept as (
          update text_media set state = 'stored', content_type = ${contentType}, size = ${bytes.length}
          where business_id = ${businessId} and text_id = ${textId} and position = ${position} and state = 'waiting'
          returning business_id, text_id, position
        )
        insert into text_media_bytes (business_id, text_id, position, bytes)
        select business_id, text_id, position, ${bytes}::bytea from kept`.execute(db);
    }

    async function giveUp(problem: string): Promise<void> {
      await db
        .updateTable('text_media')
        .set({ state: 'refused', problem })
        .where('business_id', '=', businessId)
        .where('text_id', '=', textId)
        .where('position', '=', position)
        .where('state', '=', 'waiting')
        .execute();
    }
  };
}
