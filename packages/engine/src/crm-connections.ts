import { randomBytes } from 'node:crypto';
import { toInstant } from '@ringback/core';
import {
  type AccessToken,
  type CrmAdapter,
  CrmError,
  createAccessToken,
  type OAuthVendor,
  type Tokens,
} from '@ringback/crm';
import { sql } from 'kysely';
import type { Store, Tx } from './database/connection.ts';
import { crmLane } from './lease.ts';
import type { Secrets } from './secrets.ts';
import { workChannel } from './write-effects.ts';

/** One CRM that this server can connect businesses to. */
export type CrmSystem = {
  readonly oauth: OAuthVendor;
  createAdapter(options: { readonly accessToken: AccessToken; readonly country: string }): CrmAdapter;
  /** Makes in the account what the adapter relies on, such as properties of ours. Safe to call again. */
  prepare?(options: {
    readonly accessToken: AccessToken;
    readonly country: string;
    readonly signal: AbortSignal;
  }): Promise<void>;
};

export type CrmConnection = {
  readonly businessId: string;
  readonly system: string;
  readonly state: 'connected' | 'broken';
  readonly accountName: string;
  readonly problem: string | null;
};

/** The CRM accounts that businesses have connected: OAuth, tokens at rest, adapters. */
export type CrmConnections = {
  readonly systems: readonly string[];
  /** Where the administrator's browser goes; `session` must be the same in `finish`. */
  begin(request: OAuthRequest): Promise<string>;
  /** @throws CrmError crm-auth when the state is unknown, used, expired or another session's, or the code is wrong */
  finish(answer: OAuthAnswer): Promise<CrmConnection>;
  /** null while the business has not connected it. */
  adapterFor(businessId: string, system: string): Promise<CrmAdapter | null>;
  /** Says that the grant behind an adapter is gone; nothing, where the business has been connected anew since. */
  markBroken(adapter: CrmAdapter, problem: string): Promise<void>;
  list(businessId: string): Promise<readonly CrmConnection[]>;
};

export type OAuthRequest = {
  readonly businessId: string;
  readonly system: string;
  readonly session: string;
  readonly redirectUri: string;
};

export type OAuthAnswer = {
  readonly system: string;
  readonly state: string;
  readonly code: string;
  readonly session: string;
  readonly redirectUri: string;
};

type OfBusiness = { readonly businessId: string; readonly system: string };
/** One connection of one business: connected again, it is another. */
type Connected = OfBusiness & { readonly at: Date };

const stateMinutes = 15;
const prepareTimeoutMs = 30_000;

export function createCrmConnections(options: {
  readonly store: Store;
  readonly systems: { readonly [system: string]: CrmSystem };
  readonly secrets: Secrets;
  readonly countryOf: (businessId: string) => string;
}): CrmConnections {
  const { db } = options.store;
  const adapters = new Map<string, CrmAdapter>();
  const connectionOf = new WeakMap<CrmAdapter, Connected>();

  function systemOf(system: string): CrmSystem {
    const known = options.systems[system];
    if (!known) throw new CrmError('crm-unknown', `this server has no ${system} app`, { retry: 'never' });
    return known;
  }

  async function now() {
    const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(db);
    return toInstant(rows[0]?.now ?? Number.NaN);
  }

  /** `connected.at` tells this connection from a later one, whose tokens must not be touched. */
  function accessTokenFor(connected: Connected): AccessToken {
    const { businessId, system } = connected;
    return createAccessToken({
      vendor: systemOf(system).oauth,
      now,
      async load() {
        const row = await db
          .selectFrom('crm_connections')
          .select('tokens')
          .where('business_id', '=', businessId)
          .where('system', '=', system)
          .where('connected_at', '=', connected.at)
          .executeTakeFirst();
        if (!row) throw new CrmError('crm-auth', `${system} was connected anew`, { retry: 'never' });
        return openTokens(row.tokens, connected);
      },
      async save(tokens) {
        await db
          .updateTable('crm_connections')
          .set({ tokens: seal(tokens, connected) })
          .where('business_id', '=', businessId)
          .where('system', '=', system)
          .where('connected_at', '=', connected.at)
          .execute();
      },
    });
  }

  function seal(tokens: Tokens, { businessId, system }: OfBusiness): string {
    return options.secrets.encrypt(JSON.stringify(tokens), context(businessId, system));
  }

  /** @throws CrmError crm-auth when no key of ours opens them: only connecting again helps */
  function openTokens(sealed: string, { businessId, system }: OfBusiness): Tokens {
    try {
      return JSON.parse(options.secrets.decrypt(sealed, context(businessId, system))) as Tokens;
    } catch (cause) {
      throw new CrmError(
        'crm-auth',
        `the tokens of ${system} were encrypted with another RINGBACK_SECRET_KEY`,
        {
          retry: 'never',
          cause,
        },
      );
    }
  }

  return {
    systems: Object.keys(options.systems),

    async begin({ businessId, system, session, redirectUri }) {
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
        .returning(['session', sql<boolean>`expires_at > ringback_now()`.as('valid')])
        .executeTakeFirst();
      if (!used?.valid || used.session !== session) {
        throw new CrmError('crm-auth', 'this sign-in is unknown, used or too old; start it again', {
          retry: 'never',
        });
      }
      const grant = await oauth.exchangeCode({ code, redirectUri, now: await now() });
      // Before anything counts as connected: an entry written too early would be refused for good.
      await prepare?.({
        accessToken: async () => grant.tokens.accessToken,
        country: options.countryOf(businessId),
        signal: AbortSignal.timeout(prepareTimeoutMs),
      });
      const changing = {
        state: 'connected' as const,
        account_id: grant.accountId,
        account_name: grant.accountName,
        tokens: seal(grant.tokens, { businessId, system }),
        problem: null,
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
          .set({ state: 'open', due_at: sql<Date>`ringback_now()` })
          .where('business_id', '=', businessId)
          .where('lane', '=', crmLane(system))
          .where('state', '=', 'parked')
          .execute();
      });
      await sql`select pg_notify(${workChannel}, ${crmLane(system)})`.execute(db);
      return { businessId, system, state: 'connected', accountName: grant.accountName, problem: null };
    },

    async adapterFor(businessId, system) {
      const row = await db
        .selectFrom('crm_connections')
        .select(['state', 'connected_at'])
        .where('business_id', '=', businessId)
        .where('system', '=', system)
        .executeTakeFirst();
      if (row?.state !== 'connected') return null;
      const connected = { businessId, system, at: row.connected_at };
      const id = `${context(businessId, system)}/${row.connected_at.toISOString()}`;
      const known = adapters.get(id);
      if (known) return known;
      const adapter = systemOf(system).createAdapter({
        accessToken: accessTokenFor(connected),
        country: options.countryOf(businessId),
      });
      adapters.set(id, adapter);
      connectionOf.set(adapter, connected);
      return adapter;
    },

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
        .select(['system', 'state', 'account_name', 'problem'])
        .where('business_id', '=', businessId)
        .execute();
      return rows.map((row) => ({
        businessId,
        system: row.system,
        state: row.state,
        accountName: row.account_name,
        problem: row.problem,
      }));
    },
  };
}

async function forgetRecords(tx: Tx, businessId: string, system: string): Promise<void> {
  for (const table of ['crm_contacts', 'crm_tasks'] as const) {
    await tx.deleteFrom(table).where('business_id', '=', businessId).where('system', '=', system).execute();
  }
}

function context(businessId: string, system: string): string {
  return `${businessId}/${system}`;
}
