import { z } from 'zod';
import { RefusedError } from './answers.ts';

const problemSchema = z.object({
  message: z.string().default('no message'),
  category: z.string().nullish(),
});

export type BatchProblem = z.output<typeof problemSchema>;

/** The answer to a batch: 200 or 201, or 207 with some inputs among `errors`. */
export function batchSchema<T extends z.ZodType>(result: T) {
  return z.object({ results: z.array(result), errors: z.array(problemSchema).nullish() });
}

/**
 * A 207 counts as success only where every problem in it is of the category that the caller knows how to take.
 * @throws CrmError crm-refused with HubSpot's words for the first other one
 */
export function checkBatch(errors: readonly BatchProblem[] | null | undefined, expected: string): void {
  const other = errors?.find(({ category }) => category !== expected);
  if (other) throw new RefusedError(207, `HubSpot refused: ${other.message}`);
}
