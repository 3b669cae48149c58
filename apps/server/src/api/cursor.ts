import { z } from 'zod';
import { ApiProblem } from './api-problem.ts';

/** Where a list goes on, as text that nobody needs to understand. */
export function writeCursor(place: unknown): string | null {
  return place === null ? null : Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws ApiProblem invalid-request when it is no cursor of this list */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null;
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString());
      } catch {
        context.addIssue({ code: 'custom', message: 'is no cursor' });
        return z.NEVER;
      }
    })
    .pipe(schema)
    .safeParse(cursor);
  if (parsed.success) return parsed.data;
  const message = 'is no cursor of this list; give the nextCursor of the page before, or leave it out';
  throw new ApiProblem('invalid-request', `query.cursor: ${message}`, {
    errors: [{ path: 'query.cursor', message }],
  });
}
