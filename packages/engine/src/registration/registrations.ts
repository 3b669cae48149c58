import { type Applicant, type E164, type Instant, type Line, toInstant } from '@ringback/core';
import {
  checkEvidence,
  createEvidencePack,
  type EvidencePack,
  explainRejection,
  type Finding,
  type Price,
  type Registration,
  type Rejection,
  type StepName,
  type Subject,
} from '@ringback/messaging';
import { sql } from 'kysely';
import { recordAct } from '../data-care/audit.ts';
import type { DataKeys } from '../data-care/data-keys.ts';
import type { Db } from '../database/connection.ts';
import type { Directory, KnownBusiness } from '../directory.ts';
import { SecretError } from '../secrets.ts';
import { hurryFilings, loadFilings, type StoredStep, storeSubmission } from './filings.ts';
import { isTollFree } from './held-lines.ts';
import { readApplicant } from './registration-runner.ts';

/** Why something was refused, with what it means and what to do where the code is known. */
export type ExplainedProblem = { readonly code: string | null; readonly words: string } & Partial<Rejection>;

/** One registration: of a business's local numbers together, or of one toll-free number. */
export type FilingView = {
  readonly subject: Subject;
  readonly numbers: readonly E164[];
  /** `draft`: nothing has been submitted. */
  readonly state: 'draft' | 'submitted' | 'approved' | 'rejected';
  readonly waitsFor: 'us' | 'reviewer' | 'owner' | 'nobody';
  /** Where it stands, for the owner. */
  readonly detail: string;
  readonly submittedAt: Instant | null;
  readonly steps: readonly {
    readonly step: StepName;
    readonly state: 'to-do' | StoredStep['state'];
    readonly providerId: string | null;
    readonly problems: readonly ExplainedProblem[];
  }[];
  /** What would be submitted now, and what reviewers would say to it. */
  readonly evidence: EvidencePack;
  readonly findings: readonly Finding[];
  /** What submitting it now costs. */
  readonly prices: readonly Price[];
};

/** Why a registration was not shown or submitted. Nothing has been sent, and nothing has been paid. */
export class RegistrationError extends Error {
  /** `refused`: with `findings`; `unreadable`: none of the installation's keys opens who applies */
  readonly code: 'no-applicant' | 'unreadable' | 'not-confirmed' | 'refused' | 'final' | 'nothing-to-submit';
  readonly findings: readonly Finding[];

  constructor(code: RegistrationError['code'], message: string, findings: readonly Finding[] = []) {
    super(message);
    this.name = 'RegistrationError';
    this.code = code;
    this.findings = findings;
  }
}

/** How businesses register the senders of their texts with the carriers. */
export type Registrations = {
  /** null: nobody has said who applies. @throws RegistrationError unreadable */
  read(businessId: string): Promise<readonly FilingView[] | null>;
  /** Says who applies; nothing is submitted. */
  save(businessId: string, applicant: Applicant, by: string): Promise<void>;
  /**
   * Submits what has not been, and hands in again what was rejected; costs money.
   * @throws RegistrationError; MessagingError when a sole proprietor's code could not be sent anew
   */
  submit(businessId: string, options: { readonly confirm: boolean; readonly by: string }): Promise<void>;
  /** The provider tells that these of its things have changed; what is ours is asked about at once. */
  hear(providerIds: readonly string[]): Promise<void>;
};

