import { type Kysely, sql } from 'kysely';

/** What the migrator keeps; every store has made it for itself. */
const ofMigrator = ['kysely_migration', 'kysely_migration_lock'];

export type Column = { readonly name: string; readonly type: string };
export type Table = { readonly name: string; readonly columns: readonly Column[] };

/** Our tables, each with its columns in order. Partitions count as their table. */
// biome-ignore lint/suspicious/noExplicitAny: a store of whatever schema is read by its catalogue
export async function readTables(db: Kysely<any>): Promise<readonly Table[]> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname, a.attnum`.execute(db);
  const tables = new Map<string, Column[]>();
  for (const { table, column, type } of rows) {
    if (ofMigrator.includes(table)) continue;
    tables.set(table, [...(tables.get(table) ?? []), { name: column, type }]);
  }
  return [...tables].map(([name, columns]) => ({ name, columns }));
}

/** How many rows, and a sum over them that no change, loss or double leaves as it is, in whatever order they lie. */
export type Fingerprint = { readonly count: string; readonly sum: string };

// biome-ignore lint/suspicious/noExplicitAny: a store of whatever schema is read by its catalogue
export async function fingerprint(db: Kysely<any>, { name, columns }: Table): Promise<Fingerprint> {
  const { rows } = await sql<Fingerprint>`
    select count(*)::text as count,
      coalesce(sum(('x' || substr(md5(row(${sql.join(
        columns.map((column) => sql`${sql.ref(column.name)}::text`),
      )})::text), 1, 15))::bit(60)::bigint::numeric), 0)::text as sum
    from ${sql.table(name)}`.execute(db);
  return rows[0] ?? { count: '0', sum: '0' };
}
