import { type Instant, toInstant } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import { workChannel } from '../work-signals.ts';

/** The store's clock in the hands of a test: every process on the store reads it. */
export type TestClock = {
  now(): Promise<Instant>;
  /** Moves time on and wakes whoever waits for it. */
  advance(ms: number): Promise<void>;
};

/** Time stands still but for `advance`. */
export async function freezeClock(db: Db, start: Instant): Promise<TestClock> {
  await sql`create table test_clock (now timestamptz not null)`.execute(db);
  await sql`insert into test_clock values (${start}::timestamptz)`.execute(db);
  await sql`create or replace function ringback_now() returns timestamptz language sql volatile
    as $$ select now from test_clock $$`.execute(db);
  return clockOf(db, (ms) =>
    sql`update test_clock set now = now + make_interval(secs => ${ms / 1000}::float8)`.execute(db),
  );
}

/** Time runs, and `advance` jumps ahead: for tests with processes of their own. */
export async function shiftClock(db: Db): Promise<TestClock> {
  await sql`create table test_clock (shift interval not null)`.execute(db);
  await sql`insert into test_clock values (interval '0')`.execute(db);
  await sql`create or replace function ringback_now() returns timestamptz language sql volatile
    as $$ select date_trunc('milliseconds', clock_timestamp() + shift) from test_clock $$`.execute(db);
  return clockOf(db, (ms) =>
    sql`update test_clock set shift = shift + make_interval(secs => ${ms / 1000}::float8)`.execute(db),
  );
}

function clockOf(db: Db, move: (ms: number) => Promise<unknown>): TestClock {
  return {
    async now() {
      const { rows } = await sql<{ now: Date }>`select ringback_now() as now`.execute(db);
      return toInstant(rows[0]?.now ?? Number.NaN);
    },
    async advance(ms) {
      await move(ms);
      await sql`select pg_notify(${workChannel}, 'everything')`.execute(db);
    },
  };
}
