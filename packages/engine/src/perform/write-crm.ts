import type { CrmEntry, E164 } from '@ringback/core';
import {
  type ContactMatch,
  type CrmAdapter,
  type CrmContact,
  CrmError,
  matchContact,
  type Write,
} from '@ringback/crm';
import { closeCircuit, countFailure, tellsOfConnection } from '../circuit.ts';
import type { CrmConnections, SettingsOf } from '../crm-connections.ts';
import type { Db } from '../database/connection.ts';
import { type ClaimedEffect, isStillHeld, type Lease, type Outcome } from '../lease.ts';
import { retryDelayMs } from '../retry.ts';
import { isStruckOut } from '../strikes.ts';
import {
  forgetContact,
  recallContact,
  recallTask,
  rememberContact,
  rememberTask,
  whoTaskId,
} from './crm-memory.ts';

/** One call of a vendor's API may take so long; well under the lease. */
const timeoutMs = 20_000;

export type CrmWriterOptions = {
  readonly db: Db;
  readonly system: string;
  readonly connections: CrmConnections;
  readonly settingsOf: SettingsOf;
  readonly lease: Lease;
  /** Aborted when the process has to be gone. */
  readonly hurry: AbortSignal;
};

/** Who of several contacts it is, is for a person to settle in the CRM: asked again so often. */
const ambiguousAgainMs = 10 * 60_000;

/**
 * Writes one entry into one CRM, on the contact that the caller is there: linked, found or created. A caller's
 * entries of one CRM are written one after the other, so nobody is created twice.
 */
