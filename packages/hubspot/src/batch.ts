import { z } from 'zod';
import { RefusedError } from './answers.ts';

const problemSchema = z.object({
  message: z.string().default('no message'),
  category: z.string().nullish(),
});

type BatchProblem = z.output<typeof problemSchema>;

/** The answer to a batch: 200 or 201, or 207 with some inputs among `errors`. */
export function batchSchema<T extends z.ZodType>(result: T) {
  return z.object({ results: z.array(result), errors: z.array(problemSchema).nullish() });
}

/**
 * A 207 counts as success only where every problem in it is of the category that the caller knows how to take;
 * without `expected` none is.
 * @throws CrmError crm-refused with HubSpot's words for the first other one
 */
export function checkBatch(
  errors: readonly BatchProblem[] | null | undefined,
  expected?: 'OBJECT_NOT_FOUND',
): void {
  const other = errors?.find(({ category }) => expected === undefined || category !== expected);
  if (other) throw new RefusedError(207, `HubSpot refused: ${other.message}`);
}
