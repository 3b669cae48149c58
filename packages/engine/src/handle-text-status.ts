import type { TextStatus } from '@ringback/core';
import type { Db } from './database/connection.ts';
import type { EventDraft, Handled } from './handle-event.ts';

/** What the provider says became of a text of ours. */
export type TextStatusReport = {
  readonly businessId: string;
  readonly textId: string;
  readonly providerId: string;
  readonly status: TextStatus;
  readonly code: string | null;
};

/**
 * Hands on a status callback. One that is repeated has the same event id; one that comes late or out of order is the
 * core's to judge.
 * @returns null when no text of ours has the id, or when it tells of a double of one
 */
export async function handleTextStatus(
  db: Db,
  report: TextStatusReport,
  handle: (draft: EventDraft) => Promise<Handled>,
): Promise<Handled | null> {
  const text = await db
    .selectFrom('texts')
    .select(['caller_id', 'provider_id'])
    .where('business_id', '=', report.businessId)
    .where('text_id', '=', report.textId)
    .where('direction', '=', 'out')
    .executeTakeFirst();
  if (!text) return null;
  // The fate of a double says nothing of the text that we know of, and must never replace it.
  if (text.provider_id !== null && text.provider_id !== report.providerId) {
    await noteDouble(db, report);
    return null;
  }
  return handle({
    type: 'text-status-changed',
    id: `${report.textId}-${report.status}`,
    businessId: report.businessId,
    callerId: text.caller_id,
    textId: report.textId,
    status: report.status,
    code: report.code,
    providerId: report.providerId,
  });
}

/** Twilio took an attempt that our look-ups did not find: the text left twice. Counted, not corrected. */
async function noteDouble(db: Db, report: TextStatusReport): Promise<void> {
  await db
    .updateTable('texts')
    .set({ double_provider_id: report.providerId })
    .where('business_id', '=', report.businessId)
    .where('text_id', '=', report.textId)
    .execute();
}