export function createCrmWriter(options: CrmWriterOptions) {
  const { db, system, connections, lease, hurry } = options;

  return async function writeCrm(claimed: ClaimedEffect): Promise<Outcome> {
    if (claimed.effect.type !== 'write-crm') throw new Error(`${claimed.effect.type} is no CRM write`);
    const adapter = await connections.adapterFor(claimed.businessId, system);
    if (!adapter) return again(claimed, `${system} is not connected`);
    const linked = await recallContact(db, { claimed, system });
    try {
      await writeEntry(adapter, claimed, { entry: claimed.effect.entry, linked });
      await closeCircuit(db, { businessId: claimed.businessId, system });
      return { type: 'done' };
    } catch (error) {
      if (!(error instanceof CrmError)) {
        if (await isStruckOut(db, claimed, lease.owner)) return inVain('an internal error; see the log');
        throw error;
      }
      await tellCircuit(claimed, error);
      return judge(claimed, error, { adapter, wasLinked: linked !== null });
    }
  };

  /** What we broke off ourselves says nothing about the CRM. */
  function isBrokenOff(claimed: ClaimedEffect): boolean {
    return hurry.aborted || !mayStart(claimed);
  }

  async function tellCircuit(claimed: ClaimedEffect, error: CrmError): Promise<void> {
    if (isBrokenOff(claimed)) return;
    const connection = { businessId: claimed.businessId, system };
    if (tellsOfConnection(error)) {
      await countFailure(db, connection, { error, isProbe: claimed.isProbe === true });
    } else await closeCircuit(db, connection);
  }

  async function judge(
    claimed: ClaimedEffect,
    error: CrmError,
    { adapter, wasLinked }: { readonly adapter: CrmAdapter; readonly wasLinked: boolean },
  ): Promise<Outcome> {
    if (error.code === 'crm-auth') {
      await connections.markBroken(adapter, error.message);
      return again(claimed, error.message);
    }
    if (error.retry !== 'never') {
      const isOver = !isBrokenOff(claimed) && (await isStruckOut(db, claimed, lease.owner));
      return isOver ? inVain(error.message) : again(claimed, error.message, error.retryAfterMs);
    }
    // The contact that we remember may have been deleted or merged since: found anew, once, before we give up.
    if (wasLinked) {
      await forgetContact(db, held(claimed));
      return again(claimed, error.message, 0);
    }
    return { type: 'parked', problem: error.message };
  }

  async function writeEntry(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    { entry, linked }: { readonly entry: CrmEntry; readonly linked: CrmContact | null },
  ): Promise<void> {
    const write = {
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), hurry]),
      key: claimed.key,
      isRetry: claimed.attempts > 1,
      mayStart: () => mayStart(claimed),
    };
    const found: ContactMatch = linked
      ? { match: 'one', contact: linked }
      : await find(adapter, claimed, write);
    if (found.match === 'several') {
      // Silence is the number's, whoever of them it is that calls.
      if (entry.kind === 'consent') return recordForAll(adapter, entry, found.candidates, write);
      await askWho(adapter, claimed, { candidates: found.candidates, write });
      throw new CrmError('crm-ambiguous', `several contacts have the number; merge them in ${system}`, {
        retry: 'later',
        retryAfterMs: ambiguousAgainMs,
      });
    }
    const contact = found.contact ?? (await create(adapter, claimed, { entry, write }));
    if (!linked) await rememberContact(db, held(claimed), contact);
    const { task } = entry;
    const toComplete =
      task && 'complete' in task ? await recallTask(db, { claimed, system }, task.complete.taskId) : null;
    const refs = await adapter.record(entry, contact, toComplete, write);
    if (refs.task && task && 'open' in task) {
      await rememberTask(db, held(claimed), { taskId: task.open.taskId, ref: refs.task });
    }
    if (entry.kind === 'qualified') await openDeal(adapter, claimed, { entry, contact, write });
  }

  /** Where the business has said in which pipeline. */
  async function openDeal(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    {
      entry,
      contact,
      write,
    }: {
      readonly entry: Extract<CrmEntry, { readonly kind: 'qualified' }>;
      readonly contact: CrmContact;
      readonly write: Write;
    },
  ): Promise<void> {
    const { pipeline } = options.settingsOf(claimed.businessId, system);
    if (!adapter.abilities.deals || pipeline === undefined) return;
    const { name, worth, currency } = entry;
    const ref = await adapter.saveDeal(
      { name, amount: worth === 0 ? null : worth, currency },
      contact,
      write,
    );
    await rememberTask(db, held(claimed), { taskId: `deal-${claimed.key}`, ref });
  }

  async function recordForAll(
    adapter: CrmAdapter,
    entry: CrmEntry,
    candidates: readonly CrmContact[],
    write: Write,
  ): Promise<void> {
    for (const contact of candidates) {
      await adapter.record(entry, contact, null, { ...write, key: `${write.key}-${contact.ref.id}` });
    }
  }

  /** Once, however often what waits is tried again. */
  async function askWho(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    { candidates, write }: { readonly candidates: readonly CrmContact[]; readonly write: Write },
  ): Promise<void> {
    const phone = claimed.callerId;
    const taskId = whoTaskId(phone);
    if (!adapter.abilities.tasks || (await recallTask(db, { claimed, system }, taskId))) return;
    const names = candidates.map(({ firstName, lastName, ref }) =>
      firstName || lastName ? [firstName, lastName].filter(Boolean).join(' ') : `${ref.kind} ${ref.id}`,
    );
    const question = {
      taskId,
      subject: `Who is ${phone}?`,
      detail: `They have called or written, and it might be ${names.join(' or ')}: all of them have this number. Merge them, or leave it with one of them, and what waits is written there.`,
      dueAt: claimed.dueAt,
      urgent: false,
    };
    const ref = await adapter.askWho(question, candidates, { ...write, key: taskId });
    await rememberTask(db, held(claimed), { taskId, ref });
  }

  /** A process that was stopped sees by its own clock that another one may have taken the entry over. */
  function mayStart(claimed: ClaimedEffect): boolean {
    return isStillHeld(claimed, lease, lease.ms - timeoutMs);
  }

  async function find(adapter: CrmAdapter, claimed: ClaimedEffect, write: Write): Promise<ContactMatch> {
    const phone = claimed.callerId as E164;
    const candidates = await adapter.findContactsByPhone(phone, write);
    return matchContact(phone, candidates, options.settingsOf(claimed.businessId, system));
  }

  function create(
    adapter: CrmAdapter,
    claimed: ClaimedEffect,
    { entry, write }: { readonly entry: CrmEntry; readonly write: Write },
  ): Promise<CrmContact> {
    const phone = claimed.callerId as E164;
    const draft = { phone, neutralName: `Caller ${phone}`, source: sourceOf(entry) };
    return adapter.saveContact(draft, write);
  }

  function inVain(problem: string): Outcome {
    return { type: 'parked', problem: `tried in vain for a day, although ${system} answers: ${problem}` };
  }

  function held(claimed: ClaimedEffect) {
    return { claimed, system, owner: lease.owner };
  }
}

function again(claimed: ClaimedEffect, problem: string, afterMs: number | null = null): Outcome {
  return { type: 'again', afterMs: afterMs ?? retryDelayMs(claimed.attempts), problem };
}

function sourceOf(entry: CrmEntry): string {
  switch (entry.kind) {
    case 'missed-call':
      return `Missed call to ${entry.lineLabel} (${entry.line})`;
    case 'text':
      return `Text to ${entry.line}`;
    default:
      return 'Ringback';
  }
}