export function createRegistrations(options: {
  readonly db: Db;
  readonly registration: Registration;
  readonly dataKeys: DataKeys;
  readonly directory: Directory;
  readonly publicUrl: string;
  /** Called when something is due at once. */
  readonly onDue: () => void;
}): Registrations {
  const { db, registration, dataKeys, directory } = options;

  async function read(businessId: string): Promise<readonly FilingView[] | null> {
    const known = directory.byId(businessId);
    const isThere = await db
      .selectFrom('registrations')
      .select(sql<Date>`ringback_now()`.as('now'))
      .where('business_id', '=', businessId)
      .executeTakeFirst();
    if (!isThere || !known) return null;
    const applicant = await readApplicant(db, dataKeys, businessId).catch(explainUnreadable);
    const filings = await loadFilings(db, businessId);
    return subjectsOf(known).map(({ subject, lines }) => {
      const stored = filings.find((filing) => filing.subject === subject);
      const about = { business: known.business, rules: known.rules, lines, applicant };
      const evidence = createEvidencePack({ ...about, publicUrl: options.publicUrl }, toInstant(isThere.now));
      const steps = registration.stepsOf({ subject, applicant }).map((step) => {
        const found = stored?.steps.find((one) => one.step === step);
        return {
          step,
          state: found?.state ?? ('to-do' as const),
          providerId: found?.provider_id ?? null,
          problems: found?.state === 'rejected' ? found.problems.map(explain) : [],
        };
      });
      return {
        subject,
        numbers:
          stored === undefined || stored.state === 'rejected'
            ? lines.map(({ number }) => number)
            : stored.numbers,
        state: stored?.state ?? 'draft',
        waitsFor: stored?.waits_for ?? 'owner',
        detail:
          stored?.detail ?? 'Nothing has been submitted; texts leave as if it were registered elsewhere.',
        submittedAt: stored ? toInstant(stored.submitted_at) : null,
        steps,
        evidence,
        findings: checkEvidence(evidence),
        prices: dueNow(registration.pricesOf({ subject, applicant }), stored),
      };
    });
  }

  async function submit(
    businessId: string,
    { confirm, by }: { readonly confirm: boolean; readonly by: string },
  ): Promise<void> {
    const views = await read(businessId);
    if (views === null) {
      throw new RegistrationError('no-applicant', 'Say first who applies: POST /api/v1/registration.');
    }
    const waiting = views.find(({ state, waitsFor }) => state === 'submitted' && waitsFor === 'owner');
    const ready = views.filter(({ state }) => state === 'draft' || state === 'rejected');
    if (ready.length === 0 && waiting === undefined) {
      throw new RegistrationError('nothing-to-submit', 'Everything has been submitted already.');
    }
    const refused = ready.flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity === 'refuses'),
    );
    if (refused.length > 0) {
      throw new RegistrationError('refused', 'Reviewers would refuse this; mend what is named.', refused);
    }
    if (!confirm) throw new RegistrationError('not-confirmed', costsInWords(ready));
    await throwIfFinal(businessId, ready);
    for (const { subject, numbers, evidence } of ready) {
      await db.transaction().execute(async (tx) => {
        await storeSubmission(tx, { businessId, subject, numbers, evidence, by });
        const details = { subject: subject === 'local' ? 'local' : 'toll-free' };
        await recordAct(tx, { businessId, act: 'registration-submitted', by, callerId: null, details });
      });
    }
    const brand = waiting?.steps.find(({ step }) => step === 'brand')?.providerId;
    if (brand) await registration.remindOwner(brand, { signal: AbortSignal.timeout(remindTimeoutMs) });
    options.onDue();
  }

  async function throwIfFinal(businessId: string, ready: readonly FilingView[]): Promise<void> {
    const filings = await loadFilings(db, businessId);
    const isFinal = filings
      .filter(({ subject }) => ready.some((view) => view.subject === subject))
      .some(({ steps }) => steps.some(({ state, mendable }) => state === 'rejected' && !mendable));
    if (!isFinal) return;
    const words = 'The carriers take this one no more; write to Twilio Support with the evidence shown.';
    throw new RegistrationError('final', words);
  }

  return {
    read,
    submit,
    async hear(providerIds) {
      if (await hurryFilings(db, providerIds)) options.onDue();
    },
    async save(businessId, applicant, by) {
      const sealed = await dataKeys.seal(businessId, JSON.stringify(applicant), 'applicant');
      const said = { applicant: sealed, updated_at: sql<Date>`ringback_now()`, updated_by: by };
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto('registrations')
          .values({ business_id: businessId, ...said })
          .onConflict((conflict) => conflict.column('business_id').doUpdateSet(said))
          .execute();
        const details = { kind: applicant.kind };
        await recordAct(tx, { businessId, act: 'registration-described', by, callerId: null, details });
      });
    },
  };
}

function explainUnreadable(error: unknown): never {
  if (!(error instanceof SecretError)) throw error;
  const words =
    'Who applies was sealed with another RINGBACK_SECRET_KEY: set that one and start again, or say anew who applies.';
  throw new RegistrationError('unreadable', words);
}

const remindTimeoutMs = 30_000;

type Registered = { readonly subject: Subject; readonly lines: readonly [Line, ...Line[]] };

function subjectsOf({ business }: KnownBusiness): readonly Registered[] {
  const [first, ...others] = business.lines.filter(({ number }) => !isTollFree(number));
  const local: Registered[] = first === undefined ? [] : [{ subject: 'local', lines: [first, ...others] }];
  const tollFree = business.lines.filter(({ number }) => isTollFree(number));
  return [...local, ...tollFree.map((line): Registered => ({ subject: line.number, lines: [line] }))];
}

function explain(problem: { readonly code: string | null; readonly words: string }): ExplainedProblem {
  return problem.code === null ? problem : { ...problem, ...explainRejection(problem.code) };
}

/** What was made and paid for is charged again only where the provider does so. */
function dueNow(
  prices: readonly Price[],
  filing: { readonly state: string; readonly steps: readonly StoredStep[] } | undefined,
): readonly Price[] {
  if (filing === undefined) return prices;
  if (filing.state !== 'rejected') return [];
  return prices
    .map((price) => ({ price, stored: filing.steps.find(({ step }) => step === price.step) }))
    .filter(
      ({ price, stored }) =>
        !stored?.provider_id || (stored.state === 'rejected' && price.againOnResubmission),
    )
    .map(({ price }) => price);
}

function costsInWords(ready: readonly FilingView[]): string {
  const prices = ready.flatMap((view) => view.prices);
  if (prices.length === 0) return 'Say confirm: true to submit it; about $0.00 is charged.';
  const once = prices.reduce((sum, { onceCents }) => sum + onceCents, 0);
  const monthly = prices.reduce((sum, { monthlyCents }) => sum + monthlyCents, 0);
  return `Say confirm: true to submit it. Twilio charges about ${dollars(once)} once and ${dollars(monthly)} a month; its price list decides.`;
}

function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}
