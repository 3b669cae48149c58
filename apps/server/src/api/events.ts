import { type Routes, routes } from '@ringback/api';
import { type Engine, listProductEvents } from '@ringback/engine';
import { z } from 'zod';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

/** A bigint of PostgreSQL has at most 19 digits; one fewer is never too large. */
const placeSchema = z.string().regex(/^\d{1,18}$/);

export function createEventEndpoints(engine: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listEvents']> = async ({ query }, identity) => {
    const { items, next } = await listProductEvents(engine.store.db, {
      businessIds: businessesAskedFor(engine.directory, identity, query.business),
      type: query.type ?? null,
      limit: query.limit,
      after: readCursor(placeSchema, query.cursor),
    });
    return {
      data: items.map(({ id, type, at, businessId, data }) => ({
        id,
        type,
        timestamp: at,
        business: businessId,
        data: { ...data },
      })),
      nextCursor: writeCursor(next),
    };
  };

  return { listEvents: answering(tokens, routes.listEvents, list) };
}
