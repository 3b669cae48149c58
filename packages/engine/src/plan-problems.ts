import type { EffectOf, Event } from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { Write } from './write-together.ts';

/** A problem that goes on keeps the moment at which it was first seen. */
export function holdTexts(db: Db, event: Event, { problem }: EffectOf<'hold-texts'>): Write {
  const scope = [problem.line ?? '', problem.words ?? ''].join(' ').trim();
  return db
    .insertInto('sending_problems')
    .values({
      business_id: event.businessId,
      kind: problem.kind,
      scope,
      problem: JSON.stringify(problem),
      last_at: event.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['business_id', 'kind', 'scope']).doUpdateSet((row) => ({
        problem: sql<string>`jsonb_set(excluded.problem, '{since}', sending_problems.problem -> 'since')`,
        failures: sql<number>`sending_problems.failures + 1`,
        last_at: row.ref('excluded.last_at'),
      })),
    );
}

/** Forgets what is over of a line; a wording that was refused is never over by itself. */
export function releaseTexts(db: Db, event: Event, { line }: EffectOf<'release-texts'>): Write {
  return db
    .deleteFrom('sending_problems')
    .where('business_id', '=', event.businessId)
    .where(sql<boolean>`coalesce(problem ->> 'line', ${line}) = ${line}`)
    .where(sql<boolean>`problem ->> 'holds' <> 'words'`)
    .where(sql<boolean>`problem ->> 'until' is not null
      and (problem ->> 'holds' = 'nothing' or (problem ->> 'until')::timestamptz <= ${event.at}::timestamptz)`);
}

/** What carriers refused for want of a registration leaves as soon as they have approved it. */
export async function forgetUnregistered(
  db: Db,
  businessId: string,
  lines: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('sending_problems')
    .where('business_id', '=', businessId)
    .where('kind', '=', 'unregistered')
    .where('scope', 'in', lines)
    .execute();
}
