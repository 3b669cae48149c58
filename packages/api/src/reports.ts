import { z } from 'zod';
import { businessId } from './fields.ts';

const moment = z
  .union([
    z.iso.datetime({ offset: true, error: 'write a time as 2026-11-01T00:00:00Z, or a day as 2026-11-01' }),
    z.iso.date('write a time as 2026-11-01T00:00:00Z, or a day as 2026-11-01'),
  ])
  .meta({ example: '2026-11-01T00:00:00Z' });

export const recoveryQuery = z.strictObject({
  /** Needed where the token sees several. */
  business: businessId.optional(),
  /** Calls missed from then on; a day begins at midnight UTC. Left out: 30 days before `to`. */
  from: moment.optional(),
  /** Calls missed before then. Left out: now. */
  to: moment.optional(),
});

const count = z.number().int();
const rate = z.number().nullable();

/** The definitions are those of docs/reference/reports.md. */
export const recoveryReport = z.object({
  business: businessId,
  from: z.string(),
  to: z.string(),
  /** Calls. */
  missed: count,
  /** Callers of those calls, without those left alone; all that follows counts them. */
  leads: count,
  texted: count,
  delivered: count,
  replied: count,
  qualified: count,
  booked: count,
  won: count,
  recovered: count,
  /** null where there is nothing to divide by, as all rates. */
  recoveryRate: rate,
  replyRate: rate,
  bookingRate: rate,
  medianFirstTextSeconds: rate,
  p90FirstTextSeconds: rate,
  medianStaffResponseSeconds: rate,
  p90StaffResponseSeconds: rate,
  /** Of the leads that were won. */
  revenue: z.number(),
});

export type RecoveryReport = z.output<typeof recoveryReport>;
