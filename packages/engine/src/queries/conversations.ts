import { type Caller, type Conversation, type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { type Page, type PageRequest, toPage } from './page.ts';

export type ConversationState = Conversation['state'];

/** A conversation with the caller's state as of now, which is where the contact is. */
export type StoredConversation = {
  readonly businessId: string;
  readonly callerId: string;
  readonly id: string;
  readonly line: string;
  readonly state: ConversationState;
  readonly urgent: boolean;
  readonly taskId: string | null;
  readonly openedAt: Instant;
  readonly lastActivityAt: Instant;
  readonly caller: Caller;
};

/** Conversations, the last opened first. */
export async function listConversations(
  db: Db,
  request: PageRequest & { readonly state: ConversationState | null },
): Promise<Page<StoredConversation>> {
  const { businessIds, state, after, limit } = request;
  if (businessIds.length === 0) return { items: [], next: null };
  let query = select(db, businessIds);
  if (state) query = query.where('c.state', '=', state);
  if (after) {
    query = query.where(
      sql<boolean>`(c.opened_at, c.business_id, c.conversation_id)
        < (${after.at}::timestamptz, ${after.businessId}, ${after.id})`,
    );
  }
  const rows = await query
    .orderBy('c.opened_at', 'desc')
    .orderBy('c.business_id', 'desc')
    .orderBy('c.conversation_id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toStored), limit, ({ openedAt, businessId, id }) => ({
    at: openedAt,
    businessId,
    id,
  }));
}

/** The conversations with this id, at most one a business. */
export async function findConversations(
  db: Db,
  { businessIds, id }: { readonly businessIds: readonly string[]; readonly id: string },
): Promise<readonly StoredConversation[]> {
  if (businessIds.length === 0) return [];
  const rows = await select(db, businessIds).where('c.conversation_id', '=', id).execute();
  return rows.map(toStored);
}

function select(db: Db, businessIds: readonly string[]) {
  return db
    .selectFrom('conversations as c')
    .innerJoin('callers as k', (join) =>
      join.onRef('k.business_id', '=', 'c.business_id').onRef('k.caller_id', '=', 'c.caller_id'),
    )
    .select([
      'c.business_id',
      'c.caller_id',
      'c.conversation_id',
      'c.line',
      'c.state',
      'c.urgent',
      'c.task_id',
      'c.opened_at',
      'c.last_activity_at',
      'k.state as caller',
    ])
    .where('c.business_id', 'in', [...businessIds]);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function toStored(row: Row): StoredConversation {
  return {
    businessId: row.business_id,
    callerId: row.caller_id,
    id: row.conversation_id,
    line: row.line,
    state: row.state as ConversationState,
    urgent: row.urgent,
    taskId: row.task_id,
    openedAt: toInstant(row.opened_at),
    lastActivityAt: toInstant(row.last_activity_at),
    caller: row.caller,
  };
}
