import type { E164 } from '@ringback/core';
import type { Db } from '../database/connection.ts';
import type { Filing } from './filings.ts';

/** Where what was submitted for a business stands, for operators. */
export type FilingStanding = {
  readonly businessId: string;
  readonly numbers: readonly E164[];
  readonly state: Filing['state'];
  readonly waitsFor: Filing['waits_for'];
  /** Where it stands, for the owner. */
  readonly detail: string;
};

export async function listFilingStandings(db: Db): Promise<readonly FilingStanding[]> {
  return db
    .selectFrom('registration_filings')
    .select(['business_id as businessId', 'numbers', 'state', 'waits_for as waitsFor', 'detail'])
    .orderBy('business_id')
    .orderBy('subject')
    .execute();
}
