import { type Instant, type ProductEventType, toInstant } from '@ringback/core';
import type { Db } from '../database/connection.ts';
import { type RecordedPage, type RecordedRequest, toRecordedPage } from './page.ts';

export type StoredProductEvent = {
  readonly businessId: string;
  readonly id: string;
  readonly type: ProductEventType;
  readonly at: Instant;
  readonly data: { readonly [name: string]: unknown };
};

/** Product events, the last recorded first. */
export async function listProductEvents(
  db: Db,
  request: RecordedRequest & { readonly type: ProductEventType | null },
): Promise<RecordedPage<StoredProductEvent>> {
  const { businessIds, type, limit, after } = request;
  if (businessIds.length === 0) return { items: [], next: null };
  let query = db
    .selectFrom('product_events')
    .selectAll()
    .where('business_id', 'in', [...businessIds]);
  if (type) query = query.where('type', '=', type);
  if (after !== null) query = query.where('sequence', '<', after);
  const rows = await query
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute();
  return toRecordedPage(rows, limit, (row) => ({
    businessId: row.business_id,
    id: row.product_event_id,
    type: row.type as ProductEventType,
    at: toInstant(row.at),
    data: row.data,
  }));
}
