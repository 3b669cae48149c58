import { sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { ChannelName } from '../notices/notice-channel.ts';

/** Notices of the last day that reached nobody, or perhaps nobody; `problem` is that of the newest. */
export type FailedNotices = {
  readonly businessId: string;
  readonly channel: ChannelName;
  readonly count: number;
  readonly problem: string | null;
};

export async function countFailedNotices(db: Db): Promise<readonly FailedNotices[]> {
  const { rows } = await sql<FailedNotices>`
    select business_id as "businessId", channel, count(*)::int as count,
      (array_agg(problem order by created_at desc))[1] as problem
    from notices
    where state in ('failed', 'unknown') and created_at > ringback_now() - interval '1 day'
    group by business_id, channel order by business_id, channel`.execute(db);
  return rows;
}
