import { type AccessToken, CrmError, type OAuthVendor } from '@ringback/crm';
import type { CrmTokens } from './crm-tokens.ts';
import { recordAct } from './data-care/audit.ts';
import type { Db, Tx } from './database/connection.ts';
import { crmNewsLane } from './lease.ts';

export type Disconnect = {
  readonly businessId: string;
  readonly system: string;
  /** Who ends it, as the audit log names them. */
  readonly by: string;
};

/** What became of it at the vendor; null: the business has not connected it. */
export type Disconnected = {
  readonly accountName: string;
  /**
   * `ended`: the vendor has ended our access. `gone`: it had ended before, or the vendor does not know our app any more.
   * `shared`: another business of this server goes on with the same account.
   */
  readonly access: 'ended' | 'gone' | 'shared';
} | null;

const timeoutMs = 20_000;

/**
 * Ends our access to an account, then forgets its tokens and what we remember of its records. What is still to be
 * written waits for another connection.
 * @throws CrmError when the vendor could not be reached: nothing has changed then
 */
export async function disconnect(
  db: Db,
  { businessId, system, by }: Disconnect,
  { oauth, tokens }: { readonly oauth: OAuthVendor; readonly tokens: CrmTokens },
): Promise<Disconnected> {
  const row = await db
    .selectFrom('crm_connections')
    .select(['account_id', 'account_name', 'connected_at'])
    .where('business_id', '=', businessId)
    .where('system', '=', system)
    .executeTakeFirst();
  if (!row) return null;
  const other = await db
    .selectFrom('crm_connections')
    .select('business_id')
    .where('system', '=', system)
    .where('account_id', '=', row.account_id)
    .where('business_id', '<>', businessId)
    .executeTakeFirst();
  const connected = { businessId, system, at: row.connected_at };
  // To uninstall the app for one business would cut off the other.
  const access = other
    ? 'shared'
    : await endAccess(oauth, tokens.accessTokenFor(connected, oauth), () => tokens.load(connected));
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('crm_connections')
      .where('business_id', '=', businessId)
      .where('system', '=', system)
      .where('connected_at', '=', row.connected_at)
      .execute();
    await forgetRecords(tx, businessId, system);
    await tx
      .updateTable('effects')
      .set({ state: 'discarded', problem: `${system} was disconnected`, discarded_by: by })
      .where('business_id', '=', businessId)
      .where('lane', '=', crmNewsLane(system))
      .where('state', '=', 'open')
      .execute();
    const details = { system, account: row.account_name, access };
    await recordAct(tx, { businessId, act: 'disconnect-crm', by, callerId: null, details });
  });
  return { accountName: row.account_name, access };
}

async function endAccess(
  oauth: OAuthVendor,
  accessToken: AccessToken,
  load: () => Promise<{ readonly refreshToken: string }>,
): Promise<'ended' | 'gone'> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const token = await accessToken({ signal });
    // Read afterwards: getting the access token may have rotated it.
    const { refreshToken } = await load();
    await oauth.endAccess?.({ accessToken: token, refreshToken }, { signal });
    return 'ended';
  } catch (error) {
    const isGone = error instanceof CrmError && ['crm-auth', 'crm-misconfigured'].includes(error.code);
    if (isGone) return 'gone';
    throw error;
  }
}

/** What we remember of an account's records says nothing about another's. */
export async function forgetRecords(tx: Tx, businessId: string, system: string): Promise<void> {
  for (const table of ['crm_contacts', 'crm_past_contacts', 'crm_tasks'] as const) {
    await tx.deleteFrom(table).where('business_id', '=', businessId).where('system', '=', system).execute();
  }
}
