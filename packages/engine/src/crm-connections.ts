import { randomBytes } from 'node:crypto';
import {
  type AccessToken,
  type Allowance,
  type CrmAdapter,
  CrmError,
  type CrmReader,
  type CrmSettings,
  type OAuthVendor,
} from '@ringback/crm';
import { sql } from 'kysely';
import { closedCircuit, type Pause, pauseOf } from './circuit.ts';
import { createAllowance } from './crm-allowance.ts';
import { type Disconnect, type Disconnected, disconnect, forgetRecords } from './crm-disconnect.ts';
import { type Connected, createCrmTokens, nameOf } from './crm-tokens.ts';
import { recordAct } from './data-care/audit.ts';
import type { DataKeys } from './data-care/data-keys.ts';
import type { Store } from './database/connection.ts';
import type { Directory } from './directory.ts';
import { crmLane } from './lease.ts';
import { noStrikes } from './strikes.ts';
import { workChannel } from './work-signals.ts';

/** One CRM that this server can connect businesses to. */
export type CrmSystem = {
  readonly oauth: OAuthVendor;
  createAdapter(options: AdapterOptions): CrmAdapter;
  /** Left out: what changes in it is not followed. */
  createReader?(options: AdapterOptions): CrmReader;
  /** Makes in the account what the adapter relies on, such as properties of ours. Safe to call again. */
  prepare?(options: AdapterOptions & { readonly signal: AbortSignal }): Promise<void>;
};

export type AdapterOptions = {
  readonly accessToken: AccessToken;
  /** Where numbers without a country code belong, ISO 3166, two letters. */
  readonly country: string;
  /** What the business file sets for this CRM. */
  readonly settings: CrmSettings;
  /** Left out: the account is not connected yet. */
  readonly allowance?: Allowance;
};

export type CrmConnection = {
  readonly businessId: string;
  readonly system: string;
  readonly state: 'connected' | 'broken';
  readonly accountName: string;
  readonly problem: string | null;
  /** It fails for now, so that it is left alone for a while. */
  readonly pause: Pause | null;
};

/** What the business file sets for a business's CRM. */
export type SettingsOf = (businessId: string, system: string) => CrmSettings;

export function settingsIn(directory: Pick<Directory, 'byId'>): SettingsOf {
  return (businessId, system) =>
    directory.byId(businessId)?.settings.crm.find((each) => each.system === system)?.settings ?? {};
}

/** One connected account; `reader` is null where its changes are not followed. */
export type CrmAccount = { readonly adapter: CrmAdapter; readonly reader: CrmReader | null };

/** The CRM accounts that businesses have connected: OAuth, tokens at rest, adapters. */
export type CrmConnections = {
  readonly systems: readonly string[];
  /** Where the administrator's browser goes; `session` must be the same in `finish`. */
  begin(request: OAuthRequest): Promise<string>;
  /** @throws CrmError crm-auth when the state is unknown, used, expired or another session's, or the code is wrong */
  finish(answer: OAuthAnswer): Promise<CrmConnection>;
  /** null while the business has not connected it. */
  adapterFor(businessId: string, system: string): Promise<CrmAdapter | null>;
  /** The same, with what reads how things stand in it. */
  accountFor(businessId: string, system: string): Promise<CrmAccount | null>;
  /** Says that the grant behind an adapter is gone; nothing, where the business has been connected anew since. */
  markBroken(adapter: CrmAdapter, problem: string): Promise<void>;
  list(businessId: string): Promise<readonly CrmConnection[]>;
  /** Uninstalls the app there and forgets the account. @throws CrmError when the CRM could not be reached */
  disconnect(request: Disconnect): Promise<Disconnected>;
};

export type OAuthRequest = {
  readonly businessId: string;
  readonly system: string;
  readonly session: string;
  readonly redirectUri: string;
  /** Who connects it, as the audit log names them. */
  readonly by: string;
};

export type OAuthAnswer = {
  readonly system: string;
  readonly state: string;
  readonly code: string;
  readonly session: string;
  readonly redirectUri: string;
};

const stateMinutes = 15;
const prepareTimeoutMs = 30_000;

