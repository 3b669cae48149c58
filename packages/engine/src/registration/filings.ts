import type { E164 } from '@ringback/core';
import type { EvidencePack, Problem, StepName, Subject } from '@ringback/messaging';
import { type Selectable, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { RegistrationFilingTable, RegistrationStepTable } from '../database/schema.ts';
import { businessesChannel } from '../directory.ts';

export type Filing = Selectable<RegistrationFilingTable>;
export type StoredStep = Selectable<RegistrationStepTable>;

/** What has been submitted for a business, and how far each thing of it has come. */
export async function loadFilings(
  db: Db,
  businessId: string,
): Promise<readonly (Filing & { readonly steps: readonly StoredStep[] })[]> {
  const filings = await db
    .selectFrom('registration_filings')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('subject')
    .execute();
  const steps = await db
    .selectFrom('registration_steps')
    .selectAll()
    .where('business_id', '=', businessId)
    .execute();
  return filings.map((filing) => ({
    ...filing,
    steps: steps.filter(({ subject }) => subject === filing.subject),
  }));
}

/** Writes down a filing as submitted now; one that was rejected has what was refused amended. */
export async function storeSubmission(
  db: Db,
  {
    businessId,
    subject,
    numbers,
    evidence,
    by,
  }: {
    readonly businessId: string;
    readonly subject: Subject;
    readonly numbers: readonly E164[];
    readonly evidence: EvidencePack;
    readonly by: string;
  },
): Promise<void> {
  const now = sql<Date>`ringback_now()`;
  const said = {
    state: 'submitted' as const,
    numbers: JSON.stringify(numbers),
    evidence: JSON.stringify(evidence),
    waits_for: 'us' as const,
    detail: 'It has been submitted and is about to be handed to the carriers.',
    submitted_at: now,
    submitted_by: by,
    next_check_at: now,
    checks: 0,
    updated_at: now,
  };
  await db
    .insertInto('registration_filings')
    .values({ business_id: businessId, subject, ...said })
    .onConflict((conflict) =>
      conflict
        .columns(['business_id', 'subject'])
        .doUpdateSet(said)
        // What is under way, or approved, is not begun again by a second click.
        .where('registration_filings.state', '=', 'rejected'),
    )
    .execute();
  await db
    .updateTable('registration_steps')
    .set({
      state: sql<'to-amend' | 'begun'>`case when provider_id is null then 'begun' else 'to-amend' end`,
      updated_at: now,
    })
    .where('business_id', '=', businessId)
    .where('subject', '=', subject)
    .where('state', '=', 'rejected')
    .execute();
  await tellDirectories(db);
}

/** Something at the provider has changed: what of it is ours is asked about at once. Answers whether any is. */
export async function hurryFilings(db: Db, providerIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    update registration_filings f set next_check_at = ringback_now(), checks = 0
    where f.state in ('submitted', 'approved') and exists (
      select from registration_steps s
      where s.business_id = f.business_id and s.subject = f.subject
        and s.provider_id = any (${providerIds}::text[]))
    returning f.business_id`.execute(db);
  return rows.length > 0;
}

/** Every process learns which lines have to wait. */
export async function tellDirectories(db: Db): Promise<void> {
  await sql`select pg_notify(${businessesChannel}, '')`.execute(db);
}

type Which = { readonly business_id: string; readonly subject: string };

/** A step that is about to be made: looked for before it is made, should nobody see what became of it. */
export async function beginStep(db: Db, { business_id, subject }: Which, step: StepName): Promise<void> {
  const now = sql<Date>`ringback_now()`;
  await db
    .insertInto('registration_steps')
    .values({ business_id, subject, step, state: 'begun', problems: '[]', begun_at: now, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['business_id', 'subject', 'step']).doUpdateSet({ begun_at: now, updated_at: now }),
    )
    .execute();
}

export async function storeStep(
  db: Db,
  { business_id, subject }: Which,
  step: StepName,
  change: {
    readonly state: StoredStep['state'];
    readonly provider_id?: string;
    readonly problems?: readonly Problem[];
    readonly mendable?: boolean;
  },
): Promise<void> {
  const { problems = [], ...rest } = change;
  await db
    .updateTable('registration_steps')
    .set({ ...rest, problems: JSON.stringify(problems), updated_at: sql<Date>`ringback_now()` })
    .where('business_id', '=', business_id)
    .where('subject', '=', subject)
    .where('step', '=', step)
    .execute();
}

/** How long one step may take; after that another process may take the filing over. */
const leaseMinutes = 5;
/** A thing whose making nobody saw the end of may be missing from a list for so long. */
const lookAgainAfterMs = 60_000;

export function loadSteps(db: Db, { business_id, subject }: Filing): Promise<StoredStep[]> {
  return db
    .selectFrom('registration_steps')
    .selectAll()
    .where('business_id', '=', business_id)
    .where('subject', '=', subject)
    .execute();
}

/** A filing with an attempt that nobody saw the end of comes up again only when lists show what it has made. */
export async function claimDue(db: Db, owner: string): Promise<Filing | null> {
  const { rows } = await sql<Filing>`
    update registration_filings f set
      lease_owner = ${owner},
      lease_until = ringback_now() + make_interval(mins => ${leaseMinutes}),
      -- What becomes due meanwhile has been told of by the provider, and is not forgotten at the end.
      next_check_at = ringback_now() + make_interval(mins => ${leaseMinutes})
    where (f.business_id, f.subject) = (
      select business_id, subject from registration_filings d
      where d.state in ('submitted', 'approved') and d.next_check_at <= ringback_now()
        and (d.lease_until is null or d.lease_until <= ringback_now())
        and not exists (
          select from registration_steps s
          where s.business_id = d.business_id and s.subject = d.subject and s.state = 'begun'
            and s.begun_at > ringback_now() - make_interval(secs => ${lookAgainAfterMs / 1000}))
      order by d.next_check_at limit 1 for update skip locked)
    returning f.*`.execute(db);
  return rows[0] ?? null;
}

export async function isStillOurs(db: Db, filing: Filing, owner: string): Promise<boolean> {
  const held = await db
    .updateTable('registration_filings')
    .set({ lease_until: sql<Date>`ringback_now() + make_interval(mins => ${leaseMinutes})` })
    .where('business_id', '=', filing.business_id)
    .where('subject', '=', filing.subject)
    .where('lease_owner', '=', owner)
    .returning('business_id')
    .executeTakeFirst();
  return held !== undefined;
}
