import type { TextFailure, TextStatus } from '@ringback/core';
import type { Db } from './database/connection.ts';
import {
  type EventDraft,
  type HandledInTurn,
  type HandleOptions,
  inTurn,
  lockCaller,
  planEvents,
} from './handle-event.ts';
import { readStanding } from './read-standing.ts';
import { untilUndisturbed, writeTogether } from './write-together.ts';

/** What the provider says became of a text of ours. */
export type TextStatusReport = {
  readonly businessId: string;
  readonly textId: string;
  readonly providerId: string;
  readonly status: TextStatus;
  readonly code: string | null;
  /** What a failure asks for, where that is known. */
  readonly failure?: TextFailure | null;
};

/**
 * Hands on a status callback. One that is repeated has the same event id; one that comes late or out of order is the
 * core's to judge.
 * @returns null when no text of ours has the id, or when it tells of a double of one
 */
export async function handleTextStatus(
  db: Db,
  report: TextStatusReport,
  options: HandleOptions,
): Promise<HandledInTurn | null> {
  const { businessId, textId, providerId, status, code, failure } = report;
  const known = options.directory.byId(businessId);
  if (!known) return null;
  const id = `${textId}-${status}`;
  return untilUndisturbed(
    db,
    (tx) => lockCallerOf(tx, report),
    async (on) => {
      const standing = await readStanding(on, {
        businessId,
        callerId: null,
        textId,
        taken: report,
        eventIds: [id],
      });
      const { text } = standing;
      if (!text) return null;
      // The fate of a double says nothing of the text that we know of, and must never replace it.
      if (text.providerId !== null && text.providerId !== providerId) {
        await noteDouble(on, report);
        return null;
      }
      const { callerId } = text;
      const draft: EventDraft = {
        type: 'text-status-changed',
        id,
        businessId,
        callerId,
        textId,
        status,
        code,
        ...(failure ? { failure } : {}),
        providerId,
      };
      const plan = await planEvents(on, [draft], { known, standing, callerId, leaseFor: options.leaseFor });
      if (plan.guard) await writeTogether(on, { guards: [plan.guard], others: plan.others });
      if (text.providerId === null && standing.providerIdTakenBy === null) await bind(on, report);
      return inTurn(plan);
    },
  );
}

async function lockCallerOf(tx: Db, { businessId, textId }: TextStatusReport): Promise<void> {
  const text = await tx
    .selectFrom('texts')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('text_id', '=', textId)
    .executeTakeFirst();
  if (text) await lockCaller(tx, { businessId, callerId: text.caller_id });
}

/**
 * A text that was given up can still turn out to have left. Its id at the provider is kept all the same, so that no
 * other text with the same words is taken for it.
 */
async function bind(db: Db, report: TextStatusReport): Promise<void> {
  await db
    .updateTable('texts')
    .set({ provider_id: report.providerId })
    .where('business_id', '=', report.businessId)
    .where('text_id', '=', report.textId)
    .where('provider_id', 'is', null)
    .execute();
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
