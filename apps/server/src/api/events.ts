import { type Routes, routes } from '@ringback/api';
import { type Engine, listProductEvents } from '@ringback/engine';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { sequenceSchema } from './place.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

export function createEventEndpoints(engine: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listEvents']> = async ({ query }, identity) => {
    const { items, next } = await listProductEvents(engine.store.db, {
      businessIds: businessesAskedFor(engine.directory, identity, query.business),
      type: query.type ?? null,
      limit: query.limit,
      after: readCursor(sequenceSchema, query.cursor),
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
