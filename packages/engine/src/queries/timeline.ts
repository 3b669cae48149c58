import { type Effect, type Event, type Instant, type Reason, toInstant } from '@ringback/core';
import type { Selectable } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { EventTable, TextTable } from '../database/schema.ts';
import { type StoredCall, toStoredCall } from './calls.ts';
import type { StoredConversation } from './conversations.ts';
import { listMedia, type StoredMedia } from './media.ts';
import { type StoredText, toStoredText } from './texts.ts';
import { judge, type Verdict } from './verdict.ts';

export type TimelineEntry = { readonly at: Instant } & (
  | { readonly type: 'call'; readonly call: StoredCall }
  | {
      readonly type: 'message';
      readonly text: StoredText;
      readonly media: readonly StoredMedia[];
    }
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
  const calls = await readCalls(db, businessId, latest);
  const shown = texts.slice(0, mostRows);
  const media = await listMedia(db, businessId, withMedia(latest));
  const messages = new Map(shown.map((row) => [row.text_id, toMessage(row, media.get(row.text_id) ?? [])]));
  return {
    entries: latest.flatMap((happened) => toEntries(happened, { calls, messages })),
    isCut: events.length > mostRows || texts.length > mostRows,
  };
}

type Entries = Map<string, TimelineEntry>;

/** What came in, what was decided on it, what went out. A call stands at the first event that tells of it. */
function toEntries(
  happened: Happened,
  { calls, messages }: { readonly calls: Entries; readonly messages: Entries },
): readonly TimelineEntry[] {
  const { event, effects } = happened;
  return [
    ...('callId' in event ? take(calls, event.callId) : []),
    ...(event.type === 'text-received' ? take(messages, event.textId) : []),
    ...toDecision(happened),
    ...effects.flatMap((effect) => (effect.type === 'send-text' ? take(messages, effect.textId) : [])),
    ...toNotes(happened),
  ];
}

function take(entries: Entries, id: string): readonly TimelineEntry[] {
  const entry = entries.get(id);
  entries.delete(id);
  return entry ? [entry] : [];
}

async function readCalls(db: Db, businessId: string, events: readonly Happened[]): Promise<Entries> {
  const ids = new Set(events.flatMap(({ event }) => ('callId' in event ? [event.callId] : [])));
  if (ids.size === 0) return new Map();
  const rows = await db
    .selectFrom('calls')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map(toStoredCall).map((call) => [call.call.id, { type: 'call', at: call.startedAt, call }]),
  );
}

function withMedia(events: readonly Happened[]): readonly string[] {
  return events.flatMap(({ event }) =>
    event.type === 'text-received' && event.media.length > 0 ? [event.textId] : [],
  );
}

function toMessage(row: Selectable<TextTable>, media: readonly StoredMedia[]): TimelineEntry {
  const text = toStoredText(row);
  return { type: 'message', at: text.createdAt, text, media };
}

/** That a text is on its way, its own state shows; that it went wrong is worth an entry. */
function toDecision({ type, at, event, reasons, effects }: Happened): TimelineEntry[] {
  const isProgress =
    event.type === 'text-status-changed' && !['failed', 'expired', 'withdrawn'].includes(event.status);
  if (isProgress) return [];
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
  'record-consent': 'Recorded that the caller agreed to texts.',
  assign: 'Gave the conversation to somebody.',
  qualify: 'Says that this is a good lead.',
} as const;
