import { type Routes, routes, type ParkedEntry as ShownEntry } from '@ringback/api';
import {
  discardParked,
  type Engine,
  findParkedEntries,
  listParkedEntries,
  type ParkedEntry,
  retryParked,
} from '@ringback/engine';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { placeSchema } from './place.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor, theOnly } from './visible-businesses.ts';

/** What CRMs have refused: to be seen, tried again, or let go. */
export function createParkedEndpoints({ directory, store: { db } }: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listParked']> = async ({ query }, identity) => {
    const { items, next } = await listParkedEntries(db, {
      businessIds: businessesAskedFor(directory, identity, query.business),
      system: query.system ?? null,
      limit: query.limit,
      after: readCursor(placeSchema, query.cursor),
    });
    return { data: items.map(show), nextCursor: writeCursor(next) };
  };

  type OnOne = Routes['retryParked' | 'discardParked'];
  type OnAll = Routes['retryAllParked' | 'discardAllParked'];

  function onOne(route: OnOne, act: typeof retryParked) {
    const answer: Answerer<OnOne> = async ({ params: { id }, query }, identity) => {
      const businessIds = businessesAskedFor(directory, identity, query.business);
      const { businessId } = theOnly(await findParkedEntries(db, { businessIds, id }), 'unknown-entry', id);
      return { count: await act(db, { businessId, id, by: identity.name }) };
    };
    return answering(tokens, route, answer);
  }

  function onAll(route: OnAll, act: typeof retryParked) {
    const answer: Answerer<OnAll> = async ({ query: { business, system } }, identity) => {
      businessesAskedFor(directory, identity, business);
      return { count: await act(db, { businessId: business, system, by: identity.name }) };
    };
    return answering(tokens, route, answer);
  }

  return {
    listParked: answering(tokens, routes.listParked, list),
    retryParked: onOne(routes.retryParked, retryParked),
    discardParked: onOne(routes.discardParked, discardParked),
    retryAllParked: onAll(routes.retryAllParked, retryParked),
    discardAllParked: onAll(routes.discardAllParked, discardParked),
  };
}

function show(entry: ParkedEntry): ShownEntry {
  return {
    id: entry.id,
    business: entry.businessId,
    system: entry.system,
    phone: entry.phone,
    kind: entry.entry.kind,
    at: entry.entry.at,
    problem: entry.problem,
    attempts: entry.attempts,
    parkedAt: entry.parkedAt,
  };
}
