import type { ReadRequest, Route } from '@ringback/api';
import { validate } from '@ringback/core';
import type { Request } from 'express';
import type { z } from 'zod';
import { ApiProblem } from './api-problem.ts';

type FieldError = { readonly path: string; readonly message: string };

/**
 * Reads a request as its route says.
 * @throws ApiProblem invalid-request, naming every field that is wrong
 */
export function readRequest<R extends Route>(route: R, request: Request): ReadRequest<R> {
  const errors: FieldError[] = [];
  const read = {
    params: readPart('path', route.params, request.params, errors),
    query: readPart('query', route.query, request.query, errors),
    body: readPart('body', route.body, request.body, errors),
    idempotencyKey: route.takesIdempotencyKey ? readIdempotencyKey(request, errors) : null,
  };
  if (errors.length > 0) {
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new ApiProblem('invalid-request', detail, { errors });
  }
  return read as ReadRequest<R>;
}

function readPart(
  where: 'path' | 'query' | 'body',
  schema: z.ZodType | undefined,
  given: unknown,
  errors: FieldError[],
): unknown {
  if (!schema) return null;
  if (where === 'body' && given === undefined && !schema.safeParse(given).success) {
    errors.push({ path: 'body', message: 'send a JSON object with content-type application/json' });
    return null;
  }
  const read = validate(schema, given);
  if (read.problems) {
    errors.push(
      ...read.problems.map(({ path, message }) => ({
        path: path === '' ? where : `${where}.${path}`,
        message,
      })),
    );
  }
  return read.data;
}

const longestKey = 255;

function readIdempotencyKey(request: Request, errors: FieldError[]): string | null {
  const key = request.get('idempotency-key');
  if (key === undefined) return null;
  if (key.trim() === '' || key.length > longestKey) {
    errors.push({ path: 'header.Idempotency-Key', message: `write 1 to ${longestKey} characters` });
  }
  return key;
}
