import type { Business, Instant } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import type { StoryNotice } from '@ringback/sandbox';
import type { NoticeLinks } from '../notices/links.ts';
import { linksOf } from '../notices/words.ts';

const most = 12;

/** What staff have been told or will be, the newest first: what the sandbox shows instead of sending it. */
export async function readNotices(
  engine: Engine,
  { business, links }: { readonly business: Business; readonly links: NoticeLinks },
): Promise<readonly StoryNotice[]> {
  const rows = await engine.store.db
    .selectFrom('notices')
    .selectAll()
    .where('business_id', '=', business.id)
    .orderBy('created_at', 'desc')
    .orderBy('notice_id')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    id: row.notice_id,
    at: (row.sent_at ?? row.due_at).toISOString() as Instant,
    channel: row.channel,
    to: row.recipient,
    headline: row.notice.headline,
    urgent: row.urgent,
    state: row.state,
    why: row.problem,
    links:
      row.state === 'sent'
        ? linksOf(row.notice, { business, links, by: row.recipient_name ?? (row.recipient || null) }).map(
            ({ label, url }) => ({ label, href: url }),
          )
        : [],
  }));
}
