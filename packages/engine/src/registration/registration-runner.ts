import { type Applicant, applicantSchema, type E164 } from '@ringback/core';
import {
  type Dossier,
  explainRejection,
  MessagingError,
  type Problem,
  type Registration,
  type StepName,
  type StepStatus,
  type Subject,
} from '@ringback/messaging';
import { sql } from 'kysely';
import { recordAct } from '../data-care/audit.ts';
import type { DataKeys } from '../data-care/data-keys.ts';
import type { Db } from '../database/connection.ts';
import type { EngineLog } from '../log.ts';
import { forgetUnregistered } from '../plan-problems.ts';
import {
  beginStep,
  claimDue,
  type Filing,
  isStillOurs,
  loadSteps,
  type StoredStep,
  storeStep,
  tellDirectories,
} from './filings.ts';
import { keepApproved } from './keep-approved.ts';

/** Brings what was submitted to the carriers, one thing after the other, and asks what became of it. */
export type RegistrationRunner = {
  start(): void;
  /** Looks at once instead of at the next turn. */
  wake(): void;
  /** Takes up nothing more and resolves when the step in hand is done. */
  stop(): Promise<void>;
  /** Resolves when everything that is due has been done. */
  settled(): Promise<void>;
};

const lookEveryMs = 30_000;
const stepTimeoutMs = 60_000;
const mostMinutesBetweenChecks = 60;
/** How often it is asked whether an approval still stands. */
const minutesBetweenApprovedChecks = 24 * 60;

/** How the filing goes on. */
type Next =
  | {
      readonly state: 'approved';
      readonly numbers: readonly E164[];
      /** Why a line that came later is still held. */
      readonly heldBecause: string | null;
      readonly checkAfterMinutes: number;
    }
  | { readonly state: 'rejected'; readonly detail: string }
  | { readonly state: 'submitted'; readonly waitsFor: Filing['waits_for']; readonly detail: string };

