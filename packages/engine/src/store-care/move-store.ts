import { type Kysely, sql } from 'kysely';
import { type Db, openPostgres, type Store } from '../database/connection.ts';
import { isUpToDate, migrate } from '../database/migrate.ts';
import { StoreError } from './store-error.ts';
import { fingerprint, readTables, type Table } from './tables.ts';

export type MovedStore = {
  /** Rows by table, as counted on both sides. */
  readonly rows: { readonly [table: string]: number };
};

export type MoveOptions = {
  /** The embedded store; only read. */
  readonly from: Store;
  /** The connection string of a PostgreSQL database of its own, which may be without any table. */
  readonly to: string;
  readonly onProgress?: (line: string) => void;
};

const rowsAtATime = 500;
/** A file may be 5 MB, twice that as text. */
const filesAtATime = 10;

/**
 * Copies an embedded store into PostgreSQL, in one transaction there, and compares both sides before it ends it: what
 * breaks off leaves the target empty, and the source is never written to.
 * @throws StoreError store-outdated, store-not-empty, store-differs
 */
export async function moveStore({ from, to, onProgress = () => {} }: MoveOptions): Promise<MovedStore> {
  if (!(await isUpToDate(from.db))) {
    const advice = 'start this version on it once, stop it, and move it then';
    throw new StoreError('store-outdated', `the store is of an earlier Ringback: ${advice}`);
  }
  const failures: Error[] = [];
  // Only for copying: a big table takes longer than a request of the server may.
  const target = openPostgres({
    url: to,
    poolSize: 1,
    timeoutMs: 0,
    onError: (error) => failures.push(error),
  });
  try {
    await refuseUnlessEmpty(target.db);
    await migrate(target.db);
    return await copy(from.db, target.db, onProgress);
  } finally {
    await target.close();
  }
}

async function refuseUnlessEmpty(target: Db): Promise<void> {
  for (const { name } of await readTables(target)) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(target);
    if (rows.length === 0) continue;
    const advice = 'take one that is empty (createdb ringback)';
    throw new StoreError('store-not-empty', `the database has rows in "${name}" already: ${advice}`);
  }
}

/** Both sides in transactions of their own: the source shows one moment, the target all or nothing. */
function copy(source: Db, target: Db, onProgress: (line: string) => void): Promise<MovedStore> {
  return source
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((reading) =>
      target.transaction().execute(async (writing) => {
        // Moments as text must mean the same on both sides.
        for (const side of [reading, writing]) {
          await sql`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true)`.execute(
            side,
          );
        }
        const rows: { [table: string]: number } = {};
        for (const table of await readTables(reading)) {
          await copyTable(table, reading, writing, (done) => onProgress(`${table.name}: ${done} rows`));
          await copySequences(table, reading, writing);
          rows[table.name] = await compare(table, reading, writing);
        }
        return { rows };
      }),
    );
}

// biome-ignore lint/suspicious/noExplicitAny: tables are read by their catalogue
type Side = Kysely<any>;

async function copyTable(
  { name, columns }: Table,
  reading: Side,
  writing: Side,
  onProgress: (done: number) => void,
): Promise<void> {
  const as = (type: (column: Table['columns'][number]) => string) =>
    sql.join(columns.map((column) => sql`${sql.ref(column.name)}::${sql.raw(type(column))}`));
  const names = sql.join(columns.map((column) => sql.ref(column.name)));
  const asText = sql.join(columns.map((column) => sql`${sql.ref(column.name)} text`));
  await sql`declare moving no scroll cursor for
    select ${sql.join(columns.map((column) => sql`${sql.ref(column.name)}::text as ${sql.ref(column.name)}`))}
    from ${sql.table(name)}`.execute(reading);
  const fetched = columns.some(({ type }) => type === 'bytea') ? filesAtATime : rowsAtATime;
  for (let done = 0; ; ) {
    const { rows } = await sql`fetch ${sql.raw(String(fetched))} from moving`.execute(reading);
    if (rows.length === 0) break;
    await sql`insert into ${sql.table(name)} (${names}) overriding system value
      select ${as(({ type }) => type)}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as moved (${asText})`.execute(writing);
    done += rows.length;
    onProgress(done);
  }
  await sql`close moving`.execute(reading);
}

/** A sequence goes on after the last number that was given out, also where its row is gone. */
async function copySequences({ name, columns }: Table, reading: Side, writing: Side): Promise<void> {
  for (const column of columns) {
    const found = await sql<{ sequence: string | null }>`
      select pg_get_serial_sequence(${name}, ${column.name}) as sequence`.execute(reading);
    const sequence = found.rows[0]?.sequence;
    if (!sequence) continue;
    const { rows } = await sql<{ last_value: string; is_called: boolean }>`
      select last_value, is_called from ${sql.raw(sequence)}`.execute(reading);
    const stand = rows[0];
    if (!stand) continue;
    await sql`select setval(
      pg_get_serial_sequence(${name}, ${column.name}), ${stand.last_value}::bigint, ${stand.is_called}
    )`.execute(writing);
  }
}

async function compare(table: Table, reading: Side, writing: Side): Promise<number> {
  const [before, after] = [await fingerprint(reading, table), await fingerprint(writing, table)];
  if (before.count === after.count && before.sum === after.sum) return Number(after.count);
  throw new StoreError(
    'store-differs',
    `"${table.name}" has come over differently (${before.count} rows, ${after.count} there); nothing was moved`,
  );
}
