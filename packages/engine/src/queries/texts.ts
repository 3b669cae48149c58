import { type Instant, type TextStatus, toInstant } from '@ringback/core';
import type { Selectable } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { TextTable } from '../database/schema.ts';

/** A text in or out, as the store knows it. */
export type StoredText = {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly body: string;
  /** `caller`, `ringback`, or the name of a member of staff. */
  readonly author: string;
  readonly state: TextStatus | 'received';
  readonly code: string | null;
  readonly createdAt: Instant;
};

export async function findText(db: Db, businessId: string, textId: string): Promise<StoredText | null> {
  const row = await db
    .selectFrom('texts')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('text_id', '=', textId)
    .executeTakeFirst();
  return row ? toStoredText(row) : null;
}

export function toStoredText(row: Selectable<TextTable>): StoredText {
  return {
    id: row.text_id,
    direction: row.direction,
    body: row.body,
    author: row.author,
    state: row.state as StoredText['state'],
    code: row.code,
    createdAt: toInstant(row.created_at),
  };
}
