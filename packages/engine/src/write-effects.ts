import type { Caller, Decision, Effect, EffectOf, Event } from '@ringback/core';
import { sql } from 'kysely';
import type { Tx } from './database/connection.ts';
import type { KnownBusiness } from './directory.ts';
import { type ClaimedEffect, crmLane, type Lease, lookUpLane, textLane } from './lease.ts';

/** Tells every worker that something became due, or will; the payload is the lane, or `timers`. */
export const workChannel = 'ringback_work';

type Context = {
  readonly decision: Decision;
  readonly known: KnownBusiness;
  readonly caller: Caller;
  readonly lease: Lease | null;
};

/** Writes what a decision asks for, in the event's transaction. */
export async function writeEffects(
  tx: Tx,
  event: Event,
  context: Context,
): Promise<readonly ClaimedEffect[]> {
  const due: DueEffect[] = [];
  const signals = new Set<string>();
  for (const effect of context.decision.effects) {
    switch (effect.type) {
      case 'set-timer':
        await setTimer(tx, event, effect);
        signals.add('timers');
        break;
      case 'clear-timers':
        await clearTimers(tx, event, effect);
        break;
      case 'publish':
        await publish(tx, event, effect, context.caller);
        break;
      case 'send-text':
        await intendText(tx, event, effect, context.caller);
        due.push({ effect, key: effect.key, lane: textLane });
        break;
      case 'write-crm':
        due.push(...fanOut(effect, context.known, crmLane));
        break;
      case 'look-up-contact':
        due.push(...fanOut(effect, context.known, () => lookUpLane));
        break;
      default:
        effect satisfies never;
    }
  }
  const claimed = due.length === 0 ? [] : await insertDue(tx, event, due, context.lease);
  for (const { lane } of due) signals.add(lane);
  for (const signal of signals) await sql`select pg_notify(${workChannel}, ${signal})`.execute(tx);
  return claimed;
}

type DueEffect = { readonly effect: Effect; readonly key: string; readonly lane: string };

/** One effect for each CRM that the business uses, connected or not: what is written waits for the connection. */
function fanOut(effect: Effect, known: KnownBusiness, lane: (system: string) => string): DueEffect[] {
  return known.settings.crm.map(({ system }) => ({
    effect,
    key: `${effect.key}-${system}`,
    lane: lane(system),
  }));
}

/**
 * Texts that are due are leased to this process in the same transaction, so that they leave at once; but not past
 * one of the same caller's that is still open.
 */
async function insertDue(
  tx: Tx,
  event: Event,
  due: readonly DueEffect[],
  lease: Lease | null,
): Promise<readonly ClaimedEffect[]> {
  const claimedAtMs = performance.now();
  const texts = due.filter(({ lane }) => lane === textLane);
  const claims =
    lease !== null && texts.length > 0 && !(await hasOpenText(tx, event)) ? texts.slice(0, 1) : [];
  await tx
    .insertInto('effects')
    .values(
      due.map((item) => {
        const isClaimed = claims.includes(item);
        return {
          business_id: event.businessId,
          effect_key: item.key,
          caller_id: event.callerId,
          lane: item.lane,
          effect: JSON.stringify(item.effect),
          state: 'open' as const,
          due_at: event.at,
          attempts: isClaimed ? 1 : 0,
          lease_owner: isClaimed && lease ? lease.owner : null,
          lease_until:
            isClaimed && lease ? sql<Date>`ringback_now() + make_interval(secs => ${lease.ms / 1000})` : null,
          created_at: event.at,
        };
      }),
    )
    .execute();
  return claims.map(({ effect, key, lane }) => ({
    businessId: event.businessId,
    callerId: event.callerId,
    key,
    lane,
    effect,
    attempts: 1,
    claimedAtMs,
  }));
}

async function hasOpenText(tx: Tx, event: Event): Promise<boolean> {
  const open = await tx
    .selectFrom('effects')
    .select('effect_key')
    .where('business_id', '=', event.businessId)
    .where('caller_id', '=', event.callerId)
    .where('lane', '=', textLane)
    .where('state', '=', 'open')
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

async function setTimer(tx: Tx, event: Event, effect: EffectOf<'set-timer'>): Promise<void> {
  const changing = { due_at: effect.at, set_by: effect.key };
  await tx
    .insertInto('timers')
    .values({ business_id: event.businessId, caller_id: event.callerId, timer: effect.timer, ...changing })
    .onConflict((conflict) => conflict.columns(['business_id', 'caller_id', 'timer']).doUpdateSet(changing))
    .execute();
}

async function clearTimers(tx: Tx, event: Event, effect: EffectOf<'clear-timers'>): Promise<void> {
  await tx
    .deleteFrom('timers')
    .where('business_id', '=', event.businessId)
    .where('caller_id', '=', event.callerId)
    .where('timer', 'in', [...effect.timers])
    .execute();
}

async function publish(tx: Tx, event: Event, effect: EffectOf<'publish'>, caller: Caller): Promise<void> {
  await tx
    .insertInto('product_events')
    .values({
      business_id: event.businessId,
      product_event_id: effect.key,
      caller_id: event.callerId,
      type: effect.event,
      at: event.at,
      data: JSON.stringify({
        phone: caller.phone,
        conversationId: caller.conversation?.id ?? null,
        ...effect.data,
      }),
    })
    .execute();
}

async function intendText(
  tx: Tx,
  event: Event,
  effect: EffectOf<'send-text'>,
  caller: Caller,
): Promise<void> {
  const open = caller.openTexts.find(({ textId }) => textId === effect.textId);
  await tx
    .insertInto('texts')
    .values({
      business_id: event.businessId,
      text_id: effect.textId,
      caller_id: event.callerId,
      conversation_id: caller.conversation?.id ?? null,
      direction: 'out',
      line: effect.from,
      phone: effect.to,
      body: effect.body,
      class: effect.class,
      author: open?.author ?? 'ringback',
      state: 'intended',
      not_after: effect.notAfter,
      created_at: event.at,
    })
    .execute();
}
