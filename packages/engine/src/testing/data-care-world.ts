import type { E164 } from '@ringback/core';
import type { CrmAdapter, CrmContact } from '@ringback/crm';
import type { ProviderCopies } from '@ringback/messaging';
import { sql } from 'kysely';
import { type ImportedBusiness, readBusinessFile } from '../business-file.ts';
import type { CrmSystem } from '../crm-connections.ts';
import type { Db, Store } from '../database/connection.ts';
import { importBusinesses } from '../directory.ts';
import type { Engine } from '../engine.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { quietAdapter } from './quiet-adapter.ts';
import { connectCrm, createTestEngine, maria, missCall, receivedText, shopLine } from './shop.ts';
import { createTestProvider, type TestProvider } from './test-provider.ts';

/** A shop whose CRM knows Maria by name and is connected, on a store of its own; the provider takes every text. */
export type DataCareWorld = TestStore & {
  readonly db: Db;
  readonly engine: Engine;
  readonly provider: TestProvider;
  missCall(callId: string, from: E164): Promise<void>;
  receiveText(id: string, from: E164, body: string): Promise<void>;
  /** Time passes, and everything that is due happens. */
  pass(seconds: number): Promise<void>;
};

export async function openDataCareWorld(
  options: { readonly store?: TestStore; readonly retention?: object; readonly copies?: ProviderCopies } = {},
): Promise<DataCareWorld> {
  const world = options.store ?? (await openTestStore());
  const { store, clock } = world;
  await importBusinesses(store.db, acme(options.retention ?? {}));
  const provider = createTestProvider(() => clock.now());
  const engine = await openTestEngine(store, provider, options.copies);
  await engine.start();
  await connectCrm(engine);
  // Its own first look for old data must not come in the middle of what a test does.
  await engine.settled();

  async function pass(seconds: number): Promise<void> {
    await clock.advance(seconds * 1_000);
    await engine.settled();
  }
  return {
    ...world,
    db: store.db,
    engine,
    provider,
    missCall: (callId, from) => missCall({ engine, clock }, { callId, from }),
    async receiveText(id, from, body) {
      await engine.handle(receivedText({ id, from, body }));
      await engine.settled();
    },
    pass,
    async close() {
      await engine.stop();
      await world.close();
    },
  };
}

export function acme(retention: object = {}): readonly ImportedBusiness[] {
  return readBusinessFile({
    businesses: [
      {
        id: 'acme',
        name: 'Acme Plumbing',
        timeZone: 'America/Chicago',
        hours: { thu: ['08:00-17:00'] },
        lines: [{ number: shopLine, forwardTo: ['+15125550111'] }],
        crm: ['hubspot'],
        retention,
      },
    ],
  });
}

export function openTestEngine(
  store: Store,
  provider: TestProvider,
  copies?: ProviderCopies,
): Promise<Engine> {
  const systems = { hubspot: createNamingCrm() };
  return createTestEngine({ store, messenger: provider.messenger, systems, ...(copies && { copies }) });
}

function createNamingCrm(): CrmSystem {
  const known: CrmContact = {
    ref: { kind: 'contact', id: 'hubspot-4711' },
    firstName: 'Maria',
    lastName: 'Castellanos',
    phones: [maria],
    ownerId: null,
    optedOut: false,
  };
  const adapter: CrmAdapter = {
    ...quietAdapter,
    findContactsByPhone: async (phone) => (phone === maria ? [known] : []),
    saveContact: async ({ phone, neutralName }) => ({
      ...known,
      ref: { kind: 'contact', id: 'new' },
      firstName: neutralName,
      lastName: null,
      phones: [phone],
    }),
    record: async (_entry, _contact, _task, { key }) => ({
      entry: { kind: 'note', id: key },
      task: { kind: 'task', id: `${key}-in-hubspot` },
    }),
  };
  const expiresAt = '2036-12-01T00:00:00.000Z' as never;
  const tokens = { accessToken: 'access-token', refreshToken: 'refresh-token', expiresAt };
  return {
    oauth: {
      system: 'hubspot',
      authorizeUrl: ({ state }) => `https://crm.example/authorize?state=${state}`,
      exchangeCode: async () => ({ tokens, accountId: 'account-1', accountName: 'Acme in HubSpot' }),
      refresh: async () => tokens,
    },
    createAdapter: () => adapter,
  };
}

/** Every row of every table as text, by table: what a person with a copy of the database could search. */
export async function readEverything(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const everything = new Map<string, readonly string[]>();
  for (const table of await listTables(db)) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(db);
    everything.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return everything;
}

/** The tables that have a row in which `text` stands, whatever the column. */
export async function tablesWith(db: Db, text: string): Promise<readonly string[]> {
  const everything = await readEverything(db);
  return [...everything].flatMap(([table, rows]) =>
    rows.some((row) => row.toLowerCase().includes(text.toLowerCase())) ? [table] : [],
  );
}

export async function listTables(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}
