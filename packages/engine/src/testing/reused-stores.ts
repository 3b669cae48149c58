import { sql } from 'kysely';
import type { Db, Store } from '../database/connection.ts';

/** A store that one test after another may have, each as if it were new. */
export type ReusableStore = { readonly store: Store; drop(): Promise<void> };

/** A test's turn with a store. */
export type Turn = {
  readonly store: Store;
  /** Ends the turn: nothing that the test left running reaches the store from here on. */
  end(): Promise<void>;
};

/** What is in a new store, to tell whether a test has changed more than rows. */
type Beginning = { readonly shape: string; readonly clock: string };

/** From file to file, as the projects in vitest.config.ts do not isolate them; they go with the process and the run. */
const rested: { readonly reusable: ReusableStore; readonly beginning: Beginning }[] = [];

/** Making a store takes ten times as long as emptying it, and nearly every test has one. */
export async function takeTurn(open: () => Promise<ReusableStore>): Promise<Turn> {
  const { reusable, beginning } = rested.pop() ?? (await begin(open));
  let isOver = false;
  let isClosed = false;
  const store: Store = {
    ...reusable.store,
    db: reusable.store.db.withPlugin({
      transformQuery({ node }) {
        if (isOver) throw new Error('this test is over, and its store is in the hands of another');
        return node;
      },
      transformResult: async ({ result }) => result,
    }),
    close() {
      isClosed = true;
      return reusable.store.close();
    },
  };
  return {
    store,
    async end() {
      isOver = true;
      if (!isClosed && (await emptied(reusable.store.db, beginning))) {
        rested.push({ reusable, beginning });
        return;
      }
      if (!isClosed) await reusable.store.close();
      await reusable.drop();
    },
  };
}

/** Row by row is quicker than TRUNCATE for the few that a test leaves. Triggers rest: the audit log's own forbids it. */
const emptyTables = `do $$
  declare
    each name;
    has_rows boolean;
  begin
    for each in select tablename from pg_tables where schemaname = 'public' and tablename !~ '^kysely_' loop
      execute format('select exists (select from %I)', each) into has_rows;
      if has_rows then
        execute format('alter table %I disable trigger all', each);
        execute format('delete from %I', each);
        execute format('alter table %I enable trigger all', each);
      end if;
    end loop;
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null;
  end
$$`;

async function begin(open: () => Promise<ReusableStore>) {
  const reusable = await open();
  const { db } = reusable.store;
  const { rows } = await sql<{ clock: string }>`
    select pg_get_functiondef('ringback_now'::regproc) as clock`.execute(db);
  return { reusable, beginning: { shape: await readShape(db), clock: rows[0]?.clock ?? '' } };
}

async function emptied(db: Db, beginning: Beginning): Promise<boolean> {
  await sql.raw(beginning.clock).execute(db);
  await sql`drop table if exists test_clock`.execute(db);
  if ((await readShape(db)) !== beginning.shape) return false;
  return sql
    .raw(emptyTables)
    .execute(db)
    .then(
      () => true,
      (error: Error & { readonly code?: string }) => {
        if (error.code === insufficientPrivilege) return false;
        throw error;
      },
    );
}

/** Where the tests' user is no superuser, every test has a new store. */
const insufficientPrivilege = '42501';

/** Tables, columns, indexes, functions, triggers, constraints and migrations, in one line. */
async function readShape(db: Db): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    select md5(string_agg(part, ',' order by part)) as shape from (
      select concat_ws(' ', c.oid, c.relname, a.attname, a.atttypid, a.attnotnull) as part
      from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'public'::regnamespace
      union all
      select concat_ws(' ', p.oid, p.proname, p.prosrc) from pg_proc p where p.pronamespace = 'public'::regnamespace
      union all
      select concat_ws(' ', t.oid, t.tgenabled) from pg_trigger t
      union all
      select concat_ws(' ', k.oid, k.convalidated) from pg_constraint k
      union all
      select name from kysely_migration
    ) parts`.execute(db);
  return rows[0]?.shape ?? '';
}
