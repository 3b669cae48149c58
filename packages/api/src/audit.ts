import { z } from 'zod';
import { businessId, instant, listOf, page } from './fields.ts';

export const auditEntry = z.object({
  id: z.string(),
  business: businessId,
  at: instant,
  /** A person, `Business file`, `Command line` or `Ringback`. */
  by: z.string(),
  /** Such as `take-over`, `send`, `opt-out`, `export`, `erase`, `connect-crm`, `import-config`, `rotate-keys`. */
  act: z.string(),
  /** The number, or the reference that has taken an erased one's place; null: on nobody in particular. */
  on: z.string().nullable(),
  /** `refused`: a rule forbade it. */
  outcome: z.enum(['done', 'refused']),
  /** Never the words of a text. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const auditList = listOf(auditEntry);
export const auditQuery = z.strictObject(page);

export type AuditEntry = z.output<typeof auditEntry>;
