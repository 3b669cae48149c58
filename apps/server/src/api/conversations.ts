import { type Contact, type Conversation, type Routes, routes, type TimelineEntry } from '@ringback/api';
import {
  type Engine,
  type TimelineEntry as Entry,
  findConversations,
  listConversations,
  readTimeline,
  type StoredConversation,
} from '@ringback/engine';
import { showCall } from './calls.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { placeSchema } from './place.ts';
import type { Identity, Tokens } from './tokens.ts';
import { businessesAskedFor, theOnly } from './visible-businesses.ts';

export function createConversationEndpoints(engine: Engine, tokens: Tokens) {
  const { db } = engine.store;

  const list: Answerer<Routes['listConversations']> = async ({ query }, identity) => {
    const { items, next } = await listConversations(db, {
      businessIds: businessesAskedFor(engine.directory, identity, query.business),
      state: query.state ?? null,
      limit: query.limit,
      after: readCursor(placeSchema, query.cursor),
    });
    return { data: items.map(showConversation), nextCursor: writeCursor(next) };
  };

  const read: Answerer<Routes['readConversation']> = async ({ params, query }, identity) => {
    const conversation = await findConversation(engine, identity, {
      id: params.id,
      business: query.business,
    });
    const { entries, isCut } = await readTimeline(db, conversation);
    return { ...showConversation(conversation), timeline: entries.map(showEntry), isCut };
  };

  return {
    listConversations: answering(tokens, routes.listConversations, list),
    readConversation: answering(tokens, routes.readConversation, read),
  };
}

/** @throws ApiProblem unknown-business, unknown-conversation, business-needed */
export async function findConversation(
  engine: Engine,
  identity: Identity,
  asked: { readonly id: string; readonly business: string | undefined },
): Promise<StoredConversation> {
  const businessIds = businessesAskedFor(engine.directory, identity, asked.business);
  const found = await findConversations(engine.store.db, { businessIds, id: asked.id });
  return theOnly(found, 'unknown-conversation', asked.id);
}

export function showConversation(stored: StoredConversation): Conversation {
  const { id, line, state, urgent, taskId, openedAt, lastActivityAt } = stored;
  return {
    id,
    business: stored.businessId,
    line,
    contact: showContact(stored),
    state,
    urgent,
    taskId,
    openedAt,
    lastActivityAt,
  };
}

function showContact({ caller }: StoredConversation): Contact {
  return {
    phone: caller.phone,
    match: caller.contact?.match ?? null,
    firstName: caller.contact?.contact?.firstName ?? null,
    lastName: caller.contact?.contact?.lastName ?? null,
    optedOutAt: caller.suppression?.since ?? null,
  };
}

function showMedia({ text, media }: Extract<Entry, { type: 'message' }>) {
  return media.map(({ position, contentType, state, problem }) => ({
    contentType,
    state,
    problem,
    url: state === 'stored' ? `/api/v1/texts/${encodeURIComponent(text.id)}/media/${position}` : null,
  }));
}

function showEntry(entry: Entry): TimelineEntry {
  switch (entry.type) {
    case 'call':
      return { type: 'call', at: entry.at, call: showCall(entry.call) };
    case 'message':
      return { type: 'message', at: entry.at, message: entry.text, media: showMedia(entry) };
    case 'note':
      return { type: 'note', at: entry.at, author: entry.author, text: entry.text };
    case 'decision':
      return {
        type: 'decision',
        at: entry.at,
        on: entry.on,
        decision: entry.decision,
        reasons: [...entry.reasons],
      };
    default:
      return entry satisfies never;
  }
}
