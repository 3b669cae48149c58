import { type AnswerOf, type Call, type Routes, routes } from '@ringback/api';
import { type Engine, explainCall, findCalls, listCalls, type StoredCall } from '@ringback/engine';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { placeSchema } from './place.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor, theOnly } from './visible-businesses.ts';

export function createCallEndpoints(engine: Engine, tokens: Tokens) {
  const { directory } = engine;
  const { db } = engine.store;

  const list: Answerer<Routes['listCalls']> = async ({ query }, identity) => {
    const { items, next } = await listCalls(db, {
      businessIds: businessesAskedFor(directory, identity, query.business),
      outcome: query.outcome ?? null,
      limit: query.limit,
      after: readCursor(placeSchema, query.cursor),
    });
    return { data: items.map(showCall), nextCursor: writeCursor(next) };
  };

  const explain: Answerer<Routes['explainCall']> = async ({ params, query }, identity) => {
    const businessIds = businessesAskedFor(directory, identity, query.business);
    const call = theOnly(await findCalls(db, { businessIds, id: params.id }), 'unknown-call', params.id);
    const { decision, reasons, text, sendAt } = await explainCall(db, call);
    return {
      decision,
      reasons: reasons.length > 0 ? [...reasons] : [undecided],
      ...(text ? { message: text.body, messageId: text.id } : {}),
      ...(sendAt ? { sendAt } : {}),
    };
  };

  return {
    listCalls: answering(tokens, routes.listCalls, list),
    explainCall: answering(tokens, routes.explainCall, explain),
  };
}

const undecided: AnswerOf<Routes['explainCall']>['reasons'][number] = {
  rule: 'call',
  outcome: 'note',
  facts: {},
  detail: 'Nothing has been decided yet, because it is not known how the call ended.',
};

export function showCall({ businessId, outcome, call }: StoredCall): Call {
  return {
    id: call.id,
    business: businessId,
    line: call.line,
    from: call.from,
    outcome,
    cause: call.cause,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    ringSeconds: call.ringSeconds,
    providerId: call.id,
  };
}
