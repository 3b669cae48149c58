import { type EffectOf, whyUnwanted } from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import type { ClaimedEffect, Lease } from '../lease.ts';

/** An attempt that is written down as begun: which one, and how long from `atMs`, by the lease's clock, it is useful. */
export type Begun = { readonly attempts: number; readonly secondsLeft: number; readonly atMs: number };

/** Why an attempt was not begun. */
export type NotBegun = 'lease-lost' | 'opted-out' | 'pointless' | 'too-late';

/**
 * Writes down that a text is being handed to the provider. Consent, deadline and lease are checked under the caller's
 * lock, so that an opt-out cannot slip in between.
 */
export function beginAttempt(db: Db, claimed: ClaimedEffect, lease: Lease): Promise<Begun | NotBegun> {
  return db.transaction().execute(async (tx) => {
    const caller = await tx
      .selectFrom('callers')
      .select('state')
      .where('business_id', '=', claimed.businessId)
      .where('caller_id', '=', claimed.callerId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (!(await isHeld(tx, claimed, lease))) return 'lease-lost';
    const atMs = lease.nowMs();
    const effect = textOf(claimed);
    const unwanted = whyUnwanted(caller.state, effect);
    if (unwanted) return unwanted;
    const started = await tx
      .updateTable('texts')
      .set((row) => ({
        state: 'sending',
        attempts: sql<number>`${row.ref('attempts')} + 1`,
        empty_look_ups: 0,
        first_attempt_at: sql<Date>`coalesce(${row.ref('first_attempt_at')}, ringback_now())`,
        last_attempt_at: sql<Date>`ringback_now()`,
      }))
      .where('business_id', '=', claimed.businessId)
      .where('text_id', '=', effect.textId)
      .where('state', 'in', ['intended', 'unknown'])
      .where('not_after', '>', sql<Date>`ringback_now()`)
      .returning(['attempts', sql<number>`extract(epoch from not_after - ringback_now())::float8`.as('left')])
      .executeTakeFirst();
    if (!started) return (await isOpen(tx, claimed)) ? 'too-late' : 'lease-lost';
    return { attempts: started.attempts, secondsLeft: started.left, atMs };
  });
}

export function textOf({ effect }: ClaimedEffect): EffectOf<'send-text'> {
  if (effect.type === 'send-text') return effect;
  throw new Error(`${effect.type} is not of the lane of texts`);
}

/** Locks the effect, so that nobody takes it over before the attempt is written down. */
async function isHeld(tx: Tx, claimed: ClaimedEffect, lease: Lease): Promise<boolean> {
  const held = await tx
    .selectFrom('effects')
    .select('effect_key')
    .where('business_id', '=', claimed.businessId)
    .where('effect_key', '=', claimed.key)
    .where('state', '=', 'open')
    .where('lease_owner', '=', lease.owner)
    .where('attempts', '=', claimed.attempts)
    .where('lease_until', '>', sql<Date>`ringback_now()`)
    .forUpdate()
    .executeTakeFirst();
  return held !== undefined;
}

/** Whether the text still waits for an attempt: otherwise somebody else has begun or ended it meanwhile. */
async function isOpen(tx: Tx, claimed: ClaimedEffect): Promise<boolean> {
  const text = await tx
    .selectFrom('texts')
    .select('state')
    .where('business_id', '=', claimed.businessId)
    .where('text_id', '=', claimed.key)
    .executeTakeFirst();
  return text?.state === 'intended' || text?.state === 'unknown';
}
