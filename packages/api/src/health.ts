import { z } from 'zod';
import { businessId } from './fields.ts';

export const healthQuery = z.strictObject({
  /** `true`: ask Twilio, too. */
  online: z.enum(['true', 'false'], 'write true or false').default('false'),
});

export const health = z.object({
  /** `needs-person`: at least one finding is a problem. */
  status: z.enum(['ok', 'needs-person']),
  findings: z.array(
    z.object({
      code: z.string().meta({ example: 'crm-broken' }),
      /** `problem`: a person has to do something. `warning`: to be known. */
      severity: z.enum(['problem', 'warning']),
      /** null: it concerns the whole installation. */
      business: businessId.nullable(),
      what: z.string(),
      whatToDo: z.string(),
    }),
  ),
  /** Everything else that was looked at, and is as it should be. */
  passed: z.array(
    z.object({
      check: z.string().meta({ example: 'clock' }),
      business: businessId.nullable(),
      what: z.string(),
    }),
  ),
});
