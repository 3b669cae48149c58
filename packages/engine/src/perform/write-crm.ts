import type { CrmEntry, E164 } from '@ringback/core';
import { type CrmAdapter, type CrmContact, CrmError, type CrmRef, matchContact } from '@ringback/crm';
import type { CrmConnections } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import type { ClaimedEffect, Outcome } from '../lease.ts';
import { retryDelayMs } from '../retry.ts';

/** One call of a vendor's API may take so long; well under the lease. */
const timeoutMs = 20_000;

export type CrmWriterOptions = {
  readonly db: Db;
  readonly system: string;
  readonly connections: CrmConnections;
  /** Aborted when the process has to be gone. */
  readonly hurry: AbortSignal;
};

/** Who of several contacts it is, is for a person to settle in the CRM: asked again so often. */
const ambiguousAgainMs = 10 * 60_000;

/**
 * Writes one entry into one CRM, on the contact that the caller is there: linked, found or created. A caller's
 * entries of one CRM are written one after the other, so nobody is created twice.
 */
export function createCrmWriter({ db, system, connections, hurry }: CrmWriterOptions) {
  return async function writeCrm(claimed: ClaimedEffect): Promise<Outcome> {
    if (claimed.effect.type !== 'write-crm') throw new Error(`${claimed.effect.type} is no CRM write`);
    const adapter = await connections.adapterFor(claimed.businessId, system);
    if (!adapter) return again(claimed, `${system} is not connected`);
    const linked = await linkedContact(db, claimed, system);
    try {
      await write(adapter, claimed, { entry: claimed.effect.entry, linked });
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      return judge(claimed, error, { adapter, wasLinked: linked !== null });
    }
  };

  async function judge(
    claimed: ClaimedEffect,
    error: CrmError,
    { adapter, wasLinked }: { readonly adapter: CrmAdapter; readonly wasLinked: boolean },
  ): Promise<Outcome> {
    if (error.code === 'crm-auth') {
      await connections.markBroken(adapter, error.message);
      return again(claimed, error.message);
    }
    if (error.retry !== 'never') return again(claimed, error.message, error.retryAfterMs);
    // The contact that we remember may have been deleted or merged since: found anew, once, before we give up.
    if (wasLinked) {
      await forgetContact(db, claimed, system);
      return again(claimed, error.message, 0);
    }
    return { type: 'parked', problem: error.message };
  }

  async function write(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    { entry, linked }: { readonly entry: CrmEntry; readonly linked: CrmContact | null },
  ): Promise<void> {
    const options = {
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), hurry]),
      key: claimed.key,
      isRetry: claimed.attempts > 1,
    };
    const contact = linked ?? (await findOrCreate(adapter, claimed, options));
    const refs = await adapter.record(entry, contact, await taskToComplete(claimed, entry), options);
    if (refs.task && entry.task && 'open' in entry.task) {
      await rememberTask(claimed, entry.task.open.taskId, refs.task);
    }
  }

  async function findOrCreate(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    options: { readonly signal: AbortSignal; readonly key: string; readonly isRetry: boolean },
  ): Promise<CrmContact> {
    const phone = claimed.callerId as E164;
    const found = matchContact(phone, await adapter.findContactsByPhone(phone, options));
    if (found.match === 'several') {
      throw new CrmError('crm-ambiguous', `several contacts have the number; merge them in ${system}`, {
        retry: 'later',
        retryAfterMs: ambiguousAgainMs,
      });
    }
    const contact =
      found.contact ?? (await adapter.saveContact({ phone, neutralName: `Caller ${phone}` }, options));
    await linkContact(db, claimed, system, contact);
    return contact;
  }

  async function taskToComplete(claimed: ClaimedEffect, entry: CrmEntry): Promise<CrmRef | null> {
    if (!entry.task || !('complete' in entry.task)) return null;
    const row = await db
      .selectFrom('crm_tasks')
      .select('ref')
      .where('business_id', '=', claimed.businessId)
      .where('system', '=', system)
      .where('task_id', '=', entry.task.complete.taskId)
      .executeTakeFirst();
    return row?.ref ?? null;
  }

  async function rememberTask(claimed: ClaimedEffect, taskId: string, ref: CrmRef): Promise<void> {
    await db
      .insertInto('crm_tasks')
      .values({ business_id: claimed.businessId, system, task_id: taskId, ref: JSON.stringify(ref) })
      .onConflict((conflict) => conflict.columns(['business_id', 'system', 'task_id']).doNothing())
      .execute();
  }
}

function again(claimed: ClaimedEffect, problem: string, afterMs: number | null = null): Outcome {
  return { type: 'again', afterMs: afterMs ?? retryDelayMs(claimed.attempts), problem };
}

type OfCaller = { readonly businessId: string; readonly callerId: string };

export async function linkedContact(db: Db, caller: OfCaller, system: string): Promise<CrmContact | null> {
  const row = await db
    .selectFrom('crm_contacts')
    .select('contact')
    .where('business_id', '=', caller.businessId)
    .where('system', '=', system)
    .where('caller_id', '=', caller.callerId)
    .executeTakeFirst();
  return row?.contact ?? null;
}

async function forgetContact(db: Db, caller: OfCaller, system: string): Promise<void> {
  await db
    .deleteFrom('crm_contacts')
    .where('business_id', '=', caller.businessId)
    .where('system', '=', system)
    .where('caller_id', '=', caller.callerId)
    .execute();
}

/** The CRM's own index lags behind: what it told us once is remembered. */
export async function linkContact(
  db: Db,
  caller: OfCaller,
  system: string,
  contact: CrmContact,
): Promise<void> {
  const changing = { contact: JSON.stringify(contact) };
  await db
    .insertInto('crm_contacts')
    .values({ business_id: caller.businessId, system, caller_id: caller.callerId, ...changing })
    .onConflict((conflict) => conflict.columns(['business_id', 'system', 'caller_id']).doUpdateSet(changing))
    .execute();
}