export function createRegistrationRunner(options: {
  readonly db: Db;
  readonly registration: Registration;
  readonly dataKeys: DataKeys;
  /** Names this process among all. */
  readonly owner: string;
  readonly log: EngineLog;
}): RegistrationRunner {
  const { db, registration, owner, log } = options;
  let isStopping = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const hurry = new AbortController();
  let isSubscribed = false;

  async function runDue(): Promise<void> {
    while (!isStopping) {
      const filing = await claimDue(db, owner);
      if (!filing) return;
      try {
        await settle(filing, await run(filing));
      } catch (error) {
        // Its lease lasts a while, so that it does not keep the others from their turn.
        log.error('registration-failed', { business: filing.business_id, error });
      }
    }
  }

  async function run(filing: Filing): Promise<Next> {
    const stored = new Map((await loadSteps(db, filing)).map((step) => [step.step as StepName, step]));
    const applicant = await readApplicant(db, options.dataKeys, filing.business_id);
    const ids: { [step in StepName]?: string } = {};
    const dossier: Dossier = {
      businessId: filing.business_id,
      subject: filing.subject as Subject,
      numbers: filing.numbers,
      applicant,
      pack: filing.evidence,
      ids,
    };
    if (filing.state === 'approved') {
      for (const [step, { provider_id }] of stored) if (provider_id) ids[step] = provider_id;
      return keep(filing, dossier);
    }
    await subscribe();
    for (const step of registration.stepsOf(dossier)) {
      const before = stored.get(step);
      if (before?.provider_id) ids[step] = before.provider_id;
      if (before?.state === 'approved') continue;
      if (isStopping || !(await isStillOurs(db, filing, owner))) return goOn(filing);
      try {
        const status = await take(filing, { step, before, dossier, ids });
        if (status.state === 'waiting') {
          return { state: 'submitted', waitsFor: status.waitsFor, detail: status.detail };
        }
        if (status.state === 'rejected') return await refuse(filing, step, status);
        await storeStep(db, filing, step, { state: 'approved' });
      } catch (error) {
        if (!(error instanceof MessagingError)) throw error;
        return await afterFailure(filing, step, error);
      }
    }
    return approvalOf(filing.numbers, null);
  }

  /** Once in the life of a process; without it everything is asked about all the same, only later. */
  async function subscribe(): Promise<void> {
    if (isSubscribed) return;
    isSubscribed = true;
    try {
      await registration.subscribe(callOptions());
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      log.warn('registration-not-told', { code: error.code, providerCode: error.providerCode });
    }
  }

  function callOptions() {
    return { signal: AbortSignal.any([AbortSignal.timeout(stepTimeoutMs), hurry.signal]) };
  }

  async function keep(filing: Filing, dossier: Dossier): Promise<Next> {
    const call = callOptions();
    try {
      const kept = await keepApproved(filing, { db, registration, dossier, call });
      if (kept.state === 'rejected') return await refuse(filing, kept.step, kept.status);
      return approvalOf(kept.numbers, kept.heldBecause);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      // The approval stands until somebody has said otherwise.
      log.warn('registration-put-off', { business: filing.business_id, code: error.code });
      return { ...approvalOf(filing.numbers, null), checkAfterMinutes: mostMinutesBetweenChecks };
    }
  }

  async function take(
    filing: Filing,
    {
      step,
      before,
      dossier,
      ids,
    }: {
      readonly step: StepName;
      readonly before: StoredStep | undefined;
      readonly dossier: Dossier;
      readonly ids: { [step in StepName]?: string };
    },
  ): Promise<StepStatus> {
    const call = callOptions();
    const id = before?.provider_id ?? (await make());
    ids[step] = id;
    const status = await registration.advance(step, id, dossier, call);
    // One that was handed in again before we could write that down is under review by now, and not handed in twice.
    if (before?.state !== 'to-amend' || status.state !== 'rejected') return status;
    await registration.amend(step, id, dossier, call);
    await storeStep(db, filing, step, { state: 'made' });
    return registration.advance(step, id, dossier, call);

    async function make(): Promise<string> {
      await beginStep(db, filing, step);
      const made =
        (await registration.find(step, dossier, call)) ?? (await registration.create(step, dossier, call));
      await storeStep(db, filing, step, { state: 'made', provider_id: made });
      return made;
    }
  }

  async function refuse(
    filing: Filing,
    step: StepName,
    { problems, mendable }: StepStatus & { readonly state: 'rejected' },
  ): Promise<Next> {
    await storeStep(db, filing, step, { state: 'rejected', problems, mendable });
    return { state: 'rejected', detail: inWords(step, problems) };
  }

  async function afterFailure(filing: Filing, step: StepName, error: MessagingError): Promise<Next> {
    if (error.code === 'messaging-refused') {
      const words = error.cause instanceof Error ? error.cause.message : error.message;
      return refuse(filing, step, {
        state: 'rejected',
        problems: [{ code: error.providerCode, words }],
        mendable: true,
      });
    }
    log.warn('registration-put-off', { business: filing.business_id, step, code: error.code });
    const detail = `The step "${step}" could not be taken just now (${error.message}); it is tried again.`;
    return { state: 'submitted', waitsFor: 'us', detail };
  }

  async function settle(filing: Filing, next: Next): Promise<void> {
    const isLonger = next.state === 'submitted' && next.waitsFor === filing.waits_for;
    const checks = isLonger ? filing.checks + 1 : 0;
    const minutes =
      next.state === 'approved' ? next.checkAfterMinutes : Math.min(2 ** checks, mostMinutesBetweenChecks);
    await db.transaction().execute(async (tx) => {
      const held = await tx
        .updateTable('registration_filings')
        .set({
          state: next.state,
          ...standingOf(next),
          checks,
          next_check_at: sql<Date>`case when next_check_at <= ringback_now() then next_check_at
            else ringback_now() + make_interval(mins => ${minutes}) end`,
          lease_owner: null,
          lease_until: null,
          updated_at: sql<Date>`ringback_now()`,
        })
        .where('business_id', '=', filing.business_id)
        .where('subject', '=', filing.subject)
        .where('lease_owner', '=', owner)
        .returning('business_id')
        .executeTakeFirst();
      if (!held || next.state === 'submitted') return;
      const wasApproved = filing.state === 'approved';
      if (next.state === 'approved') {
        if (wasApproved && next.numbers.length === filing.numbers.length) return;
        await forgetUnregistered(tx, filing.business_id, next.numbers);
      }
      await recordAct(tx, {
        businessId: filing.business_id,
        act:
          wasApproved && next.state === 'approved' ? 'registration-extended' : `registration-${next.state}`,
        by: 'Carriers',
        callerId: null,
        details: { subject: filing.subject === 'local' ? 'local' : 'toll-free' },
      });
      await tellDirectories(tx);
    });
  }

  function look(): void {
    running = running
      .then(() => runDue())
      .catch((error: unknown) => log.error('registration-failed', { error }));
  }

  return {
    start() {
      look();
      timer = setInterval(look, lookEveryMs);
    },
    wake: look,
    async stop() {
      isStopping = true;
      clearInterval(timer);
      hurry.abort();
      await running;
    },
    async settled() {
      look();
      await running;
    },
  };
}

function approvalOf(
  numbers: readonly E164[],
  heldBecause: string | null,
): Next & { readonly state: 'approved' } {
  return { state: 'approved', numbers, heldBecause, checkAfterMinutes: minutesBetweenApprovedChecks };
}

function standingOf(next: Next) {
  switch (next.state) {
    case 'submitted':
      return { waits_for: next.waitsFor, detail: next.detail };
    case 'rejected':
      return { waits_for: 'owner' as const, detail: next.detail };
    default: {
      const detail = ['The carriers have approved it.', next.heldBecause].filter(Boolean).join(' ');
      const waits_for = next.heldBecause === null ? ('nobody' as const) : ('owner' as const);
      return { waits_for, detail, numbers: JSON.stringify(next.numbers) };
    }
  }
}

function goOn(filing: Filing): Next {
  return { state: 'submitted', waitsFor: filing.waits_for, detail: filing.detail };
}

/** The reviewers' points as the owner understands them, each with what to do. */
function inWords(step: StepName, problems: readonly Problem[]): string {
  const points = problems.map(({ code, words }) => {
    if (code === null) return words;
    const { meaning, whatToDo } = explainRejection(code);
    return `${meaning} ${whatToDo} (${code}: ${words})`;
  });
  return `The step "${step}" was refused. ${points.join(' ')}`;
}

/** @throws Error when nobody has said who applies */
export async function readApplicant(db: Db, dataKeys: DataKeys, businessId: string): Promise<Applicant> {
  const { applicant } = await db
    .selectFrom('registrations')
    .select('applicant')
    .where('business_id', '=', businessId)
    .executeTakeFirstOrThrow();
  return applicantSchema.parse(JSON.parse(await dataKeys.open(businessId, applicant, 'applicant')));
}