export function createCrmConnections(options: {
  readonly store: Store;
  readonly systems: { readonly [system: string]: CrmSystem };
  readonly dataKeys: DataKeys;
  readonly directory: Pick<Directory, 'byId'>;
}): CrmConnections {
  const { db } = options.store;
  const tokens = createCrmTokens(options);
  const settingsOf = settingsIn(options.directory);
  const accounts = new Map<string, CrmAccount>();
  const connectionOf = new WeakMap<CrmAdapter, Connected>();

  function systemOf(system: string): CrmSystem {
    const known = options.systems[system];
    if (!known) throw new CrmError('crm-unknown', `this server has no ${system} app`, { retry: 'never' });
    return known;
  }

  function placeOf(businessId: string, system: string): Omit<AdapterOptions, 'accessToken'> {
    const country = options.directory.byId(businessId)?.business.country ?? 'US';
    return { country, settings: settingsOf(businessId, system) };
  }

  async function accountFor(businessId: string, system: string): Promise<CrmAccount | null> {
    const row = await db
      .selectFrom('crm_connections')
      .select(['state', 'connected_at'])
      .where('business_id', '=', businessId)
      .where('system', '=', system)
      .executeTakeFirst();
    if (row?.state !== 'connected') return null;
    const connected = { businessId, system, at: row.connected_at };
    const place = placeOf(businessId, system);
    const id = `${nameOf(connected)}/${row.connected_at.toISOString()}/${JSON.stringify(place)}`;
    const known = accounts.get(id);
    if (known) return known;
    const { oauth, createAdapter, createReader } = systemOf(system);
    const access = {
      accessToken: tokens.accessTokenFor(connected, oauth),
      ...place,
      allowance: createAllowance(db, connected),
    };
    const account = { adapter: createAdapter(access), reader: createReader?.(access) ?? null };
    accounts.set(id, account);
    connectionOf.set(account.adapter, connected);
    return account;
  }

  return {
    systems: Object.keys(options.systems),

    async begin({ businessId, system, session, redirectUri, by }) {
      const { oauth } = systemOf(system);
      await db
        .deleteFrom('oauth_states')
        .where('business_id', '=', businessId)
        .where('expires_at', '<', sql<Date>`ringback_now()`)
        .execute();
      const state = `${businessId}.${randomBytes(24).toString('base64url')}`;
      await db
        .insertInto('oauth_states')
        .values({
          business_id: businessId,
          state,
          system,
          session,
          started_by: by,
          expires_at: sql<Date>`ringback_now() + make_interval(mins => ${stateMinutes})`,
        })
        .execute();
      return oauth.authorizeUrl({ state, redirectUri });
    },

    async finish({ system, state, code, session, redirectUri }) {
      const { oauth, prepare } = systemOf(system);
      const businessId = state.slice(0, Math.max(0, state.lastIndexOf('.')));
      const used = await db
        .deleteFrom('oauth_states')
        .where('business_id', '=', businessId)
        .where('state', '=', state)
        .where('system', '=', system)
        .returning(['session', 'started_by', sql<boolean>`expires_at > ringback_now()`.as('valid')])
        .executeTakeFirst();
      if (!used?.valid || used.session !== session) {
        throw new CrmError('crm-auth', 'this sign-in is unknown, used or too old; start it again', {
          retry: 'never',
        });
      }
      const grant = await oauth.exchangeCode({ code, redirectUri, now: await tokens.now() });
      // Before anything counts as connected: an entry written too early would be refused for good.
      await prepare?.({
        accessToken: async () => grant.tokens.accessToken,
        ...placeOf(businessId, system),
        signal: AbortSignal.timeout(prepareTimeoutMs),
      });
      const changing = {
        state: 'connected' as const,
        account_id: grant.accountId,
        account_name: grant.accountName,
        tokens: await tokens.seal(grant.tokens, { businessId, system }),
        problem: null,
        ...closedCircuit,
        connected_at: sql<Date>`ringback_now()`,
      };
      await db.transaction().execute(async (tx) => {
        const before = await tx
          .selectFrom('crm_connections')
          .select('account_id')
          .where('business_id', '=', businessId)
          .where('system', '=', system)
          .forUpdate()
          .executeTakeFirst();
        // What we remember of another account's records says nothing about this one's.
        if (before && before.account_id !== grant.accountId) await forgetRecords(tx, businessId, system);
        await tx
          .insertInto('crm_connections')
          .values({ business_id: businessId, system, ...changing })
          .onConflict((conflict) => conflict.columns(['business_id', 'system']).doUpdateSet(changing))
          .execute();
        // What was refused under the old connection may pass now.
        await tx
          .updateTable('effects')
          .set({ state: 'open', due_at: sql<Date>`ringback_now()`, ...noStrikes })
          .where('business_id', '=', businessId)
          .where('lane', '=', crmLane(system))
          .where('state', '=', 'parked')
          .execute();
        await recordAct(tx, {
          businessId,
          act: 'connect-crm',
          by: used.started_by,
          callerId: null,
          details: { system, account: grant.accountName },
        });
      });
      await sql`select pg_notify(${workChannel}, ${crmLane(system)})`.execute(db);
      return {
        businessId,
        system,
        state: 'connected',
        accountName: grant.accountName,
        problem: null,
        pause: null,
      };
    },

    adapterFor: async (businessId, system) => (await accountFor(businessId, system))?.adapter ?? null,
    accountFor,

    disconnect: (request) => disconnect(db, request, { oauth: systemOf(request.system).oauth, tokens }),

    async markBroken(adapter, problem) {
      const connected = connectionOf.get(adapter);
      if (!connected) return;
      await db
        .updateTable('crm_connections')
        .set({ state: 'broken', problem })
        .where('business_id', '=', connected.businessId)
        .where('system', '=', connected.system)
        .where('connected_at', '=', connected.at)
        .execute();
    },

    async list(businessId) {
      const rows = await db
        .selectFrom('crm_connections')
        .select(['system', 'state', 'account_name', 'problem', 'failing_since', 'failure', 'retry_at'])
        .where('business_id', '=', businessId)
        .execute();
      return rows.map((row) => ({
        businessId,
        system: row.system,
        state: row.state,
        accountName: row.account_name,
        problem: row.problem,
        pause: row.state === 'connected' ? pauseOf(row) : null,
      }));
    },
  };
}
