import { type LineTypes, MessagingError } from '@ringback/messaging';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { Directory } from '../directory.ts';
import type { EventDraft } from '../handle-event.ts';
import type { ClaimedEffect, Outcome } from '../lease.ts';

/** A first text waits two seconds unless the owner says otherwise: what comes later is for the next call. */
const timeoutMs = 1_500;
/** Where rules were stored before there was such a setting. */
const mostPerDayUnset = 200;

/**
 * Asks what kind of line a caller has, while the first text waits. Without an answer the text leaves: a text to a
 * landline costs a cent, a caller who is not texted a customer.
 */
export function createLineTypeLookUp(options: {
  readonly db: Db;
  readonly directory: Pick<Directory, 'byId'>;
  readonly lineTypes: LineTypes;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
}) {
  const { db, directory, lineTypes, handle } = options;
  return async function lookUp({ effect, businessId, callerId, key }: ClaimedEffect): Promise<Outcome> {
    if (effect.type !== 'look-up-line-type') throw new Error(`${effect.type} is no look-up of a line type`);
    const mostPerDay = directory.byId(businessId)?.rules.detection.lineType?.mostPerDay ?? mostPerDayUnset;
    const refusal = await reserve(db, { businessId, callerId, mostPerDay });
    if (refusal !== null) return { type: 'discarded', problem: refusal };
    try {
      const lineType = await lineTypes.find(effect.phone, { signal: AbortSignal.timeout(timeoutMs) });
      await handle({ type: 'line-type-found', id: key, businessId, callerId, lineType });
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      // Not asked again: the text leaves without, and whoever asks again may pay again.
      return { type: 'discarded', problem: error.message };
    }
  };
}

/**
 * Writes down that the provider is asked, before it is, unless nobody should: null, or why not. One business is
 * counted at a time, so that two processes do not both take the last one of the day.
 */
function reserve(
  db: Db,
  asked: { readonly businessId: string; readonly callerId: string; readonly mostPerDay: number },
): Promise<string | null> {
  const { businessId, callerId, mostPerDay } = asked;
  return db.transaction().execute(async (tx) => {
    await sql`select 1 from businesses where business_id = ${businessId} for no key update`.execute(tx);
    const { rows } = await sql<{ today: number; just: boolean }>`
      select count(*)::int as today, coalesce(bool_or(caller_id = ${callerId}), false) as just
      from line_type_asks
      where business_id = ${businessId} and asked_at > ringback_now() - interval '24 hours'`.execute(tx);
    const { today, just } = rows[0] ?? { today: 0, just: false };
    if (just) return 'this number was asked about in the last 24 hours';
    if (today >= mostPerDay) return `${mostPerDay} numbers were asked about in 24 hours, which is the most`;
    await sql`
      insert into line_type_asks (business_id, caller_id, asked_at)
      values (${businessId}, ${callerId}, ringback_now())
      on conflict (business_id, caller_id) do update set asked_at = excluded.asked_at`.execute(tx);
    return null;
  });
}
