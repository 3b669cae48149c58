import { toInstant } from '@ringback/core';
import { z } from 'zod';

/** A place in a list, as a cursor carries it; whoever makes cursors up must not reach the database with them. */
export const placeSchema = z.object({
  at: z.iso.datetime().transform(toInstant),
  businessId: z.string(),
  id: z.string(),
});
