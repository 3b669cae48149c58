import { type Caller, canFollow, type Event, type EventOf, type TextStatus } from '@ringback/core';
import type { Tx } from './database/connection.ts';

/** Keeps the tables that the API reads in step with the event: texts and conversations. */
export async function projectEvent(
  tx: Tx,
  event: Event,
  caller: { readonly before: Caller; readonly after: Caller },
): Promise<void> {
  if (event.type === 'text-received') await storeReceivedText(tx, event, caller.after);
  if (event.type === 'text-status-changed') await storeTextStatus(tx, event);
  await storeConversation(tx, event, caller);
}

async function storeReceivedText(tx: Tx, event: EventOf<'text-received'>, caller: Caller): Promise<void> {
  await tx
    .insertInto('texts')
    .values({
      business_id: event.businessId,
      text_id: event.textId,
      caller_id: event.callerId,
      conversation_id: caller.conversation?.id ?? null,
      direction: 'in',
      line: event.line,
      phone: caller.phone,
      body: event.body,
      class: 'received',
      author: 'caller',
      state: 'received',
      created_at: event.at,
    })
    .execute();
}

/** A stale or repeated status changes nothing: the legal steps are the core's. */
async function storeTextStatus(tx: Tx, event: EventOf<'text-status-changed'>): Promise<void> {
  const text = await tx
    .selectFrom('texts')
    .select(['state', 'accepted_at'])
    .where('business_id', '=', event.businessId)
    .where('text_id', '=', event.textId)
    .forUpdate()
    .executeTakeFirst();
  if (!text || !canFollow(text.state as TextStatus, event.status)) return;
  const wasTaken = ['accepted', 'sent', 'delivered'].includes(event.status);
  await tx
    .updateTable('texts')
    .set({
      state: event.status,
      ...(event.code === null ? {} : { code: event.code }),
      ...(event.providerId === null ? {} : { provider_id: event.providerId }),
      ...(wasTaken && text.accepted_at === null ? { accepted_at: event.at } : {}),
    })
    .where('business_id', '=', event.businessId)
    .where('text_id', '=', event.textId)
    .execute();
  // Once its outcome is known, nothing is left to perform; only a doubt keeps the send open.
  if (event.status === 'unknown') return;
  await tx
    .updateTable('effects')
    .set({ state: 'done', lease_owner: null, lease_until: null, problem: null })
    .where('business_id', '=', event.businessId)
    .where('effect_key', '=', event.textId)
    .where('state', '=', 'open')
    .execute();
}

async function storeConversation(
  tx: Tx,
  event: Event,
  { before, after }: { readonly before: Caller; readonly after: Caller },
): Promise<void> {
  const ended = before.conversation;
  if (ended && ended.id !== after.conversation?.id) {
    await tx
      .updateTable('conversations')
      .set({ state: 'closed', task_id: null })
      .where('business_id', '=', event.businessId)
      .where('conversation_id', '=', ended.id)
      .execute();
  }
  const open = after.conversation;
  if (!open || open === ended) return;
  const changing = {
    line: open.line,
    state: open.state,
    urgent: open.urgent,
    task_id: open.taskId,
    last_activity_at: open.lastActivityAt,
  };
  await tx
    .insertInto('conversations')
    .values({
      business_id: event.businessId,
      conversation_id: open.id,
      caller_id: event.callerId,
      opened_at: open.openedAt,
      ...changing,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'conversation_id']).doUpdateSet(changing))
    .execute();
}
