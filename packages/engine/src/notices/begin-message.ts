import { type Caller, isNoticePointless, msBetween, noticeKinds, toInstant } from '@ringback/core';
import { type Selectable, sql } from 'kysely';
import { defaultDigestMinutes } from '../business-file.ts';
import type { Db, Tx } from '../database/connection.ts';
import type { NoticeTable } from '../database/schema.ts';
import type { KnownBusiness } from '../directory.ts';
import type { ClaimedEffect } from '../lease.ts';

export type StoredNotice = Selectable<NoticeTable>;

/** A message that is written down as being handed over for the `attempts`-th time. */
export type BegunMessage = {
  readonly rows: readonly [StoredNotice, ...StoredNotice[]];
  readonly attempts: number;
  /** How long ago the first of them was due, in milliseconds by the store's clock. */
  readonly ageMs: number;
};

/** An outcome that nobody saw is repeated once: whoever reads the same notice twice loses less than who reads none. */
const mostAttempts = 2;
/** The rest is told with the next message. */
const mostInOne = 50;

/**
 * Gathers what is to be told together and writes down that it is being told; null: nothing is left to tell. What
 * somebody has seen to since is withdrawn, and of one conversation the most pressing alone is told.
 */
export function beginMessage(
  db: Db,
  claimed: ClaimedEffect,
  known: KnownBusiness,
): Promise<BegunMessage | null> {
  return db.transaction().execute(async (tx) => {
    const own = await readNotice(tx, claimed);
    if (!own) return null;
    // Its own notice may be withdrawn by now; what left or was put off together with it has nobody else to tell it.
    const earlier = await statesUnder(tx, claimed);
    if (earlier.has('sending')) return repeat(tx, claimed);
    if (own.state !== 'waiting' && !earlier.has('waiting')) return null;
    const waiting = own.urgent ? await lockOwn(tx, own) : await lockGathered(tx, own);
    const kept = await sift(tx, waiting, known);
    const [first, ...others] = kept;
    if (!first) return null;
    await change(tx, kept, { state: 'sending', message_id: claimed.key, attempts: 1 });
    return begunWith(tx, [first, ...others], 1);
  });
}

async function begunWith(tx: Tx, rows: BegunMessage['rows'], attempts: number): Promise<BegunMessage> {
  const due = Math.min(...rows.map(({ due_at }) => due_at.getTime()));
  const { rows: times } = await sql<{ now: Date }>`select ringback_now() as now`.execute(tx);
  return { rows, attempts, ageMs: (times[0]?.now.getTime() ?? due) - due };
}

/** What has become of those that an attempt before told in this message. */
async function statesUnder(
  tx: Tx,
  { businessId, key }: ClaimedEffect,
): Promise<ReadonlySet<StoredNotice['state']>> {
  const rows = await tx
    .selectFrom('notices')
    .select('state')
    .distinct()
    .where('business_id', '=', businessId)
    .where('message_id', '=', key)
    .execute();
  return new Set(rows.map(({ state }) => state));
}

function readNotice(tx: Tx, { businessId, key }: ClaimedEffect): Promise<StoredNotice | undefined> {
  return tx
    .selectFrom('notices')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('notice_id', '=', key)
    .executeTakeFirst();
}

function lockOwn(tx: Tx, own: StoredNotice): Promise<StoredNotice[]> {
  return tx
    .selectFrom('notices')
    .selectAll()
    .where('business_id', '=', own.business_id)
    .where('notice_id', '=', own.notice_id)
    .where('state', '=', 'waiting')
    .forUpdate()
    .execute();
}

/** In one order, so that two who gather at once wait for each other and the second finds nothing left. */
function lockGathered(tx: Tx, own: StoredNotice): Promise<StoredNotice[]> {
  return tx
    .selectFrom('notices')
    .selectAll()
    .where('business_id', '=', own.business_id)
    .where('channel', '=', own.channel)
    .where('recipient', '=', own.recipient)
    .where('state', '=', 'waiting')
    .where('urgent', '=', false)
    .orderBy('due_at')
    .orderBy('notice_id')
    .limit(mostInOne)
    .forUpdate()
    .execute();
}

