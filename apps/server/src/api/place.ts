import { toInstant } from '@ringback/core';
import { z } from 'zod';

const storable = z.string().refine((text) => !text.includes('\0') && text.isWellFormed());

/** A place in a list, as a cursor carries it; whoever makes cursors up must not reach the database with them. */
export const placeSchema = z.object({
  at: z.iso.datetime().transform(toInstant),
  businessId: storable,
  id: storable,
});
