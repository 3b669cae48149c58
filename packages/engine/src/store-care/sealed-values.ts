import { sql } from 'kysely';
import { createDataKeys } from '../data-care/data-keys.ts';
import type { Db } from '../database/connection.ts';
import { createSecrets, SecretError } from '../secrets.ts';

/** Every place where a sealed value lies. What is sealed elsewhere in future belongs here, or its key is lost. */
const places = [
  {
    table: 'crm_connections',
    column: 'tokens',
    name: 'system',
    contextOf: (businessId: string, name: string) => `${businessId}/${name}`,
    labelOf: (name: string) => `the tokens of ${name}`,
  },
  {
    table: 'registrations',
    column: 'applicant',
    name: 'business_id',
    contextOf: () => 'applicant',
    labelOf: () => 'who applies to the carriers',
  },
] as const;

/** One value that only a key opens. */
export type SealedValue = {
  readonly businessId: string;
  readonly sealed: string;
  /** What it is bound to. */
  readonly context: string;
  /** For an operator, such as "the tokens of hubspot". */
  readonly label: string;
  /** Puts another in its place, unless somebody has done so meanwhile; answers whether it did. */
  replace(fresh: string): Promise<boolean>;
};

export async function listSealedValues(db: Db): Promise<readonly SealedValue[]> {
  const all: SealedValue[] = [];
  for (const { table, column, name, contextOf, labelOf } of places) {
    const { rows } = await sql<{ business_id: string; name: string; sealed: string }>`
      select business_id, ${sql.ref(name)} as name, ${sql.ref(column)} as sealed
      from ${sql.table(table)} order by business_id, name`.execute(db);
    for (const row of rows) {
      all.push({
        businessId: row.business_id,
        sealed: row.sealed,
        context: contextOf(row.business_id, row.name),
        label: labelOf(row.name),
        async replace(fresh) {
          const { numAffectedRows } = await sql`
            update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
            where business_id = ${row.business_id} and ${sql.ref(name)} = ${row.name}
              and ${sql.ref(column)} = ${row.sealed}`.execute(db);
          return (numAffectedRows ?? 0n) > 0n;
        },
      });
    }
  }
  return all;
}

/** Sealed values of a business that nobody can open; `what` is for an operator. */
export type Unreadable = { readonly businessId: string; readonly what: readonly string[] };

/** What none of `keys`, the installation's (32 bytes each), opens. It is asked of every value, so it costs a query each. */
export async function findUnreadable(
  db: Db,
  keys: readonly [Buffer, ...Buffer[]],
): Promise<readonly Unreadable[]> {
  const dataKeys = createDataKeys(db, createSecrets(keys));
  const found = new Map<string, string[]>();
  for (const { businessId, sealed, context, label } of await listSealedValues(db)) {
    try {
      await dataKeys.open(businessId, sealed, context);
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      found.set(businessId, [...(found.get(businessId) ?? []), label]);
    }
  }
  return [...found].map(([businessId, what]) => ({ businessId, what }));
}
