import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';

/** One call of the API, under `/api/v1`. Server, client and OpenAPI document are all made from it. */
export type Route = {
  readonly method: 'get' | 'post';
  /** `{name}` stands for a field of `params`. */
  readonly path: string;
  readonly summary: string;
  /** Answered without a token. */
  readonly isPublic?: true;
  readonly takesIdempotencyKey?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Left out: 64 kB. */
  readonly largestBody?: '2mb';
  readonly status: 200 | 201;
  readonly answer: z.ZodType;
  /** Besides those that every call may answer with. */
  readonly problems: readonly ProblemCode[];
};

/** What a route answers when all is well. */
export type AnswerOf<R extends Route> = z.output<R['answer']>;

type Sent<K extends string, S extends z.ZodType> =
  Record<never, never> extends z.input<S>
    ? { readonly [key in K]?: z.input<S> }
    : { readonly [key in K]: z.input<S> };

/** What a client gives. Parts whose fields are all optional may be left out. */
export type RequestTo<R extends Route> = (R extends { readonly params: infer S extends z.ZodType }
  ? Sent<'params', S>
  : unknown) &
  (R extends { readonly query: infer S extends z.ZodType } ? Sent<'query', S> : unknown) &
  (R extends { readonly body: infer S extends z.ZodType } ? Sent<'body', S> : unknown) &
  (R extends { readonly takesIdempotencyKey: true } ? { readonly idempotencyKey?: string } : unknown) & {
    readonly signal?: AbortSignal;
  };

/** What the server reads: validated, every default filled in. */
export type ReadRequest<R extends Route> = {
  readonly params: R extends { readonly params: infer S extends z.ZodType } ? z.output<S> : null;
  readonly query: R extends { readonly query: infer S extends z.ZodType } ? z.output<S> : null;
  readonly body: R extends { readonly body: infer S extends z.ZodType } ? z.output<S> : null;
  readonly idempotencyKey: string | null;
};
