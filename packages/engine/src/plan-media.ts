import type { EffectOf, Event } from '@ringback/core';
import type { Db } from './database/connection.ts';
import type { Write } from './write-together.ts';

/** What came with a text is known of before it is fetched. */
export function writeMedia(db: Db, event: Event, effects: readonly EffectOf<'fetch-media'>[]): Write {
  return db.insertInto('text_media').values(
    effects.map(({ textId, position, contentType }) => ({
      business_id: event.businessId,
      text_id: textId,
      position,
      caller_id: event.callerId,
      content_type: contentType,
      created_at: event.at,
    })),
  );
}
