import { type Business, type Instant, type Rules, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db, Tx } from '../database/connection.ts';
import type { EngineLog } from '../log.ts';
import { recordAct } from './audit.ts';
import { blankEvents, type Cutoffs, type EventPlace, readCutoffs, removalsBefore } from './retain.ts';
import { defaultRetention, type Retention } from './retention.ts';

/** Removes every night what is older than the business file says. */
export type RetentionRunner = {
  start(): void;
  /** Takes up no other business and resolves when the batch in hand is done; what is left is taken up later. */
  stop(): Promise<void>;
  /** Resolves when it is not looking through anything. */
  settled(): Promise<void>;
  /** Does what is due now, business by business; how many businesses were done. */
  runDue(): Promise<number>;
};

type Claimed = {
  readonly businessId: string;
  readonly wordsUntil: Instant | null;
  readonly removed: { readonly [kind: string]: number };
};

type Known = {
  readonly business: Business;
  readonly rules: Rules;
  readonly retention: Retention;
  readonly isEnabled: boolean;
};

const lookEveryMs = 10 * 60_000;
/** How long one batch may take; after that another process may take the business over. */
const leaseMinutes = 10;
const atHour = 3;

export function createRetentionRunner(options: {
  readonly db: Db;
  /** Names this process among all. */
  readonly owner: string;
  readonly log: EngineLog;
}): RetentionRunner {
  const { db, owner, log } = options;
  let isStopping = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function runDue(): Promise<number> {
    await addNewBusinesses(db);
    let done = 0;
    while (!isStopping) {
      const claimed = await claimDue(db, owner);
      if (!claimed) break;
      try {
        if (await runOne(claimed)) done += 1;
      } catch (error) {
        // Its lease lasts a while, so that it does not keep the others from their turn.
        log.error('retention-failed', { business: claimed.businessId, error });
      }
    }
    return done;
  }

  /** false: stopped, or another process took it over; whoever takes it up goes on where it stands. */
  async function runOne(claimed: Claimed): Promise<boolean> {
    const { businessId, wordsUntil } = claimed;
    const removed = { ...claimed.removed };
    const known = await readKnown(db, businessId);
    const cutoffs = await readCutoffs(db, known.retention);
    const step = (kind: string, act: (tx: Tx) => Promise<StepDone>) =>
      inBatch(businessId, removed, kind, act);

    for (const { kind, remove } of removalsBefore(cutoffs, { ...known, wordsUntil })) {
      for (let found = -1; found !== 0; ) {
        const done = await step(kind, async (tx) => ({ count: await remove(tx, businessId), place: null }));
        if (!done) return false;
        found = done.count;
      }
    }
    if (!(await blankAll(claimed, cutoffs, step))) return false;
    return finish(businessId, { known, cutoffs, removed });
  }

  async function blankAll(
    { businessId, wordsUntil }: Claimed,
    { texts }: Cutoffs,
    step: (kind: string, act: (tx: Tx) => Promise<StepDone>) => Promise<StepDone | null>,
  ): Promise<boolean> {
    let after: EventPlace | null = wordsUntil === null ? null : { at: wordsUntil, id: '' };
    for (;;) {
      const from: EventPlace | null = after;
      const done = await step('events.words', async (tx) => {
        const blanked = await blankEvents(tx, businessId, { after: from, until: texts });
        return { count: blanked?.count ?? 0, place: blanked?.last ?? null };
      });
      if (!done) return false;
      if (!done.place) return true;
      after = done.place;
    }
  }

  /** One batch with its count, in one transaction: a crash loses neither. null: not ours any more, or we are to stop. */
  async function inBatch(
    businessId: string,
    removed: { [kind: string]: number },
    kind: string,
    act: (tx: Tx) => Promise<StepDone>,
  ): Promise<StepDone | null> {
    if (isStopping) {
      await release(businessId);
      return null;
    }
    return db.transaction().execute(async (tx) => {
      const held = await tx
        .updateTable('retention_runs')
        .set({ lease_until: sql<Date>`ringback_now() + make_interval(mins => ${leaseMinutes})` })
        .where('business_id', '=', businessId)
        .where('lease_owner', '=', owner)
        .returning('business_id')
        .executeTakeFirst();
      if (!held) return null;
      const done = await act(tx);
      removed[kind] = (removed[kind] ?? 0) + done.count;
      await tx
        .updateTable('retention_runs')
        .set({ removed: JSON.stringify(removed), ...(done.place ? { words_until: done.place.at } : {}) })
        .where('business_id', '=', businessId)
        .execute();
      return done;
    });
  }

  /** false: another process has taken it over, and tells what was done when it is through. */
  async function finish(
    businessId: string,
    {
      known,
      cutoffs,
      removed,
    }: {
      readonly known: Known;
      readonly cutoffs: Cutoffs;
      readonly removed: { readonly [kind: string]: number };
    },
  ): Promise<boolean> {
    const counts = Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
    return db.transaction().execute(async (tx) => {
      const held = await tx
        .updateTable('retention_runs')
        .set({
          next_at: nextNight(known.business.timeZone),
          words_until: wordsUntil(businessId, cutoffs),
          lease_owner: null,
          lease_until: null,
          finished_at: sql<Date>`ringback_now()`,
        })
        .where('business_id', '=', businessId)
        .where('lease_owner', '=', owner)
        .returning('business_id')
        .executeTakeFirst();
      if (!held) return false;
      if (Object.keys(counts).length > 0) {
        await recordAct(tx, { businessId, act: 'retain', by: 'Ringback', callerId: null, details: counts });
      }
      return true;
    });
  }

  async function release(businessId: string): Promise<void> {
    await db
      .updateTable('retention_runs')
      .set({ lease_until: sql<Date>`ringback_now()` })
      .where('business_id', '=', businessId)
      .where('lease_owner', '=', owner)
      .execute();
  }

  function look(): void {
    running = running.then(async () => {
      if (isStopping) return;
      await runDue().catch((error: unknown) => log.error('retention-failed', { error }));
    });
  }

  return {
    start() {
      look();
      timer = setInterval(look, lookEveryMs);
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
    async settled() {
      await running;
    },
    runDue,
  };
}

/** A text in flight keeps its words for now, however old it is: the next night begins with it. */
function wordsUntil(businessId: string, cutoffs: Cutoffs) {
  return sql<Date>`least(${cutoffs.texts}::timestamptz, (
    select min(created_at) from texts
    where business_id = ${businessId} and direction = 'out' and state in ('intended', 'sending', 'unknown')))`;
}

type StepDone = { readonly count: number; readonly place: EventPlace | null };

/** 3 o'clock of the coming night by the business's own clock, when hardly anybody calls. */
function nextNight(timeZone: string) {
  return sql<Date>`(date_trunc('day', ringback_now() at time zone ${timeZone} - make_interval(hours => ${atHour}))
    + make_interval(days => 1, hours => ${atHour})) at time zone ${timeZone}`;
}

/** A business that is new waits for its first night, as the hour in which a server starts may be a busy one. */
async function addNewBusinesses(db: Db): Promise<void> {
  const fresh = await db
    .selectFrom('businesses as b')
    .innerJoin('business_versions as v', (join) =>
      join.onRef('v.business_id', '=', 'b.business_id').onRef('v.version', '=', 'b.version'),
    )
    .leftJoin('retention_runs as r', 'r.business_id', 'b.business_id')
    .select(['b.business_id', 'v.business'])
    .where('r.business_id', 'is', null)
    .execute();
  for (const { business_id, business } of fresh) {
    await db
      .insertInto('retention_runs')
      .values({ business_id, next_at: nextNight(business.timeZone), removed: '{}' })
      .onConflict((conflict) => conflict.column('business_id').doNothing())
      .execute();
  }
}

/** Also of businesses that have been taken out of the file: their callers' data grows old all the same. */
async function claimDue(db: Db, owner: string): Promise<Claimed | null> {
  const { rows } = await sql<{
    business_id: string;
    words_until: Date | null;
    removed: { readonly [kind: string]: number };
  }>`
    update retention_runs r set
      removed = case when r.lease_owner is null then '{}'::jsonb else r.removed end,
      lease_owner = ${owner},
      lease_until = ringback_now() + make_interval(mins => ${leaseMinutes})
    where r.business_id = (
      select business_id from retention_runs
      where next_at <= (select ringback_now())
        and (lease_until is null or lease_until <= (select ringback_now()))
      order by next_at limit 1 for update skip locked)
    returning r.business_id, r.words_until, r.removed`.execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    businessId: row.business_id,
    wordsUntil: row.words_until === null ? null : toInstant(row.words_until),
    removed: row.removed,
  };
}

async function readKnown(db: Db, businessId: string): Promise<Known> {
  const { business, rules, settings, enabled } = await db
    .selectFrom('businesses as b')
    .innerJoin('business_versions as v', (join) =>
      join.onRef('v.business_id', '=', 'b.business_id').onRef('v.version', '=', 'b.version'),
    )
    .select(['v.business', 'v.rules', 'v.settings', 'b.enabled'])
    .where('b.business_id', '=', businessId)
    .executeTakeFirstOrThrow();
  return { business, rules, retention: settings.retention ?? defaultRetention, isEnabled: enabled };
}
