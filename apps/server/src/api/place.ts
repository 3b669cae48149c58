import { toInstant } from '@ringback/core';
import { z } from 'zod';

/** A bigint of PostgreSQL has at most 19 digits; one fewer is never too large. */
export const sequenceSchema = z.string().regex(/^\d{1,18}$/);

const storable = z.string().refine((text) => !text.includes('\0') && text.isWellFormed());

/** A place in a list, as a cursor carries it; whoever makes cursors up must not reach the database with them. */
export const placeSchema = z.object({
  at: z.iso.datetime().transform(toInstant),
  businessId: storable,
  id: storable,
});
