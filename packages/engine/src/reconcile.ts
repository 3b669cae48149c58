import { type E164, type TextFailure, type TextStatus, toInstant } from '@ringback/core';
import type { Messenger, SentText } from '@ringback/messaging';
import type { Selectable } from 'kysely';
import type { Db } from './database/connection.ts';
import type { TextTable } from './database/schema.ts';

/** The provider's clock and ours may differ by as much, as the messenger's port grants too. */
const clockMarginMs = 120_000;

export type Found = {
  readonly status: 'accepted' | 'sent' | 'delivered' | 'failed' | 'withdrawn';
  readonly code: string | null;
  readonly failure: TextFailure | null;
  readonly providerId: string;
};

/**
 * What became of a text whose outcome nobody saw: the oldest at the provider with the same sender, recipient and body
 * that was made since the first attempt and belongs to no other text of ours; null when there is none. Of equal texts
 * to the same caller, as many may be an earlier one's as that one was tried without anybody seeing what became of it.
 * @throws MessagingError when the provider did not answer
 */
export async function findSentText(
  db: Db,
  messenger: Messenger,
  text: Selectable<TextTable>,
  options: { readonly signal: AbortSignal },
): Promise<Found | null> {
  const since = new Date((text.first_attempt_at ?? text.created_at).getTime() - clockMarginMs);
  const sent = await messenger.listSent(
    { from: text.line as E164, to: text.phone as E164, since: toInstant(since) },
    options,
  );
  const alike = sent.filter(
    (each) => Date.parse(each.createdAt) >= since.getTime() && normalise(each.body) === normalise(text.body),
  );
  const bound = await findBound(db, text.business_id, alike);
  const free = alike.filter(({ providerId }) => !bound.has(providerId));
  const others = free.length === 0 ? 0 : await countAttemptsOfOthers(db, text, since);
  const match = free.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt))[others];
  if (!match) return null;
  const { code, failure, providerId } = match;
  return { status: settledStatus(match.status), code, failure, providerId };
}

async function findBound(
  db: Db,
  businessId: string,
  candidates: readonly SentText[],
): Promise<ReadonlySet<string | null>> {
  if (candidates.length === 0) return new Set();
  const ids = candidates.map(({ providerId }) => providerId);
  const rows = await db
    .selectFrom('texts')
    .select(['provider_id', 'double_provider_id'])
    .where('business_id', '=', businessId)
    .where(({ or, eb }) => or([eb('provider_id', 'in', ids), eb('double_provider_id', 'in', ids)]))
    .execute();
  return new Set(rows.flatMap((row) => [row.provider_id, row.double_provider_id]));
}

/** Attempts, since then, of other texts with the same words that may have left without our having seen it. */
async function countAttemptsOfOthers(db: Db, text: Selectable<TextTable>, since: Date): Promise<number> {
  const rows = await db
    .selectFrom('texts')
    .select(['body', 'attempts'])
    .where('business_id', '=', text.business_id)
    .where('caller_id', '=', text.caller_id)
    .where('direction', '=', 'out')
    .where('line', '=', text.line)
    .where('text_id', '!=', text.text_id)
    .where('provider_id', 'is', null)
    .where('last_attempt_at', '>=', since)
    .where((where) =>
      where.or([
        where('state', 'in', ['sending', 'unknown']),
        where('code', 'in', ['given-up', 'outcome-unknown']),
      ]),
    )
    .execute();
  return rows
    .filter(({ body }) => normalise(body) === normalise(text.body))
    .reduce((sum, { attempts }) => sum + attempts, 0);
}

/** Providers trim texts and replace typographic characters ("smart encoding"); letters and digits stay. */
function normalise(body: string): string {
  return body
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function settledStatus(status: TextStatus): Found['status'] {
  switch (status) {
    case 'sent':
    case 'delivered':
    case 'failed':
    case 'withdrawn':
      return status;
    default:
      return 'accepted';
  }
}
