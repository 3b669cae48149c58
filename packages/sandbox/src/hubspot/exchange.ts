import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type FaultBox, faultRefusal, type Operation } from './faults.ts';
import type { Grants } from './grants.ts';
import type { LimitKeeper } from './limits.ts';
import { type ObjectType, parseObjectType } from './object-type.ts';
import { invalid, notFound, Refusal, type Reply, refusal } from './reply.ts';

/** The dated API versions that this look-alike serves; everything else answers 404. */
const versions: readonly string[] = ['2026-03', '2026-09'];

/** What a caller must have been granted; `open` needs no token at all. */
type Access = 'open' | 'oauth' | 'read' | 'write' | 'schema-read' | 'schema-write' | 'owners';

export type Route = {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly operation: Operation;
  readonly access: Access;
  readonly handle: (request: Request) => Reply;
};

/** A parameter of the path. */
export const pathPart = (request: Request, name: string): string => String(request.params[name] ?? '');

/** A query parameter given once, several times or as a comma-separated list. */
export function queryList(request: Request, name: string): readonly string[] {
  const given: unknown = request.query[name];
  const values = Array.isArray(given) ? given.map(String) : typeof given === 'string' ? [given] : [];
  return values.flatMap((value) => value.split(',')).filter(Boolean);
}

/** @throws Refusal 404 for a type that the portal does not have */
export function typeInPath(request: Request, name = 'type'): ObjectType {
  const type = parseObjectType(pathPart(request, name));
  if (type === null) throw notFound(`Unable to infer object type from: ${pathPart(request, name)}`);
  return type;
}

/** The body in the shape wanted; @throws Refusal 400 that names the first field which is not. */
export function readBody<Shape extends z.ZodType>(request: Request, shape: Shape): z.infer<Shape> {
  const parsed = shape.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`Invalid input JSON: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function requiredScopes(access: Access, type: ObjectType | null): readonly string[] {
  const family = type === 'deals' || type === 'companies' ? type : 'contacts';
  switch (access) {
    case 'open':
      return [];
    case 'oauth':
      return ['oauth'];
    case 'owners':
      return ['crm.objects.owners.read'];
    case 'schema-write':
      return [`crm.schemas.${family}.write`];
    case 'schema-read':
    case 'read':
      return [`crm.objects.${family}.read`];
    case 'write':
      return [`crm.objects.${family}.write`];
    default:
      return access satisfies never;
  }
}

function checkScopes(granted: readonly string[], needed: readonly string[]) {
  if (needed.every((scope) => granted.includes(scope))) return;
  const message = "This app hasn't been granted all required scopes to make this call.";
  throw refusal(403, 'MISSING_SCOPES', message, {
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: needed },
      },
    ],
  });
}

export type Exchange = {
  readonly clock: Clock;
  readonly grants: Grants;
  readonly limits: LimitKeeper;
  readonly faults: FaultBox;
  /** Told of a response that will come only when the clock has moved on. */
  readonly hold: (response: Response) => void;
};

function perform(route: Route, request: Request, exchange: Exchange): Reply {
  if (route.access === 'open') return route.handle(request);
  const granted = exchange.grants.authenticate(request.get('authorization'));
  const headers = exchange.limits.take(route.operation === 'search' ? 'search' : 'general');
  checkScopes(granted, requiredScopes(route.access, parseObjectType(pathPart(request, 'type'))));
  const reply = route.handle(request);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

/** The last input of a batch is refused, as if HubSpot's own database had been busy with that record. */
function performInPart(route: Route, request: Request, exchange: Exchange): Reply {
  const { inputs = [] } = z
    .object({ inputs: z.array(z.object({ objectWriteTraceId: z.string().optional() }).loose()).optional() })
    .parse(request.body ?? {});
  const refused = inputs.at(-1);
  if (refused === undefined) return perform(route, request, exchange);
  const at = exchange.clock.now().toISOString();
  const done: Reply =
    inputs.length === 1
      ? { status: 207, body: { status: 'COMPLETE', results: [], startedAt: at, completedAt: at } }
      : performOn({ ...request.body, inputs: inputs.slice(0, -1) }, route, request, exchange);
  const { objectWriteTraceId } = refused;
  const error = {
    status: 'error',
    category: 'CONFLICT',
    message: 'The record was being changed by somebody else.',
    context: objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] },
  };
  const body = z.looseObject({ errors: z.array(z.unknown()).default([]) }).parse(done.body ?? {});
  const errors = [...body.errors, error];
  return { ...done, status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function performOn(body: unknown, route: Route, request: Request, exchange: Exchange): Reply {
  request.body = body;
  return perform(route, request, exchange);
}

function deliver(response: Response, reply: Reply) {
  response.status(reply.status).set(reply.headers ?? {});
  if (reply.body === undefined) response.end();
  else response.json(reply.body);
}

/** One route as Express wants it: version first, then faults, token, limits and scopes, then the work itself. */
export function serveRoute(route: Route, exchange: Exchange): RequestHandler {
  return (request, response, next) => {
    if (!versions.includes(pathPart(request, 'version'))) return next();
    const fault = exchange.faults.take(route.operation, parseObjectType(pathPart(request, 'type')));
    if (fault?.kind === 'reset-before') return void request.socket.destroy();
    let reply: Reply;
    try {
      const refused = fault === null ? null : faultRefusal(fault);
      if (refused !== null) throw refused;
      reply =
        fault?.kind === 'status-207'
          ? performInPart(route, request, exchange)
          : perform(route, request, exchange);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply = error.reply;
    }
    if (fault?.kind === 'reset-after') return void request.socket.destroy();
    if (fault?.kind !== 'slow') return deliver(response, reply);
    const late = reply;
    exchange.hold(response);
    return void exchange.clock.after(fault.delayMs ?? 20_000, () => deliver(response, late));
  };
}
