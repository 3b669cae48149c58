import { type Connection, type Routes, routes } from '@ringback/api';
import { CrmError } from '@ringback/crm';
import { countCrmWork, type Engine } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

/** The CRMs that the businesses use, connected or not, and what is still to be written into them. */
export function createConnectionEndpoints(engine: Engine, tokens: Tokens) {
  const list: Answerer<Routes['listConnections']> = async ({ query }, identity) => {
    const businessIds = businessesAskedFor(engine.directory, identity, query.business);
    const all = await Promise.all(businessIds.map((businessId) => describe(engine, businessId)));
    return { data: all.flat(), nextCursor: null };
  };

  const disconnect: Answerer<Routes['disconnect']> = async ({ params, query }, identity) => {
    const { business } = query;
    const { system } = params;
    businessesAskedFor(engine.directory, identity, business);
    if (!engine.connections.systems.includes(system)) throw notConnected(business, system);
    try {
      const ended = await engine.connections.disconnect({ businessId: business, system, by: identity.name });
      if (ended === null) throw notConnected(business, system);
      return { business, system, account: ended.accountName, access: ended.access };
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      throw new ApiProblem('crm-unavailable', `${error.message}. Nothing was changed; try again later.`);
    }
  };

  return {
    listConnections: answering(tokens, routes.listConnections, list),
    disconnect: answering(tokens, routes.disconnect, disconnect),
  };
}

function notConnected(business: string, system: string): ApiProblem {
  return new ApiProblem('unknown-connection', `${business} has not connected ${system}; see /connections.`);
}

async function describe(engine: Engine, businessId: string): Promise<Connection[]> {
  const connected = new Map(
    (await engine.connections.list(businessId)).map((connection) => [connection.system, connection]),
  );
  const used = engine.directory.byId(businessId)?.settings.crm.map(({ system }) => system) ?? [];
  const systems = [...new Set([...used, ...connected.keys()])];
  return Promise.all(
    systems.map(async (system) => {
      const connection = connected.get(system);
      const { waiting, parked } = await countCrmWork(engine.store.db, businessId, system);
      return {
        business: businessId,
        system,
        state: connection?.state ?? ('absent' as const),
        account: connection?.accountName ?? null,
        problem: connection
          ? connection.problem
          : `Connect it at /oauth/${system}/start?business=${businessId}.`,
        pause: connection?.pause ?? null,
        waiting,
        parked,
      };
    }),
  );
}
