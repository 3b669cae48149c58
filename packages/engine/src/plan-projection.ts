import { type Caller, type Event, type EventOf, statusesBefore } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { Write } from './write-together.ts';

/** What has to be written so that the texts that the API reads are in step with the event. */
export function planTextProjection(db: Db, event: Event, caller: Caller): readonly Write[] {
  if (event.type === 'text-received') return [receivedText(db, event, caller)];
  if (event.type === 'text-status-changed') return textStatus(db, event);
  return [];
}

function receivedText(db: Db, event: EventOf<'text-received'>, caller: Caller): Write {
  return db.insertInto('texts').values({
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
  });
}

/** A stale or repeated status changes nothing: the legal steps are the core's. */
function textStatus(db: Db, event: EventOf<'text-status-changed'>): readonly Write[] {
  const wasTaken = ['accepted', 'sent', 'delivered'].includes(event.status);
  const changed = db
    .updateTable('texts')
    .set({
      state: event.status,
      ...(event.code === null ? {} : { code: event.code }),
      ...(event.providerId === null ? {} : { provider_id: event.providerId }),
      ...(wasTaken ? { accepted_at: sql<Date>`coalesce(accepted_at, ${event.at}::timestamptz)` } : {}),
    })
    .where('business_id', '=', event.businessId)
    .where('text_id', '=', event.textId)
    .where('state', 'in', statusesBefore(event.status));
  // Once its outcome is known, nothing is left to perform; only a doubt keeps the send open.
  if (event.status === 'unknown') return [changed];
  const performed = db
    .updateTable('effects')
    .set({ state: 'done', lease_owner: null, lease_until: null, problem: null })
    .where('business_id', '=', event.businessId)
    .where('effect_key', '=', event.textId)
    .where('state', '=', 'open');
  return [changed, performed];
}

/** What has to be written so that the conversations are in step with what their caller was and is. */
export function planConversation(db: Db, event: Event, before: Caller, after: Caller): readonly Write[] {
  const writes: Write[] = [];
  const ended = before.conversation;
  const open = after.conversation;
  if (ended && ended.id !== open?.id) {
    writes.push(
      db
        .updateTable('conversations')
        .set({ state: 'closed', task_id: null })
        .where('business_id', '=', event.businessId)
        .where('conversation_id', '=', ended.id),
    );
  }
  if (!open || open === ended) return writes;
  const changing = {
    line: open.line,
    state: open.state,
    urgent: open.urgent,
    task_id: open.taskId,
    last_activity_at: open.lastActivityAt,
  };
  writes.push(
    db
      .insertInto('conversations')
      .values({
        business_id: event.businessId,
        conversation_id: open.id,
        caller_id: event.callerId,
        opened_at: open.openedAt,
        ...changing,
      })
      .onConflict((conflict) => conflict.columns(['business_id', 'conversation_id']).doUpdateSet(changing)),
  );
  return writes;
}
