import { z } from 'zod';
import { businessId, instant, phone } from './fields.ts';

export const onLine = z.strictObject({ number: phone });

export const forwardingTest = z.object({
  /** `waiting` for a call, until `endsAt`; `failed`: none has come in. */
  state: z.enum(['waiting', 'confirmed', 'failed']),
  startedBy: z.string(),
  startedAt: instant,
  endsAt: instant,
  /** The call that came in. */
  callId: z.string().nullable(),
  confirmedAt: instant.nullable(),
});

export const forwarding = z.object({
  business: businessId,
  line: phone,
  advice: z.string(),
  carriers: z.array(
    z.object({
      carrier: z.string(),
      /** What to dial on the shop's phone. */
      setUp: z.array(z.object({ when: z.string(), dial: z.string() })),
      cancel: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** The last one; null: there was none. */
  test: forwardingTest.nullable(),
});

export type Forwarding = z.output<typeof forwarding>;
