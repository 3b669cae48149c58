import type { Business, E164 } from '@ringback/core';
import {
  type Call,
  type Dossier,
  MessagingError,
  type Registration,
  type StepName,
  type StepStatus,
} from '@ringback/messaging';
import type { Db } from '../database/connection.ts';
import type { Filing } from './filings.ts';
import { localNumbersOf } from './held-lines.ts';

/** What may be taken back after it was approved. */
const revocable: ReadonlySet<StepName> = new Set(['brand', 'campaign', 'toll-free-verification']);

/** How an approved filing goes on. */
export type Kept =
  | {
      readonly state: 'approved';
      /** Those whose texts carriers let through. */
      readonly numbers: readonly E164[];
      /** Why lines are still held; null: none is. */
      readonly heldBecause: string | null;
    }
  | {
      readonly state: 'rejected';
      readonly step: StepName;
      readonly status: StepStatus & { readonly state: 'rejected' };
    };

/**
 * Asks whether the approval still stands, and has lines that the business has got since join its campaign, which costs
 * nothing. Safe to call again at any time.
 * @throws MessagingError when the provider gave no answer
 */
export async function keepApproved(
  filing: Filing,
  options: {
    readonly db: Db;
    readonly registration: Registration;
    readonly dossier: Dossier;
    readonly call: Call;
  },
): Promise<Kept> {
  const { registration, dossier, call } = options;
  for (const step of registration.stepsOf(dossier)) {
    const id = dossier.ids[step];
    if (!revocable.has(step) || id === undefined) continue;
    const status = await registration.advance(step, id, dossier, call);
    if (status.state === 'rejected') return { state: 'rejected', step, status };
  }
  if (filing.subject !== 'local') return approved(filing.numbers);
  const added = await addedNumbers(options.db, filing);
  if (added.length === 0) return approved(filing.numbers);
  const reason = await reasonAgainst(added, filing, options);
  if (reason !== null) return approved(filing.numbers, reason);
  try {
    await join({ ...dossier, numbers: [...filing.numbers, ...added] }, options);
    return approved([...filing.numbers, ...added]);
  } catch (error) {
    if (!(error instanceof MessagingError) || error.code !== 'messaging-refused') throw error;
    const words = error.cause instanceof Error ? error.cause.message : error.message;
    return approved(filing.numbers, `The provider does not let it join the campaign: ${words}.`);
  }
}

function approved(numbers: readonly E164[], heldBecause: string | null = null): Kept {
  return { state: 'approved', numbers, heldBecause };
}

type Options = Parameters<typeof keepApproved>[1];

async function join(dossier: Dossier, { registration, call }: Options): Promise<void> {
  const isDone = (await registration.find('numbers', dossier, call)) !== null;
  if (!isDone) await registration.create('numbers', dossier, call);
}

async function readBusiness(db: Db, businessId: string): Promise<Business | undefined> {
  const row = await db
    .selectFrom('businesses')
    .innerJoin('business_versions', (join) =>
      join
        .onRef('business_versions.business_id', '=', 'businesses.business_id')
        .onRef('business_versions.version', '=', 'businesses.version'),
    )
    .select('business')
    .where('businesses.business_id', '=', businessId)
    .where('enabled', '=', true)
    .executeTakeFirst();
  return row?.business;
}

/** From the store, since another process may have read the business file. */
async function addedNumbers(db: Db, { business_id, numbers }: Filing): Promise<readonly E164[]> {
  const business = await readBusiness(db, business_id);
  return business ? localNumbersOf(business).filter((number) => !numbers.includes(number)) : [];
}

/** The campaign was approved for the ways of agreeing that it describes; another would be texted without consent. */
async function reasonAgainst(
  added: readonly E164[],
  { business_id, evidence }: Filing,
  { db, dossier }: Options,
): Promise<string | null> {
  if (dossier.applicant.kind === 'sole-proprietor') {
    return 'A sole proprietor registers one number: keep one line, or register with a tax id.';
  }
  const business = await readBusiness(db, business_id);
  const described = evidence.paths.map(({ consent }) => consent);
  const others = (business?.lines ?? []).filter(
    ({ number, consent }) => added.includes(number) && !described.includes(consent),
  );
  if (others.length === 0) return null;
  const named = others.map(({ number, consent }) => `${number} (${consent})`).join(', ');
  return `The carriers have approved ${described.join(', ')}, and not how callers agree on ${named}: set consent to one of those.`;
}
