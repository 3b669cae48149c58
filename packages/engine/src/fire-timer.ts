import type { Db } from './database/connection.ts';
import { isStoreAway } from './database/connection.ts';
import {
  findBusiness,
  firedBy,
  type HandledInTurn,
  type HandleOptions,
  inTurn,
  lockCaller,
  planEvents,
} from './handle-event.ts';
import type { Lease } from './lease.ts';
import { planFired } from './plan-timers.ts';
import { readStanding, type SetTimer } from './read-standing.ts';
import { untilUndisturbed, writeTogether } from './write-together.ts';

/**
 * Fires a timer: its event is handled in the statement that takes it away. A process fires a timer once at a time.
 * @returns null when it is no longer set, or not due yet
 */
export async function fireTimer(
  db: Db,
  timer: SetTimer,
  options: HandleOptions,
): Promise<HandledInTurn | null> {
  const { businessId, callerId } = timer;
  const known = findBusiness(options.directory, businessId);
  const draft = firedBy(timer);
  const attempt: { lease: Lease | null; written: HandledInTurn | null } = { lease: null, written: null };
  const leaseFor = (id: string) => {
    attempt.lease = options.leaseFor?.(id) ?? null;
    return attempt.lease;
  };
  try {
    return await untilUndisturbed(
      db,
      (tx) => lockCaller(tx, timer),
      async (on) => {
        attempt.written = null;
        const standing = await readStanding(on, { businessId, callerId, timer, eventIds: [draft.id] });
        if (!standing.dueAt) return null;
        const plan = await planEvents(on, [draft], { known, standing, callerId, leaseFor, fired: timer });
        const taken = planFired(on, timer, plan.timers.get(timer.timer) ?? null);
        attempt.written = inTurn(plan);
        await writeTogether(on, { guards: plan.guard ? [plan.guard, taken] : [taken], others: plan.others });
        return attempt.written;
      },
    );
  } catch (error) {
    if (attempt.written && isStoreAway(error) && (await isLeased(db, attempt.written, attempt.lease))) {
      return attempt.written;
    }
    throw error;
  }
}

/**
 * Whether a statement whose answer was lost has been written all the same: a text in it is leased to this process then,
 * and would wait for the lease to end if nobody performed it. A store that still is away says no.
 */
async function isLeased(db: Db, handled: HandledInTurn, lease: Lease | null): Promise<boolean> {
  const claimed = handled.flatMap(({ toDo }) => toDo.claimed);
  const [first] = claimed;
  if (!first || !lease) return false;
  const row = await db
    .selectFrom('effects')
    .select('effect_key')
    .where('business_id', '=', first.businessId)
    .where('effect_key', '=', first.key)
    .where('lease_owner', '=', lease.owner)
    .where('attempts', '=', first.attempts)
    .where('state', '=', 'open')
    .executeTakeFirst()
    .catch(() => undefined);
  return row !== undefined;
}
