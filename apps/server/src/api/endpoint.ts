import type { AnswerOf, ReadRequest, Route } from '@ringback/api';
import express, { type Request, type RequestHandler } from 'express';
import { ApiProblem } from './api-problem.ts';
import { readRequest } from './read-request.ts';
import type { Identity, Tokens } from './tokens.ts';

/** One route with what answers it. */
export type Endpoint = { readonly route: Route; readonly handlers: readonly RequestHandler[] };

/** What answers a route: it gets the request as the contract reads it, and who asks. */
export type Answerer<R extends Route> = (
  request: ReadRequest<R>,
  identity: Identity,
) => AnswerOf<R> | Promise<AnswerOf<R>>;

const parsers = {
  '64kb': express.json({ limit: '64kb', type: 'application/json' }),
  '2mb': express.json({ limit: '2mb', type: 'application/json' }),
} as const;

/** Answers a public route; everybody may ask. */
export function openTo<R extends Route & { readonly isPublic: true }>(
  route: R,
  answer: () => AnswerOf<R>,
): Endpoint {
  return {
    route,
    handlers: [
      (_request, response) => {
        response.status(route.status).json(answer());
      },
    ],
  };
}

/** Answers a route for whoever has a token. Nothing of the body is read before the token is known to be good. */
export function answering<R extends Route>(tokens: Tokens, route: R, answer: Answerer<R>): Endpoint {
  const authenticate: RequestHandler = (request, _response, next) => {
    identify(tokens, request);
    next();
  };
  const respond: RequestHandler = async (request, response) => {
    const answered = await answer(readRequest(route, request), identify(tokens, request));
    response.status(route.status).set('Cache-Control', 'no-store').json(answered);
  };
  const parse = route.body ? [requireJson, parsers[route.largestBody ?? '64kb']] : [];
  return { route, handlers: [authenticate, ...parse, respond] };
}

/** @throws ApiProblem unauthorized */
export function identify(tokens: Tokens, request: Request): Identity {
  const [, token] = /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '') ?? [];
  const identity = token === undefined ? null : tokens.identify(token);
  if (identity) return identity;
  const detail =
    token === undefined
      ? 'Send the header "Authorization: Bearer <token>".'
      : 'The token is not valid; check that it is whole and has not been replaced.';
  throw new ApiProblem('unauthorized', detail);
}

/** Where there is no body at all, the schema judges that; to `is`, a body of length 0 is one. */
const requireJson: RequestHandler = (request, _response, next) => {
  const isEmpty = request.get('content-length') === '0';
  if (!isEmpty && request.is('application/json') === false) {
    const given = request.get('content-type') ?? 'none';
    throw new ApiProblem(
      'unsupported-media-type',
      `The content-type is ${given}; send JSON with content-type application/json.`,
    );
  }
  next();
};
