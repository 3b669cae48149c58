import { type Instant, toInstant } from '@ringback/core';
import { type AccessToken, CrmError, createAccessToken, type OAuthVendor, type Tokens } from '@ringback/crm';
import { sql } from 'kysely';
import pRetry from 'p-retry';
import type { DataKeys } from './data-care/data-keys.ts';
import type { Store } from './database/connection.ts';
import { createRenewalLock } from './renewal-lock.ts';
import { SecretError } from './secrets.ts';

type OfBusiness = { readonly businessId: string; readonly system: string };
/** One connection of one business: connected again, it is another. */
export type Connected = OfBusiness & { readonly at: Date };

/** The tokens of CRM connections: sealed at rest, renewed by one process at a time. */
export type CrmTokens = {
  /** What gives the connection's access token, renewed where it is over. */
  accessTokenFor(connected: Connected, vendor: OAuthVendor): AccessToken;
  seal(tokens: Tokens, connection: OfBusiness): Promise<string>;
  /** As they are stored. @throws CrmError crm-auth when it was connected anew, crm-misconfigured when no key opens them */
  load(connected: Connected): Promise<Tokens>;
  /** The store's time, by which tokens end. */
  now(): Promise<Instant>;
};

const savingTries = { retries: 4, minTimeout: 200, maxTimeout: 2_000 };

export function createCrmTokens(options: { readonly store: Store; readonly dataKeys: DataKeys }): CrmTokens {
  const { db } = options.store;
  const lock = createRenewalLock(options.store);

  async function now(): Promise<Instant> {
    const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(db);
    return toInstant(rows[0]?.now ?? Number.NaN);
  }

  /** @throws CrmError crm-misconfigured when nothing may be sealed with the keys that we have */
  async function seal(tokens: Tokens, connection: OfBusiness): Promise<string> {
    try {
      return await options.dataKeys.seal(connection.businessId, JSON.stringify(tokens), nameOf(connection));
    } catch (cause) {
      if (!(cause instanceof SecretError)) throw cause;
      throw new CrmError('crm-misconfigured', cause.message, { retry: 'later', cause });
    }
  }

  /** @throws CrmError crm-misconfigured when no key of ours opens them, which says nothing about the grant */
  async function open(sealed: string, connection: OfBusiness): Promise<Tokens> {
    try {
      const plain = await options.dataKeys.open(connection.businessId, sealed, nameOf(connection));
      return JSON.parse(plain) as Tokens;
    } catch (cause) {
      if (!(cause instanceof SecretError)) throw cause;
      const { system } = connection;
      throw new CrmError(
        'crm-misconfigured',
        `the tokens of ${system} were encrypted with another RINGBACK_SECRET_KEY: set that one, or connect ${system} again`,
        { retry: 'later', cause },
      );
    }
  }

  async function load(connected: Connected): Promise<Tokens> {
    const { businessId, system, at } = connected;
    const row = await db
      .selectFrom('crm_connections')
      .select('tokens')
      .where('business_id', '=', businessId)
      .where('system', '=', system)
      .where('connected_at', '=', at)
      .executeTakeFirst();
    if (!row) throw new CrmError('crm-auth', `${system} was connected anew`, { retry: 'never' });
    return open(row.tokens, connected);
  }

  /** Whoever has renewed it just now has a connection, also where another process has taken it for lost meanwhile. */
  async function save(tokens: Tokens, connected: Connected): Promise<void> {
    await db
      .updateTable('crm_connections')
      .set({ tokens: await seal(tokens, connected), state: 'connected', problem: null })
      .where('business_id', '=', connected.businessId)
      .where('system', '=', connected.system)
      .where('connected_at', '=', connected.at)
      .execute();
  }

  return {
    now,
    seal,
    load,
    // `connected.at` tells this connection from a later one, whose tokens must not be touched.
    accessTokenFor: (connected, vendor) =>
      createAccessToken({
        vendor,
        now,
        load: () => load(connected),
        // The only copy of a refresh token must not be lost to a store that is away for a moment.
        save: (tokens) => pRetry(() => save(tokens, connected), savingTries),
        lock: (work) => lock(nameOf(connected), work),
      }),
  };
}

/** How a connection is named wherever one text has to tell it from every other. */
export function nameOf({ businessId, system }: OfBusiness): string {
  return `${businessId}/${system}`;
}
