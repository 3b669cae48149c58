import type { E164 } from '@ringback/core';
import { type Expression, sql } from 'kysely';
import type { Db } from '../database/connection.ts';
import type { Directory, KnownBusiness } from '../directory.ts';
import { type EventDraft, type Handled, UnknownBusinessError } from '../handle-event.ts';
import { type ClaimedEffect, isStillHeld, type Lease, type Outcome } from '../lease.ts';
import type { EngineLog } from '../log.ts';
import { type BegunMessage, beginMessage, type StoredNotice } from '../notices/begin-message.ts';
import { type NoticeChannels, NoticeError, type NoticeMessage } from '../notices/notice-channel.ts';
import { noticeEventId } from '../notices/notice-text.ts';
import { settleUntold, type Untold } from '../notices/untold.ts';
import { listSendingProblems } from '../queries/sending-problems.ts';
import { retryDelayMs } from '../retry.ts';

export type NotifierOptions = {
  readonly db: Db;
  readonly directory: Directory;
  readonly channels: NoticeChannels;
  readonly lease: Lease;
  /** Aborted when the process has to be gone: what is on its way then counts as doubtful. */
  readonly hurry: AbortSignal;
  readonly log: EngineLog;
  /** A text to staff is an event of theirs, so that it leaves as every other text does. */
  readonly handle: (draft: EventDraft) => Promise<Handled>;
};

/** How long the other side may take; well under the lease. */
const timeoutMs = 15_000;
/** Long enough for a first attempt that is slow to show up. */
const repeatAfterMs = 60_000;
/** What could not be told by then is no news any more; the task in the CRM stands. */
const givenUpAfterMs = 24 * 3_600_000;

const done: Outcome = { type: 'done' };

/**
 * Tells one member of staff what has gathered for them. An outcome that we saw happens once; one that nobody saw is
 * repeated at most once, under the same id and in the same words, as neither mail nor webhooks can be asked. Why so:
 * docs/decisions/0015-a-notice-is-gathered-by-the-work-itself.md
 */