/** The attempt before has ended unseen: in a crash, or without an answer. */
async function repeat(tx: Tx, { businessId, key }: ClaimedEffect): Promise<BegunMessage | null> {
  const rows = await tx
    .selectFrom('notices')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('message_id', '=', key)
    .where('state', '=', 'sending')
    .orderBy('notice_id')
    .forUpdate()
    .execute();
  const [first, ...others] = rows;
  if (!first) return null;
  if (first.attempts >= mostAttempts) {
    await change(tx, rows, { state: 'unknown', problem: 'nobody saw whether it was taken, twice' });
    return null;
  }
  const attempts = first.attempts + 1;
  await change(tx, rows, { attempts });
  return begunWith(tx, [first, ...others], attempts);
}

async function sift(
  tx: Tx,
  waiting: readonly StoredNotice[],
  known: KnownBusiness,
): Promise<readonly StoredNotice[]> {
  const callers = await readCallers(tx, waiting);
  const best = new Map<string, StoredNotice>();
  const dropped = {
    pointless: [] as StoredNotice[],
    together: [] as StoredNotice[],
    told: [] as StoredNotice[],
  };
  for (const row of [...waiting].toSorted(byPressure)) {
    const caller = callers.get(row.caller_id);
    const about = row.notice.conversationId ?? row.notice_id;
    if (!caller || isNoticePointless(caller, row.notice)) dropped.pointless.push(row);
    else if (best.has(about)) dropped.together.push(row);
    else if (row.urgent && (await wasTold(tx, row, known))) dropped.told.push(row);
    else best.set(about, row);
  }
  await withdraw(tx, dropped.pointless, 'somebody has seen to it');
  await withdraw(tx, dropped.together, 'told with another of the same conversation');
  await withdraw(tx, dropped.told, 'told a moment ago');
  return [...best.values()];
}

/** The most pressing first, and of two alike the newer. */
function byPressure(one: StoredNotice, other: StoredNotice): number {
  const rank = ({ urgent, notice: { kind } }: StoredNotice) => (urgent ? 0 : 10) + noticeKinds.indexOf(kind);
  return rank(one) - rank(other) || other.created_at.getTime() - one.created_at.getTime();
}

async function readCallers(tx: Tx, rows: readonly StoredNotice[]): Promise<ReadonlyMap<string, Caller>> {
  const [first] = rows;
  if (!first) return new Map();
  const found = await tx
    .selectFrom('callers')
    .select(['caller_id', 'state'])
    .where('business_id', '=', first.business_id)
    .where('caller_id', 'in', [...new Set(rows.map(({ caller_id }) => caller_id))])
    .execute();
  return new Map(found.map(({ caller_id, state }) => [caller_id, state]));
}

/** Also what is urgent is told once within the window, unless the next one is called on. */
async function wasTold(tx: Tx, row: StoredNotice, { settings }: KnownBusiness): Promise<boolean> {
  const { conversationId, level, at } = row.notice;
  if (conversationId === null) return false;
  const rows = await tx
    .selectFrom('notices')
    .select(['notice', 'created_at'])
    .where('business_id', '=', row.business_id)
    .where('caller_id', '=', row.caller_id)
    .where('channel', '=', row.channel)
    .where('recipient', '=', row.recipient)
    .where('urgent', '=', true)
    .where('state', 'in', ['sending', 'sent', 'unknown'])
    .execute();
  const windowMs = (settings.notify.digestMinutes ?? defaultDigestMinutes) * 60_000;
  return rows.some(
    ({ notice, created_at }) =>
      notice.conversationId === conversationId &&
      (notice.level ?? 0) >= (level ?? 0) &&
      msBetween(toInstant(created_at), at) < windowMs,
  );
}

async function withdraw(tx: Tx, rows: readonly StoredNotice[], problem: string): Promise<void> {
  await change(tx, rows, { state: 'withdrawn', problem });
}

type Change = Partial<Pick<StoredNotice, 'state' | 'message_id' | 'attempts' | 'problem'>>;

async function change(tx: Tx, rows: readonly StoredNotice[], set: Change): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await tx
    .updateTable('notices')
    .set(set)
    .where('business_id', '=', first.business_id)
    .where(
      'notice_id',
      'in',
      rows.map(({ notice_id }) => notice_id),
    )
    .execute();
}
