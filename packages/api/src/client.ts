import { type RouteName, type Routes, routes } from './contract.ts';
import { type Problem, problemSchema } from './problems.ts';
import type { AnswerOf, RequestTo, Route } from './route.ts';

/** The server did not do it. `type` is stable; `detail` says what was wrong and what to do. */
export class ApiError extends Error {
  readonly status: number;
  /** `/problems/<code>`, or `about:blank` when something before the server answered. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null, detail: string) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.type = problem?.type ?? 'about:blank';
    this.title = problem?.title ?? 'The answer is not the API’s';
    this.detail = detail;
    this.problem = problem;
  }
}

export type ClientOptions = {
  /** Where the server stands, such as `https://ringback.example.com`; `/api/v1` is added. */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
};

type Call<R extends Route> =
  Record<never, never> extends RequestTo<R>
    ? (request?: RequestTo<R>) => Promise<AnswerOf<R>>
    : (request: RequestTo<R>) => Promise<AnswerOf<R>>;

/** One function for each route, by its name in the contract; each throws `ApiError`, or what `fetch` throws. */
export type Client = { readonly [Name in RouteName]: Call<Routes[Name]> };

type AnyRequest = {
  readonly params?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: unknown };
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

export function createClient(options: ClientOptions): Client {
  const root = `${options.baseUrl.replace(/\/+$/, '')}/api/v1`;
  const send = options.fetch ?? fetch;

  async function call(route: Route, request: AnyRequest = {}): Promise<unknown> {
    const hasBody = request.body !== undefined;
    const response = await send(root + pathOf(route, request.params) + queryOf(request.query), {
      method: route.method.toUpperCase(),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${options.token}`,
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
      },
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    if (response.status === route.status && isJson(response, 'application/json')) return response.json();
    throw await errorOf(response);
  }

  const calls = Object.entries(routes).map(([name, route]) => [
    name,
    (request?: AnyRequest) => call(route, request),
  ]);
  return Object.fromEntries(calls) as Client;
}

function pathOf(route: Route, params: AnyRequest['params'] = {}): string {
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryOf(query: AnyRequest['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))}`;
}

function isJson(response: Response, type: string): boolean {
  return response.headers.get('content-type')?.split(';')[0]?.trim() === type;
}

/** A proxy's error page is no problem of ours: it is reported by its status alone. */
async function errorOf(response: Response): Promise<ApiError> {
  if (isJson(response, 'application/problem+json')) {
    const problem = problemSchema.safeParse(await response.json());
    if (problem.success) return new ApiError(response.status, problem.data, problem.data.detail);
  }
  return new ApiError(
    response.status,
    null,
    `the server answered ${response.status} with something unexpected`,
  );
}