export function createNotifier(options: NotifierOptions) {
  const { db, channels, lease } = options;

  return async function notify(claimed: ClaimedEffect): Promise<Outcome> {
    const known = options.directory.byId(claimed.businessId);
    if (!known) throw new UnknownBusinessError(claimed.businessId);
    if (!isStillHeld(claimed, lease, timeoutMs)) {
      return { type: 'again', afterMs: 0, problem: 'this process was stopped for too long' };
    }
    const begun = await beginMessage(db, claimed, known);
    if (begun === null) return done;
    const [{ channel }] = begun.rows;
    return channel === 'text' ? text(claimed, begun, known) : hand(claimed, { begun, known, channel });
  };

  async function hand(
    claimed: ClaimedEffect,
    {
      begun,
      known,
      channel,
    }: { readonly begun: BegunMessage; readonly known: KnownBusiness; readonly channel: 'email' | 'slack' },
  ): Promise<Outcome> {
    const port = channels[channel];
    const address = channel === 'slack' ? known.settings.notify.slackWebhookUrl : begun.rows[0].recipient;
    if (port === null || address === undefined) {
      return untold(claimed, begun, {
        state: 'withdrawn',
        problem: `this server sends nothing by ${channel}`,
      });
    }
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), options.hurry]);
      await port.send(messageOf(claimed.key, begun, { known, address }), { signal });
      await settleRows(begun, { state: 'sent', sent_at: sql<Date>`ringback_now()`, problem: null });
      return done;
    } catch (error) {
      if (!(error instanceof NoticeError)) throw error;
      return fail(claimed, begun, error);
    }
  }

  async function fail(claimed: ClaimedEffect, begun: BegunMessage, error: NoticeError): Promise<Outcome> {
    const problem = error.message;
    if (error.retry === 'unknown') {
      await settleRows(begun, { problem });
      return { type: 'again', afterMs: repeatAfterMs, problem };
    }
    if (error.retry === 'never' || begun.ageMs > givenUpAfterMs) {
      options.log.error('notice-not-sent', { key: claimed.key, lane: claimed.lane, error });
      await untold(claimed, begun, { state: 'failed', problem });
      return { type: 'discarded', problem };
    }
    // It was no attempt; a doubt about the one before stays.
    await settleRows(
      begun,
      begun.attempts > 1
        ? { attempts: begun.attempts - 1, problem }
        : { state: 'waiting', attempts: 0, problem },
    );
    return { type: 'again', afterMs: retryDelayMs(claimed.attempts), problem };
  }

  async function text(claimed: ClaimedEffect, begun: BegunMessage, known: KnownBusiness): Promise<Outcome> {
    const { wordText } = channels;
    if (wordText === null) {
      return untold(claimed, begun, { state: 'withdrawn', problem: 'this server texts no staff' });
    }
    const [row] = begun.rows;
    const { decision } = await options.handle({
      type: 'notice-due',
      id: noticeEventId(claimed.key),
      businessId: claimed.businessId,
      callerId: row.recipient,
      line: await lineFor(db, row, known),
      body: wordText(messageOf(claimed.key, begun, { known, address: row.recipient })),
    });
    if (!decision.effects.some(({ type }) => type === 'send-text')) {
      const [{ rule, detail: problem }] = decision.reasons;
      return untold(claimed, begun, { state: rule === 'suppressed' ? 'withdrawn' : 'failed', problem });
    }
    // What becomes of the text from here on, the events that tell of it write down.
    await settleRows(begun, { state: 'sent', sent_at: sql<Date>`ringback_now()`, problem: null });
    return done;
  }

  async function untold(
    { businessId, key }: ClaimedEffect,
    { attempts }: BegunMessage,
    what: Pick<Untold, 'state' | 'problem'>,
  ): Promise<Outcome> {
    const known = options.directory.byId(businessId);
    if (!known) throw new UnknownBusinessError(businessId);
    await settleUntold(db, known, { businessId, messageId: key, attempts, ...what });
    return done;
  }

  /** Nothing, where another process has taken the message over since. */
  async function settleRows(begun: BegunMessage, set: Settled): Promise<void> {
    const [first] = begun.rows;
    await db
      .updateTable('notices')
      .set(set)
      .where('business_id', '=', first.business_id)
      .where(
        'notice_id',
        'in',
        begun.rows.map(({ notice_id }) => notice_id),
      )
      .where('state', '=', 'sending')
      .where('attempts', '=', begun.attempts)
      .execute();
  }
}

type Settled = {
  readonly state?: 'sent' | 'waiting';
  readonly sent_at?: Expression<Date>;
  readonly attempts?: number;
  readonly problem: string | null;
};

function messageOf(
  id: string,
  { rows }: BegunMessage,
  { known, address }: { readonly known: KnownBusiness; readonly address: string },
): NoticeMessage {
  const [first, ...others] = rows.map(({ notice }) => notice);
  if (!first) throw new Error('a message without a notice');
  return {
    id,
    business: known.business,
    recipient: { address, name: rows[0].recipient_name },
    notices: [first, ...others],
  };
}

/** The line that the caller called, while the business has it and texts leave from it; else another one. */
async function lineFor(
  db: Db,
  { notice }: StoredNotice,
  { business, heldLines = [] }: KnownBusiness,
): Promise<E164> {
  const problems = await listSendingProblems(db, [business.id]);
  const held = new Set<string | null>([
    ...heldLines,
    ...problems.flatMap(({ isHolding, holds, line }) => (isHolding && holds === 'line' ? [line] : [])),
  ]);
  const lines = business.lines.map(({ number }) => number);
  const own = lines.find((number) => number === notice.line) ?? lines[0];
  if (!own) throw new Error(`the business ${business.id} has no line`);
  return [own, ...lines].find((number) => !held.has(number)) ?? own;
}
