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
  markBroken(businessId: string, system: string, problem: string): Promise<void>;
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

  function systemOf(system: string): CrmSystem {
    const known = options.systems[system];
    if (!known) throw new CrmError('crm-unknown', `this server has no ${system} app`, { retry: 'never' });
    return known;
  }

  async function now() {
    const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(db);
    return toInstant(rows[0]?.now ?? Number.NaN);
  }

  function accessTokenFor(businessId: string, system: string): AccessToken {
    return createAccessToken({
      vendor: systemOf(system).oauth,
      now,
      async load() {
        const row = await db
          .selectFrom('crm_connections')
          .select('tokens')
          .where('business_id', '=', businessId)
          .where('system', '=', system)
          .executeTakeFirst();
        if (!row) throw new CrmError('crm-auth', `${system} is not connected`, { retry: 'never' });
        return JSON.parse(options.secrets.decrypt(row.tokens, context(businessId, system))) as Tokens;
      },
      async save(tokens) {
        await db
          .updateTable('crm_connections')
          .set({ tokens: seal(tokens, businessId, system) })
          .where('business_id', '=', businessId)
          .where('system', '=', system)
          .execute();
      },
    });
  }

  function seal(tokens: Tokens, businessId: string, system: string): string {
    return options.secrets.encrypt(JSON.stringify(tokens), context(businessId, system));
  }

  return {
    systems: Object.keys(options.systems),

    async begin({ businessId, system, session, redirectUri }) {
      const { oauth } = systemOf(system);
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
      const changing = {
        state: 'connected' as const,
        account_id: grant.accountId,
        account_name: grant.accountName,
        tokens: seal(grant.tokens, businessId, system),
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
      });
      adapters.delete(context(businessId, system));
      await prepare?.({
        accessToken: accessTokenFor(businessId, system),
        country: options.countryOf(businessId),
        signal: AbortSignal.timeout(prepareTimeoutMs),
      });
      await sql`select pg_notify(${workChannel}, ${crmLane(system)})`.execute(db);
      return { businessId, system, state: 'connected', accountName: grant.accountName, problem: null };
    },

    async adapterFor(businessId, system) {
      const row = await db
        .selectFrom('crm_connections')
        .select('state')
        .where('business_id', '=', businessId)
        .where('system', '=', system)
        .executeTakeFirst();
      if (row?.state !== 'connected') return null;
      const id = context(businessId, system);
      const known = adapters.get(id);
      if (known) return known;
      const adapter = systemOf(system).createAdapter({
        accessToken: accessTokenFor(businessId, system),
        country: options.countryOf(businessId),
      });
      adapters.set(id, adapter);
      return adapter;
    },

    async markBroken(businessId, system, problem) {
      await db
        .updateTable('crm_connections')
        .set({ state: 'broken', problem })
        .where('business_id', '=', businessId)
        .where('system', '=', system)
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
