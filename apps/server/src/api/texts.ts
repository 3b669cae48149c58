import { type Routes, routes } from '@ringback/api';
import {
  type Engine,
  liftHold,
  listSendingProblems,
  listTextsNotOut,
  type StoredProblem,
} from '@ringback/engine';
import { adviceOn, whatLiftingDoes } from '../text-advice.ts';
import { ApiProblem } from './api-problem.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type Answerer, answering } from './endpoint.ts';
import { explainNotOut } from './explain-not-out.ts';
import { placeSchema } from './place.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor, theBusiness } from './visible-businesses.ts';

/** The texts that did not go out, for the owner, and what holds others back. */
export function createTextEndpoints(engine: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listTextsNotOut']> = async ({ query }, identity) => {
    const businessIds = businessesAskedFor(engine.directory, identity, query.business);
    const problems = await listSendingProblems(engine.store.db, businessIds);
    const { items, next } = await listTextsNotOut(engine.store.db, {
      businessIds,
      state: query.state ?? null,
      limit: query.limit,
      after: readCursor(placeSchema, query.cursor),
    });
    return {
      data: items.map((text) => ({
        id: text.id,
        business: text.businessId,
        phone: text.phone,
        line: text.line,
        class: text.class,
        body: text.body,
        state: text.state,
        code: text.code,
        ...explainNotOut(text),
        createdAt: text.createdAt,
        dueAt: text.dueAt,
      })),
      nextCursor: writeCursor(next),
      holds: problems.filter(({ isHolding }) => isHolding).map(showHold),
    };
  };

  const lift: Answerer<Routes['liftHold']> = async ({ params: { id }, query }, identity) => {
    const { business } = theBusiness(engine.directory, identity, query.business);
    const lifted = await liftHold(engine.store.db, { businessId: business.id, id, by: identity.name });
    if (!lifted) {
      throw new ApiProblem(
        'unknown-hold',
        `id: nothing of ${business.id} is held under "${id}"; GET /api/v1/texts has what is in its \`holds\`.`,
      );
    }
    return { id, business: business.id, ...lifted, whatNow: whatLiftingDoes(lifted) };
  };

  return {
    listTextsNotOut: answering(tokens, routes.listTextsNotOut, list),
    liftHold: answering(tokens, routes.liftHold, lift),
  };
}

function showHold(problem: StoredProblem) {
  const { id, businessId, kind, holds, line, code, meaning, since, until, failures } = problem;
  return {
    id,
    business: businessId,
    kind,
    holds: holds === 'nothing' ? ('business' as const) : holds,
    line,
    code,
    why: meaning,
    whatToDo: adviceOn[kind],
    since,
    until,
    failures,
  };
}
