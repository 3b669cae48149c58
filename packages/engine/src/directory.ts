import { isDeepStrictEqual } from 'node:util';
import type { Business, E164, Line, Rules } from '@ringback/core';
import { type Insertable, type InsertObject, sql } from 'kysely';
import type { BusinessSettings, ImportedBusiness } from './business-file.ts';
import { recordActs } from './data-care/audit.ts';
import type { Db, Store, Tx } from './database/connection.ts';
import { inParts } from './database/in-parts.ts';
import type { Schema } from './database/schema.ts';
import { type FiledNumbers, heldLinesOf } from './registration/held-lines.ts';

/** A business as it stands in the store, under the version that every decision records. */
export type KnownBusiness = {
  readonly version: number;
  /** false: it was taken out of the file. What it has open waits, what still comes in for it is stored. */
  readonly enabled: boolean;
  readonly business: Business;
  readonly rules: Rules;
  readonly settings: BusinessSettings;
  /** Lines whose texts the carriers have not approved yet; left out: none. */
  readonly heldLines?: readonly E164[];
};

/**
 * Every business, in memory: `/voice` must answer while the store is away. Another process that imports a file tells
 * us by NOTIFY, and we look once a minute in case we did not hear it.
 */
export type Directory = {
  byId(businessId: string): KnownBusiness | null;
  byLine(number: string): { readonly known: KnownBusiness; readonly line: Line } | null;
  /** The enabled ones. */
  all(): readonly KnownBusiness[];
  close(): Promise<void>;
};

/** Who listens on it reads the businesses anew. */
export const businessesChannel = 'ringback_businesses';
const reloadEveryMs = 60_000;
const retryAfterMs = 1_000;

export async function openDirectory(
  store: Store,
  options: { readonly onError: (error: Error) => void },
): Promise<Directory> {
  let businesses = new Map<string, KnownBusiness>();
  let lines = new Map<string, { known: KnownBusiness; line: Line }>();

  async function reload(): Promise<void> {
    const all = await loadBusinesses(store.db);
    businesses = new Map(all.map((known) => [known.business.id, known]));
    // A number that has moved on belongs to the business that has it now.
    const byAge = all.toSorted((one, other) => Number(one.enabled) - Number(other.enabled));
    lines = new Map(
      byAge.flatMap((known) => known.business.lines.map((line) => [line.number as string, { known, line }])),
    );
  }

  let isClosed = false;
  let reloading: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** One after the other, so that an older answer never replaces a newer one; a failure is tried again. */
  function reloadSoon(): void {
    reloading = reloading.then(async () => {
      if (isClosed) return;
      clearTimeout(timer);
      let nextMs = reloadEveryMs;
      try {
        await reload();
      } catch (error) {
        nextMs = retryAfterMs;
        options.onError(error as Error);
      }
      if (!isClosed) timer = setTimeout(reloadSoon, nextMs).unref();
    });
  }

  const stopListening = await store.listen(businessesChannel, reloadSoon);
  await reload();
  timer = setTimeout(reloadSoon, reloadEveryMs).unref();
  return {
    byId: (businessId) => businesses.get(businessId) ?? null,
    byLine: (number) => lines.get(number) ?? null,
    all: () => [...businesses.values()].filter(({ enabled }) => enabled),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await stopListening();
      await reloading;
    },
  };
}

/** Every business as it stands, also those that are disabled. */
export async function loadBusinesses(db: Db): Promise<KnownBusiness[]> {
  const rows = await db
    .selectFrom('businesses')
    .innerJoin('business_versions', (join) =>
      join
        .onRef('business_versions.business_id', '=', 'businesses.business_id')
        .onRef('business_versions.version', '=', 'businesses.version'),
    )
    .select(['businesses.version', 'businesses.enabled', 'business', 'rules', 'settings'])
    .select(
      sql<readonly FiledNumbers[]>`coalesce((
        select jsonb_agg(jsonb_build_object(
          'subject', filing.subject, 'state', filing.state, 'numbers', filing.numbers))
        from registration_filings filing where filing.business_id = businesses.business_id), '[]')`.as(
        'filings',
      ),
    )
    .execute();
  return rows.map(({ filings, ...known }) => ({ ...known, heldLines: heldLinesOf(known.business, filings) }));
}

/**
 * Takes the businesses of a file into the store. One that changed gets a new version, one that is not in the file
 * is disabled, never deleted.
 */
export async function importBusinesses(db: Db, imported: readonly ImportedBusiness[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Two servers that start together import one after the other, so that a version is counted once.
    await sql`select pg_advisory_xact_lock(hashtext('ringback import'))`.execute(tx);
    const current = new Map(
      (
        await tx
          .selectFrom('businesses')
          .innerJoin('business_versions', (join) =>
            join
              .onRef('business_versions.business_id', '=', 'businesses.business_id')
              .onRef('business_versions.version', '=', 'businesses.version'),
          )
          .select([
            'businesses.business_id',
            'businesses.version',
            'businesses.enabled',
            'business',
            'rules',
            'settings',
          ])
          .execute()
      ).map((row) => [row.business_id, row]),
    );
    const versions: InsertObject<Schema, 'business_versions'>[] = [];
    const named: Insertable<Schema['businesses']>[] = [];
    for (const { business, rules, settings } of imported) {
      const known = current.get(business.id);
      const plain = JSON.parse(JSON.stringify({ business, rules, settings }));
      const isSame =
        known !== undefined &&
        isDeepStrictEqual({ business: known.business, rules: known.rules, settings: known.settings }, plain);
      if (isSame && known.enabled) continue;
      const version = isSame ? known.version : (known?.version ?? 0) + 1;
      named.push({ business_id: business.id, version, enabled: true });
      if (isSame) continue;
      versions.push({
        business_id: business.id,
        version,
        business: JSON.stringify(business),
        rules: JSON.stringify(rules),
        settings: JSON.stringify(settings),
        imported_at: sql<Date>`ringback_now()`,
      });
    }
    for (const some of inParts(versions)) await tx.insertInto('business_versions').values(some).execute();
    for (const some of inParts(named)) {
      await tx
        .insertInto('businesses')
        .values(some)
        .onConflict((conflict) =>
          conflict.column('business_id').doUpdateSet((row) => ({
            version: row.ref('excluded.version'),
            enabled: row.ref('excluded.enabled'),
          })),
        )
        .execute();
    }
    const disabled = await tx
      .updateTable('businesses')
      .set({ enabled: false })
      .where('enabled', '=', true)
      .where(sql<boolean>`business_id <> all (${imported.map(({ business }) => business.id)}::text[])`)
      .returning(['business_id', 'version', 'enabled'])
      .execute();
    await recordImports(tx, [...named, ...disabled]);
    // A line may have been added, which has to join the registered ones.
    await sql`
      update registration_filings set next_check_at = ringback_now()
      where state = 'approved' and business_id = any (${named.map((each) => each.business_id)}::text[])`.execute(
      tx,
    );
    await sql`select pg_notify(${businessesChannel}, '')`.execute(tx);
  });
}

function recordImports(
  tx: Tx,
  rows: readonly {
    readonly business_id: string;
    readonly version: number;
    readonly enabled: boolean;
  }[],
): Promise<void> {
  const acts = rows.map(({ business_id: businessId, version, enabled }) => ({
    businessId,
    act: 'import-config',
    by: 'Business file',
    callerId: null,
    details: { version, enabled },
  }));
  return recordActs(tx, acts);
}
