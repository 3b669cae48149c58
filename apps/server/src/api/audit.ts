import { type Routes, routes } from '@ringback/api';
import { type Engine, listActs } from '@ringback/engine';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { sequenceSchema } from './place.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

export function createAuditEndpoints(engine: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listAudit']> = async ({ query }, identity) => {
    const { items, next } = await listActs(engine.store.db, {
      businessIds: businessesAskedFor(engine.directory, identity, query.business),
      limit: query.limit,
      after: readCursor(sequenceSchema, query.cursor),
    });
    return {
      data: items.map(({ id, businessId, at, by, act, callerId, outcome, details }) => ({
        id,
        business: businessId,
        at,
        by,
        act,
        on: callerId,
        outcome,
        details: { ...details },
      })),
      nextCursor: writeCursor(next),
    };
  };

  return { listAudit: answering(tokens, routes.listAudit, list) };
}
