import { type E164, type TextStatus, toInstant } from '@ringback/core';
import type { Messenger, SentText } from '@ringback/messaging';
import type { Selectable } from 'kysely';
import type { Db } from './database/connection.ts';
import type { TextTable } from './database/schema.ts';

/** The provider's clock and ours may differ by as much, as the messenger's port grants too. */
const clockMarginMs = 120_000;

export type Found = {
  readonly status: 'accepted' | 'sent' | 'delivered' | 'failed' | 'withdrawn';
  readonly code: string | null;
  readonly providerId: string;
};

/**
 * What became of a text whose outcome nobody saw: the oldest at the provider with the same sender, recipient and body
 * that was made since the first attempt and belongs to no other text of ours; null when there is none.
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
  const match = free.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt))[0];
  if (!match) return null;
  return { status: settledStatus(match.status), code: match.code, providerId: match.providerId };
}

async function findBound(
  db: Db,
  businessId: string,
  candidates: readonly SentText[],
): Promise<ReadonlySet<string | null>> {
  if (candidates.length === 0) return new Set();
  const rows = await db
    .selectFrom('texts')
    .select('provider_id')
    .where('business_id', '=', businessId)
    .where(
      'provider_id',
      'in',
      candidates.map(({ providerId }) => providerId),
    )
    .execute();
  return new Set(rows.map((row) => row.provider_id));
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
