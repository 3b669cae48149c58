import { z } from 'zod';
import { businessId } from './fields.ts';

/** Whom the token belongs to and what it may see. */
export const identity = z.object({
  id: z.string(),
  name: z.string(),
  businesses: z.array(z.object({ id: businessId, name: z.string() })),
});
