import type { Store } from '@ringback/engine';
import { type Kysely, sql } from 'kysely';

/**
 * A step of sending as the store sees it. `resending` is the second attempt, `looked` a look-up that found nothing,
 * `claimed` work taken from the queue, `put off` work laid back into it.
 */
export type Moment =
  | 'miss stored'
  | `text ${'sending' | 'resending' | 'accepted' | 'unknown' | 'sent' | 'delivered'}`
  | 'looked'
  | 'claimed'
  | 'put off';

/** `before`: what the step wrote is not committed and goes down with the process. `after`: it is, and nothing else. */
export type Stop = { readonly callerId: string; readonly moment: Moment; readonly phase: 'before' | 'after' };

/** Where a server stands still, and in which session of the store. */
export type Reached = {
  readonly server: string;
  readonly session: number;
  readonly moment: Moment;
  readonly phase: Stop['phase'];
};

/** Holds a server still at an exact step, by a lock in the store, so that it can be killed there. */
export type Stops = {
  arm(stop: Stop): Promise<void>;
  /** A server that stands still, by its `application_name`, and where; null when none does. */
  reached(): Promise<Reached | null>;
  /** Ends the statement that stands still, so that nothing of it is written. */
  undo(reached: Reached): Promise<void>;
  /** Forgets every stop and lets whoever stands still go on. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

// A deferred trigger runs within the commit: its sender has nothing more to say, so that the step is committed
// even when it dies there.
const install = [
  'create table chaos_stops (id integer primary key, caller_id text, moment text, phase text)',
  `create function chaos_stop() returns trigger language plpgsql as $$
   declare
     reached text;
     stop_id integer;
   begin
     if tg_table_name = 'events' then
       if new.type = 'call-missed' then reached := 'miss stored'; end if;
     elsif tg_table_name = 'texts' then
       if new.direction = 'in' then return null; end if;
       if tg_op = 'INSERT' then reached := 'text ' || new.state;
       elsif new.state = 'sending' and new.attempts > old.attempts then
         reached := case when new.attempts > 1 then 'text resending' else 'text sending' end;
       elsif new.state <> old.state then reached := 'text ' || new.state;
       elsif new.empty_look_ups > old.empty_look_ups then reached := 'looked';
       end if;
     elsif new.lane = 'texts' and new.state = 'open' then
       if new.lease_owner is not null and new.attempts > old.attempts then reached := 'claimed';
       elsif new.lease_owner is null and old.lease_owner is not null then reached := 'put off';
       end if;
     end if;
     select s.id into stop_id from chaos_stops s
     where s.caller_id = new.caller_id and s.moment = reached and s.phase = tg_argv[0];
     if found then perform pg_advisory_xact_lock_shared(stop_id); end if;
     return null;
   end $$`,
  ...['insert on events', 'insert or update on texts', 'update on effects'].flatMap((what, index) => [
    `create trigger chaos_before_${index} after ${what} for each row execute function chaos_stop('before')`,
    `create constraint trigger chaos_after_${index} after ${what} deferrable initially deferred
     for each row execute function chaos_stop('after')`,
  ]),
];

export async function installStops({ db }: Pick<Store, 'db'>): Promise<Stops> {
  for (const statement of install) await sql.raw(statement).execute(db);
  const session = await openSession(db);
  let lastId = 0;
  const armed = new Set<number>();

  return {
    async arm({ callerId, moment, phase }) {
      lastId += 1;
      armed.add(lastId);
      await sql`select pg_advisory_lock(${lastId})`.execute(session.db);
      await sql`insert into chaos_stops values (${lastId}, ${callerId}, ${moment}, ${phase})`.execute(db);
    },
    async reached() {
      if (armed.size === 0) return null;
      const { rows } = await sql<Reached>`
        select a.application_name as server, a.pid as session, s.moment, s.phase
        from pg_locks l
          join pg_stat_activity a on a.pid = l.pid
          join chaos_stops s on s.id = l.objid
        where l.locktype = 'advisory' and l.mode = 'ShareLock' and not l.granted
          and a.datname = current_database()`.execute(db);
      return rows[0] ?? null;
    },
    async undo({ session: pid }) {
      await sql`select pg_terminate_backend(${pid})`.execute(db);
    },
    async clear() {
      await sql`delete from chaos_stops`.execute(db);
      for (const id of armed) await sql`select pg_advisory_unlock(${id})`.execute(session.db);
      armed.clear();
    },
    close: session.close,
  };
}

/** Such a lock belongs to one connection, which is kept until `close`. */
async function openSession<T>(db: Kysely<T>): Promise<{ db: Kysely<T>; close(): Promise<void> }> {
  let end = () => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  let holding: Promise<void> = Promise.resolve();
  const held = await new Promise<Kysely<T>>((opened, failed) => {
    holding = db.connection().execute(async (connection) => {
      opened(connection);
      await ended;
    });
    holding.catch(failed);
  });
  return {
    db: held,
    async close() {
      end();
      await holding;
    },
  };
}
