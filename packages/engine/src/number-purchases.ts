import type { E164 } from '@ringback/core';
import { sql } from 'kysely';
import { recordAct } from './data-care/audit.ts';
import type { Db } from './database/connection.ts';

/** A number that somebody wants to buy, under the key by which they may ask again. */
export type NumberPurchase = {
  readonly businessId: string;
  readonly key: string;
  readonly number: E164;
  readonly by: string;
};

/** What came of it; one that is not settled may have happened. */
export type PurchaseOutcome =
  | { readonly state: 'bought'; readonly providerId: string }
  | { readonly state: 'refused'; readonly problem: string };

/** The key has been used for another number. */
export class PurchaseKeyReusedError extends Error {
  readonly code = 'idempotency-key-reused';

  constructor() {
    super('another number was bought with this key');
    this.name = 'PurchaseKeyReusedError';
  }
}

/**
 * Writes down that a number is about to be bought, before anybody is asked for it; a repeat finds it written.
 * @throws PurchaseKeyReusedError
 */
export async function beginPurchase(db: Db, { businessId, key, number, by }: NumberPurchase): Promise<void> {
  const { rows } = await sql<{ number: string }>`
    insert into number_purchases (business_id, purchase_key, number, state, asked_by, asked_at)
    values (${businessId}, ${key}, ${number}, 'asked', ${by}, ringback_now())
    on conflict (business_id, purchase_key) do update set number = number_purchases.number
    returning number`.execute(db);
  if (rows[0]?.number !== number) throw new PurchaseKeyReusedError();
}

/** Writes down what came of it, with whoever bought it in the audit log; nothing where it is settled as bought. */
export async function settlePurchase(
  db: Db,
  { businessId, key, number, by }: NumberPurchase,
  outcome: PurchaseOutcome,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('number_purchases')
      .set({
        state: outcome.state,
        provider_id: outcome.state === 'bought' ? outcome.providerId : null,
        problem: outcome.state === 'refused' ? outcome.problem : null,
        settled_at: sql<Date>`ringback_now()`,
      })
      .where('business_id', '=', businessId)
      .where('purchase_key', '=', key)
      .where('state', '!=', 'bought')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n || outcome.state !== 'bought') return;
    await recordAct(tx, { businessId, act: 'buy-number', by, callerId: null, details: { number } });
  });
}
