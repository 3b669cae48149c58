import type { Db } from '../database/connection.ts';

/** What came with a text. `waiting`: it is being fetched; `refused`: it is not kept, and `problem` says why. */
export type StoredMedia = {
  readonly position: number;
  readonly contentType: string;
  readonly state: 'waiting' | 'stored' | 'refused';
  readonly problem: string | null;
};

/** What came with the texts of a conversation, by the text, in order. */
export async function listMedia(
  db: Db,
  businessId: string,
  textIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredMedia[]>> {
  if (textIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('text_media')
    .select(['text_id', 'position', 'content_type', 'state', 'problem'])
    .where('business_id', '=', businessId)
    .where('text_id', 'in', [...textIds])
    .orderBy('position')
    .execute();
  return Map.groupBy(
    rows.map(({ content_type: contentType, ...row }) => ({ ...row, contentType })),
    (row) => row.text_id,
  );
}

/** One file, whole; null where there is none, or not yet. */
export async function readMedia(
  db: Db,
  { businessIds, textId, position }: { businessIds: readonly string[]; textId: string; position: number },
): Promise<{ readonly contentType: string; readonly bytes: Buffer } | null> {
  if (businessIds.length === 0) return null;
  const row = await db
    .selectFrom('text_media as m')
    .innerJoin('text_media_bytes as b', (join) =>
      join
        .onRef('b.business_id', '=', 'm.business_id')
        .onRef('b.text_id', '=', 'm.text_id')
        .onRef('b.position', '=', 'm.position'),
    )
    .select(['m.content_type', 'b.bytes'])
    .where('m.business_id', 'in', [...businessIds])
    .where('m.text_id', '=', textId)
    .where('m.position', '=', position)
    .executeTakeFirst();
  return row ? { contentType: row.content_type, bytes: Buffer.from(row.bytes) } : null;
}
