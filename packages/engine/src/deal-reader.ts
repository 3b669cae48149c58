import { CrmError, type CrmRef } from '@ringback/crm';
import { sql } from 'kysely';
import type { CrmConnections } from './crm-connections.ts';
import type { Db } from './database/connection.ts';
import type { EventDraft } from './handle-event.ts';
import type { EngineLog } from './log.ts';

/** Reads how the deals stand that were opened for callers, and records those that are won. */
export type DealReader = {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when every connection whose turn it is has been read. */
  settled(): Promise<void>;
};

const lookEveryMs = 60_000;
/** Revenue is for a report: nobody waits for it. */
const readEveryMinutes = 15;
const timeoutMs = 20_000;
/** So many in one request, as the vendors take them. */
const batch = 100;

type Watched = { readonly key: string; readonly callerId: string; readonly ref: CrmRef };

export function createDealReader(options: {
  readonly db: Db;
  readonly connections: CrmConnections;
  readonly handle: (draft: EventDraft) => Promise<unknown>;
  readonly log: EngineLog;
}): DealReader {
  const { db, connections, handle, log } = options;
  const hurry = new AbortController();
  let reading: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  /** One connection, taken so that no other process reads it meanwhile; null: none is due. */
  async function takeDue(): Promise<{ readonly businessId: string; readonly system: string } | null> {
    const { rows } = await sql<{ business_id: string; system: string }>`
      update crm_connections set deals_read_at = ringback_now()
      where (business_id, system) in (
        select business_id, system from crm_connections
        where state = 'connected' and retry_at is null
          and (deals_read_at is null
            or deals_read_at <= ringback_now() - make_interval(mins => ${readEveryMinutes}::int))
        order by deals_read_at nulls first
        limit 1
        for update skip locked)
      returning business_id, system`.execute(db);
    const [row] = rows;
    return row ? { businessId: row.business_id, system: row.system } : null;
  }

  async function watched(
    { businessId, system }: { readonly businessId: string; readonly system: string },
    after: string,
  ): Promise<readonly Watched[]> {
    const { rows } = await sql<{ task_id: string; caller_id: string; ref: CrmRef }>`
      select t.task_id, e.caller_id, t.ref
      from crm_tasks t join effects e
        on e.business_id = t.business_id and e.effect_key = substring(t.task_id from 6)
      where t.business_id = ${businessId} and t.system = ${system}
        and t.task_id > ${after} and t.task_id like 'deal-%'
      order by t.task_id
      limit ${batch}`.execute(db);
    return rows.map((row) => ({ key: row.task_id, callerId: row.caller_id, ref: row.ref }));
  }

  async function readOne(of: { readonly businessId: string; readonly system: string }): Promise<void> {
    const adapter = await connections.adapterFor(of.businessId, of.system);
    if (!adapter?.abilities.deals) return;
    for (let after = 'deal-'; !isStopping; ) {
      const open = await watched(of, after);
      const last = open.at(-1);
      if (!last) return;
      after = last.key;
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), hurry.signal]);
      const deals = await adapter.readDeals(
        open.map(({ ref }) => ref),
        { signal },
      );
      const standing = new Map(deals.map((deal) => [deal.ref.id, deal]));
      for (const { key, callerId, ref } of open) {
        const deal = standing.get(ref.id);
        if (deal?.state === 'open') continue;
        if (deal?.state === 'won') {
          await handle({
            type: 'deal-won',
            id: `${of.system}-${key}`,
            businessId: of.businessId,
            callerId,
            system: of.system,
            dealId: ref.id,
            amount: deal.amount,
          });
        }
        await forget(of, key);
      }
    }
  }

  /** Won, lost or gone: it is not asked about again. */
  async function forget(
    { businessId, system }: { readonly businessId: string; readonly system: string },
    key: string,
  ): Promise<void> {
    await db
      .deleteFrom('crm_tasks')
      .where('business_id', '=', businessId)
      .where('system', '=', system)
      .where('task_id', '=', key)
      .execute();
  }

  async function readDue(): Promise<void> {
    for (let due = await takeDue(); due && !isStopping; due = await takeDue()) {
      try {
        await readOne(due);
      } catch (error) {
        if (!(error instanceof CrmError)) throw error;
        // Read again when its turn comes; what writes into this CRM tells of the trouble.
        log.warn('deals-not-read', { ...due, code: error.code });
      }
    }
  }

  function readSoon(): Promise<void> {
    reading = reading.then(readDue).catch((error: unknown) => log.error('deals-not-read', { error }));
    return reading;
  }

  return {
    start() {
      timer = setInterval(() => void readSoon(), lookEveryMs);
      timer.unref();
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      hurry.abort();
      await reading;
    },
    settled: readSoon,
  };
}
