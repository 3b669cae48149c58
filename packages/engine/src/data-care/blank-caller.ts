import type { Effect, Event, Reason } from '@ringback/core';
import { sql } from 'kysely';
import type { Tx } from '../database/connection.ts';
import { noticeEventId } from '../notices/notice-text.ts';
import type { OfCaller } from './export-caller.ts';
import { withoutWords } from './without-words.ts';

// What stays of an erased caller, emptied of everything about them.

const batch = 500;

/** That something happened stays, so that reports stay right and a webhook that comes twice is known. */
export async function blankEvents(
  tx: Tx,
  { businessId, callerId }: OfCaller,
  reference: string,
): Promise<number> {
  for (let count = 0; ; ) {
    const { rows } = await sql<{
      event_id: string;
      at: Date;
      event: Event;
      reasons: readonly Reason[];
      effects: readonly Effect[];
    }>`
      select event_id, at, event, reasons, effects from events
      where business_id = ${businessId} and caller_id = ${callerId}
      order by sequence limit ${batch}`.execute(tx);
    if (rows.length === 0) return count;
    const changed = rows.map(({ event_id, at, event, reasons, effects }) => ({
      event_id,
      at,
      event: { ...withoutWords(event), callerId: reference },
      reasons: withoutWords(reasons),
      effects: withoutWords(effects),
    }));
    await sql`
      update events e set caller_id = ${reference}, event = v.event, reasons = v.reasons, effects = v.effects
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as v (event_id text, at timestamptz, event jsonb, reasons jsonb, effects jsonb)
      where e.business_id = ${businessId} and e.event_id = v.event_id and e.at = v.at`.execute(tx);
    count += rows.length;
  }
}

export async function blankCalls(
  tx: Tx,
  { businessId, callerId }: OfCaller,
  reference: string,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('calls')
    .set({ caller_id: reference, call: sql<string>`call || '{"from": null}'::jsonb` })
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** A text in which staff were told of a caller: the event of the staff's own that it came of, and what it left. */
export type TextToStaff = {
  readonly eventId: string;
  readonly event: Event;
  readonly effects: readonly Effect[];
  readonly textIds: readonly string[];
};

export async function findTextsToStaff(
  tx: Tx,
  { businessId, callerId }: OfCaller,
): Promise<readonly TextToStaff[]> {
  const told = await tx
    .selectFrom('notices')
    .select('message_id')
    .distinct()
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('channel', '=', 'text')
    .where('message_id', 'is not', null)
    .execute();
  const ids = told.flatMap(({ message_id }) => (message_id === null ? [] : [noticeEventId(message_id)]));
  if (ids.length === 0) return [];
  const events = await tx
    .selectFrom('events')
    .select(['event_id', 'event', 'effects'])
    .where('business_id', '=', businessId)
    .where('event_id', 'in', ids)
    .execute();
  return events.map(({ event_id: eventId, event, effects }) => ({
    eventId,
    event,
    effects,
    textIds: effects.flatMap((effect) => (effect.type === 'send-text' ? [effect.textId] : [])),
  }));
}

export async function blankTextsToStaff(
  tx: Tx,
  businessId: string,
  texts: readonly TextToStaff[],
): Promise<number> {
  for (const { eventId, event, effects, textIds } of texts) {
    await tx
      .updateTable('events')
      .set({
        event: JSON.stringify(withoutWords(event, staffNumbers)),
        effects: JSON.stringify(withoutWords(effects, staffNumbers)),
      })
      .where('business_id', '=', businessId)
      .where('event_id', '=', eventId)
      .execute();
    for (const textId of textIds) {
      await tx
        .updateTable('texts')
        .set({ body: '' })
        .where('business_id', '=', businessId)
        .where('text_id', '=', textId)
        .execute();
    }
  }
  return texts.length;
}

/** Of a text to staff they are the staff's. */
const staffNumbers = new Set(['callerId', 'to']);
