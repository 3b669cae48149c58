import { type Effect, type Event, type Instant, type Reason, toInstant } from '@ringback/core';
import type { Selectable } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { EventTable } from '../database/schema.ts';
import { type StoredCall, toStoredCall } from './calls.ts';
import type { StoredConversation } from './conversations.ts';
import { type StoredText, toStoredText } from './texts.ts';
import { judge, type Verdict } from './verdict.ts';

export type TimelineEntry = { readonly at: Instant } & (
  | { readonly type: 'call'; readonly call: StoredCall }
  | { readonly type: 'message'; readonly text: StoredText }
  | { readonly type: 'note'; readonly author: string; readonly text: string }
  | {
      readonly type: 'decision';
      readonly on: Event['type'];
      readonly decision: Verdict;
      readonly reasons: readonly Reason[];
    }
);

/** `isCut`: the conversation is so long that its beginning was left out. */
export type Timeline = { readonly entries: readonly TimelineEntry[]; readonly isCut: boolean };

type Happened = Pick<Selectable<EventTable>, 'type' | 'at' | 'event' | 'reasons' | 'effects'>;

/** So many of the latest events, and as many texts; a conversation of that length is no conversation any more. */
const mostRows = 1_000;

/** All that happened in one conversation, oldest first. */
export async function readTimeline(db: Db, conversation: StoredConversation): Promise<Timeline> {
  const { businessId, callerId, id } = conversation;
  const events: readonly Happened[] = await db
    .selectFrom('events')
    .select(['type', 'at', 'event', 'reasons', 'effects'])
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('conversation_id', '=', id)
    .orderBy('sequence', 'desc')
    .limit(mostRows + 1)
    .execute();
  const texts = await db
    .selectFrom('texts')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where('conversation_id', '=', id)
    .orderBy('created_at', 'desc')
    .orderBy('text_id', 'desc')
    .limit(mostRows + 1)
    .execute();
  const latest = events.slice(0, mostRows).reverse();
  const entries: TimelineEntry[] = [
    ...(await readCalls(db, businessId, latest)),
    ...texts.slice(0, mostRows).reverse().map(toStoredText).map(toMessage),
    ...latest.flatMap(toDecision),
    ...latest.flatMap(toNotes),
  ];
  return {
    entries: entries.sort(inOrder),
    isCut: events.length > mostRows || texts.length > mostRows,
  };
}

async function readCalls(db: Db, businessId: string, events: readonly Happened[]): Promise<TimelineEntry[]> {
  const ids = new Set(events.flatMap(({ event }) => ('callId' in event ? [event.callId] : [])));
  if (ids.size === 0) return [];
  const rows = await db
    .selectFrom('calls')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', 'in', [...ids])
    .orderBy('started_at')
    .execute();
  return rows.map(toStoredCall).map((call) => ({ type: 'call', at: call.startedAt, call }));
}

function toMessage(text: StoredText): TimelineEntry {
  return { type: 'message', at: text.createdAt, text };
}

/** A provider's report that leads to nothing tells nobody anything; the message shows its state already. */
function toDecision({ type, at, reasons, effects }: Happened): TimelineEntry[] {
  if (type === 'text-status-changed' && effects.length === 0) return [];
  return [{ type: 'decision', at: toInstant(at), on: type, decision: judge(reasons, effects), reasons }];
}

function toNotes({ at, event, effects }: Happened): TimelineEntry[] {
  const author = event.type === 'staff-acted' ? event.by : 'ringback';
  const texts = effects.flatMap(noteOf);
  if (texts.length === 0 && event.type === 'staff-acted' && event.act !== 'send') {
    texts.push(staffNotes[event.act]);
  }
  return texts.map((text) => ({ type: 'note', at: toInstant(at), author, text }));
}

function noteOf(effect: Effect): string[] {
  if (effect.type !== 'write-crm') return [];
  const { entry } = effect;
  if (entry.kind === 'note') return [entry.text];
  if (entry.kind !== 'consent') return [];
  return [`${entry.status === 'opted-out' ? 'Opted out' : 'Opted in'}: ${entry.words}`];
}

const staffNotes = {
  'take-over': 'Took over the conversation.',
  'hand-back': 'Handed the conversation back.',
  close: 'Closed the conversation.',
  acknowledge: 'Has seen what has to be done.',
  'opt-out': 'Opted the caller out.',
  'opt-in': 'Opted the caller in.',
} as const;

/** At one moment: what came in, what was decided on it, what went out. */
function rank(entry: TimelineEntry): number {
  if (entry.type === 'call') return 0;
  if (entry.type === 'message') return entry.text.direction === 'in' ? 1 : 3;
  return entry.type === 'decision' ? 2 : 4;
}

function inOrder(a: TimelineEntry, b: TimelineEntry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return rank(a) - rank(b);
}
