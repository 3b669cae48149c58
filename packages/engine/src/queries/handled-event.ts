import type { Decision, Event } from '@ringback/core';
import type { Db } from '../database/connection.ts';

/** An event that was taken in, with its decision; null when there is none of that id. */
export async function findHandledEvent(
  db: Db,
  businessId: string,
  eventId: string,
): Promise<{ readonly event: Event; readonly decision: Decision } | null> {
  const row = await db
    .selectFrom('events')
    .select(['event', 'reasons', 'effects'])
    .where('business_id', '=', businessId)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row ? { event: row.event, decision: { reasons: row.reasons, effects: row.effects } } : null;
}
