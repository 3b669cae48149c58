import { describeApi, type RouteName, routes } from '@ringback/api';
import type { Engine } from '@ringback/engine';
import type { PhoneNumbers } from '@ringback/messaging';
import { type ErrorRequestHandler, Router } from 'express';
import type { Log } from '../log.ts';
import { ApiProblem, sendProblem } from './api-problem.ts';
import { createAuditEndpoints } from './audit.ts';
import { createCallEndpoints } from './calls.ts';
import { createConnectionEndpoints } from './connections.ts';
import { createContactEndpoints } from './contacts.ts';
import { createConversationEndpoints } from './conversations.ts';
import { answering, type Endpoint, openTo } from './endpoint.ts';
import { createEventEndpoints } from './events.ts';
import { createForwardingEndpoints } from './forwarding.ts';
import { type CheckHealth, createHealthEndpoints } from './health.ts';
import { serveMedia } from './media.ts';
import { createNumberEndpoints } from './numbers.ts';
import { createParkedEndpoints } from './parked.ts';
import { createPersonalDataEndpoints } from './personal-data.ts';
import { createRegistrationEndpoints } from './registration.ts';
import { createReportEndpoints } from './reports.ts';
import { createSimulationEndpoints } from './simulations.ts';
import { createStaffActEndpoints } from './staff-acts.ts';
import { createTextEndpoints } from './texts.ts';
import type { Tokens } from './tokens.ts';
import { visibleBusinesses } from './visible-businesses.ts';

export type ApiOptions = {
  readonly engine: Engine;
  readonly tokens: Tokens;
  readonly phoneNumbers: PhoneNumbers;
  readonly checkHealth: CheckHealth;
  readonly log: Pick<Log, 'error'>;
};

const mediaPath = '/texts/:id/media/:position';

/** The REST API of `@ringback/api`, to be mounted at `/api/v1`. */
export function createApi({ engine, tokens, phoneNumbers, checkHealth, log }: ApiOptions): Router {
  const document = describeApi({ serverUrl: '/api/v1' });
  const endpoints: { readonly [Name in RouteName]: Endpoint } = {
    me: answering(tokens, routes.me, (_request, identity) => ({
      id: identity.id,
      name: identity.name,
      businesses: visibleBusinesses(engine.directory, identity).map(({ id, name }) => ({ id, name })),
    })),
    ...createCallEndpoints(engine, tokens),
    ...createConversationEndpoints(engine, tokens),
    ...createStaffActEndpoints(engine, tokens),
    ...createContactEndpoints(engine, tokens),
    ...createPersonalDataEndpoints(engine, tokens),
    ...createEventEndpoints(engine, tokens),
    ...createAuditEndpoints(engine, tokens),
    ...createConnectionEndpoints(engine, tokens),
    ...createParkedEndpoints(engine, tokens),
    ...createNumberEndpoints(engine, tokens, phoneNumbers),
    ...createForwardingEndpoints(engine, tokens),
    ...createTextEndpoints(engine, tokens),
    ...createRegistrationEndpoints(engine, tokens),
    ...createReportEndpoints(engine, tokens),
    ...createSimulationEndpoints(engine, tokens),
    ...createHealthEndpoints(engine, tokens, checkHealth),
    openapi: openTo(routes.openapi, () => document),
  };

  const router = Router({ caseSensitive: true, strict: true });
  const methods = new Map<string, string[]>();
  for (const { route, handlers } of Object.values(endpoints)) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](path, ...handlers);
    const allowed = route.method === 'get' ? ['GET', 'HEAD'] : ['POST'];
    methods.set(path, [...(methods.get(path) ?? []), ...allowed]);
  }
  // No JSON, and so no route of the contract.
  router.get(mediaPath, serveMedia(engine, tokens));
  methods.set(mediaPath, ['GET', 'HEAD']);
  for (const [path, allowed] of methods) {
    router.all(path, (request, response) => {
      response.set('Allow', allowed.join(', '));
      throw new ApiProblem(
        'method-not-allowed',
        `${request.method} is not for this path; use ${allowed.join(' or ')}.`,
      );
    });
  }
  router.use((request) => {
    throw new ApiProblem(
      'unknown-route',
      `${request.method} ${request.baseUrl}${request.path} is no call of this API; GET /api/v1/openapi.json lists them.`,
    );
  });
  router.use(answerError(log));
  return router;
}

function answerError(log: ApiOptions['log']): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = error instanceof ApiProblem ? error : readHttpError(error);
    if (problem) return sendProblem(response, problem);
    log.error({ method: request.method, path: request.route?.path, error }, 'an API call failed');
    sendProblem(
      response,
      new ApiProblem(
        'internal-error',
        'Nothing is known to have happened; try again, or ask the operator to look into the log.',
      ),
    );
  };
}

/** What Express and its body parser refuse; null for everything else, which is a failure of ours. */
function readHttpError(error: unknown): ApiProblem | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  switch (error.status) {
    case 400:
      return error instanceof URIError
        ? new ApiProblem('invalid-request', 'The path holds a % that is no escape; write it as %25.')
        : new ApiProblem(
            'malformed-body',
            'body: it is not JSON, or not whole; send one JSON object in UTF-8.',
          );
    case 413:
      return new ApiProblem('body-too-large', 'body: send at most 64 kB, and 2 MB to /simulations.');
    case 415:
      return new ApiProblem(
        'unsupported-media-type',
        'body: send UTF-8, with no coding but gzip, deflate or br.',
      );
    default:
      return null;
  }
}
