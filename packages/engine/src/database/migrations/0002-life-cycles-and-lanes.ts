import { type Kysely, sql } from 'kysely';
import { effectLife, type LifeCycle, stepsOf, textLife } from '../../life-cycles.ts';

/**
 * The store itself keeps to the life cycles; lanes take turns between businesses; connections that fail rest. The
 * version before goes on beside it: what is new has a default, and what it writes stays legal.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** A step that is not of the life cycle changes nothing, also of the other columns, and is no error. */
function keepTo<S extends string>(table: string, life: LifeCycle<S>, andThen = ''): readonly string[] {
  const steps = stepsOf(life).map(([from, to]) => `('${from}', '${to}')`);
  return [
    `create function ringback_keep_${table}_life() returns trigger language plpgsql as $$
     begin
       if (old.state, new.state) not in (${steps.join(', ')}) then return null; end if;
       ${andThen}
       return new;
     end $$`,
    `create trigger ${table}_life before update on ${table} for each row
       when (old.state is distinct from new.state) execute function ringback_keep_${table}_life()`,
  ];
}

const statements = [
  // Not validated: what is stored already fulfils a narrower one.
  `alter table effects
     add column rank smallint not null default 0,
     add column settled_at timestamptz,
     add column discarded_by text,
     drop constraint effects_state_check,
     add constraint effects_state_check check (state in ('open', 'done', 'parked', 'discarded')) not valid`,

  `alter table crm_connections
     add column failures integer not null default 0,
     add column failing_since timestamptz,
     add column failure text,
     add column retry_at timestamptz`,
  `create index crm_connections_resting on crm_connections (system, retry_at) where retry_at is not null`,

  ...keepTo('texts', textLife),
  ...keepTo(
    'effects',
    effectLife,
    `new.settled_at := case when new.state = 'open' then null else ringback_now() end;`,
  ),
] as const;
