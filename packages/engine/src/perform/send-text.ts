import type { Instant, TextFailure } from '@ringback/core';
import { MessagingError, type Messenger } from '@ringback/messaging';
import { type Selectable, sql } from 'kysely';
import pRetry from 'p-retry';
import type { Db } from '../database/connection.ts';
import type { TextTable } from '../database/schema.ts';
import type { EventDraft, Handled } from '../handle-event.ts';
import { type ClaimedEffect, isStillHeld, type Lease, type Outcome } from '../lease.ts';
import type { EngineLog } from '../log.ts';
import { type Found, findSentText } from '../reconcile.ts';
import { retryDelayMs } from '../retry.ts';
import { type Begun, beginAttempt, textOf } from './begin-attempt.ts';
import type { ConsentCheck } from './check-consent.ts';

export type TextSender = (claimed: ClaimedEffect) => Promise<Outcome>;

export type TextSenderOptions = {
  readonly db: Db;
  readonly messenger: Messenger;
  readonly lease: Lease;
  /** How long one request to the provider may take; well under the lease. */
  readonly timeoutMs: number;
  /** Aborted when the process has to be gone: what is on its way then counts as doubtful. */
  readonly hurry: AbortSignal;
  readonly log: EngineLog;
  /** Every result is an event again. */
  readonly handle: (draft: EventDraft) => Promise<Handled>;
  readonly askCrms: ConsentCheck;
  /** Hears of each text that the provider has taken. */
  readonly onHandedOver: (claimed: ClaimedEffect, at: Instant) => void;
};

type Text = Selectable<TextTable> & { readonly now: Date };

/** A doubtful text is first looked for so soon after the attempt, and sent again no sooner than `resendAfterMs`. */
const firstLookAfterMs = 2_000;
const resendAfterMs = 60_000;
const looksBeforeResend = 2;
const mostAttempts = 2;

const done: Outcome = { type: 'done' };
const settled: Outcome = { type: 'settled' };
/** The provider drops a text that it could not hand on for so long; it takes no less. */
const shortestValiditySeconds = 60;

/**
 * Sends one text so that an outcome we saw happens once, and one that nobody saw is looked for before it is tried
 * again. Why so: docs/decisions/0009-a-doubtful-text-is-looked-for.md
 */
export function createTextSender(options: TextSenderOptions): TextSender {
  const { db, messenger, lease } = options;

  return async function sendText(claimed) {
    if (claimed.begunSecondsLeft !== undefined) {
      return send(claimed, {
        attempts: claimed.attempts,
        secondsLeft: claimed.begunSecondsLeft,
        atMs: claimed.claimedAtMs,
      });
    }
    const text = await loadText(db, claimed);
    switch (text.state) {
      case 'intended':
        return attempt(claimed, text);
      case 'sending':
        // Whoever began this attempt is gone: its lease ran out, or ours would not have been given.
        await reportDoubt(claimed);
        return lookFor(claimed, text);
      case 'unknown':
        return lookFor(claimed, text);
      default:
        return done;
    }
  };

  async function attempt(claimed: ClaimedEffect, text: Text): Promise<Outcome> {
    // Whether it is wanted is asked last, under the caller's lock: what a CRM says is taken in before.
    const unread = await options.askCrms(claimed);
    if (unread) return report(claimed, { status: 'failed', ...unread });
    const begun = await beginAttempt(db, claimed, lease);
    if (begun === 'lease-lost') return { type: 'again', afterMs: 0, problem: 'another process took it over' };
    if (begun === 'opted-out' || begun === 'pointless') {
      return report(claimed, { status: 'withdrawn', code: begun });
    }
    if (begun === 'too-late') return reportTooLate(claimed, text.attempts);
    return send(claimed, begun);
  }

  async function send(claimed: ClaimedEffect, begun: Begun): Promise<Outcome> {
    // A process that was stopped in between comes back here: by its own clock it sees that its time is over.
    if (!isOurs(claimed)) return letGo(claimed, begun.attempts);
    const secondsLeft = begun.secondsLeft - (lease.nowMs() - begun.atMs) / 1000;
    if (secondsLeft <= 0) return reportTooLate(claimed, begun.attempts - 1);
    const effect = textOf(claimed);
    try {
      const { providerId } = await messenger.send(
        {
          textId: effect.textId,
          businessId: claimed.businessId,
          from: effect.from,
          to: effect.to,
          body: effect.body,
          validitySeconds: Math.max(shortestValiditySeconds, Math.ceil(secondsLeft)),
        },
        { signal: deadline(), mayStart: () => isOurs(claimed) },
      );
      return await reportAccepted(claimed, providerId);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      if (error.retry === 'unknown') return doubt(claimed);
      if (error.retry === 'never') {
        if (error.code === 'messaging-auth') options.log.error('provider-refuses-us', { error });
        const { code, providerCode, failure } = error;
        return report(claimed, { status: 'failed', code: providerCode ?? code, failure });
      }
      await takeBack(claimed, begun.attempts);
      return {
        type: 'again',
        afterMs: error.retryAfterMs ?? retryDelayMs(claimed.attempts),
        problem: error.message,
      };
    }
  }

  /** It may have arrived all the same where an attempt before is in doubt. */
  function reportTooLate(claimed: ClaimedEffect, attemptsBefore: number): Promise<Outcome> {
    return report(claimed, {
      status: 'expired',
      code: attemptsBefore > 0 ? 'outcome-unknown' : 'too-late',
    });
  }

  /** Whether a request that begins now has ended before somebody else may take the text over. */
  function isOurs(claimed: ClaimedEffect): boolean {
    return isStillHeld(claimed, lease, options.timeoutMs);
  }

  /** Nothing has left, so whoever takes it up next need not look for it. */
  async function letGo(claimed: ClaimedEffect, attempts: number): Promise<Outcome> {
    await takeBack(claimed, attempts);
    return { type: 'again', afterMs: 0, problem: 'this process was stopped for too long' };
  }

  function deadline(): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(options.timeoutMs), options.hurry]);
  }

  /** An outcome that we saw must not be lost to a store that is away for a moment. */
  async function reportAccepted(claimed: ClaimedEffect, providerId: string): Promise<Outcome> {
    return pRetry(() => report(claimed, { status: 'accepted', providerId }), {
      retries: 4,
      minTimeout: 200,
      maxTimeout: 2_000,
      signal: options.hurry,
    });
  }

  async function lookFor(claimed: ClaimedEffect, text: Text): Promise<Outcome> {
    try {
      const found = await findSentText(db, messenger, text, {
        signal: deadline(),
      });
      if (found) return reportFound(claimed, found);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      return isLongOver(text)
        ? report(claimed, { status: 'expired', code: 'outcome-unknown' })
        : { type: 'again', afterMs: retryDelayMs(claimed.attempts), problem: error.message };
    }
    const looks = await countEmptyLook(claimed);
    const waited = text.now.getTime() - (text.last_attempt_at ?? text.now).getTime();
    if (looks < looksBeforeResend || waited < resendAfterMs) {
      const afterMs = Math.max(firstLookAfterMs, resendAfterMs - waited);
      return { type: 'again', afterMs, problem: 'nobody saw whether the provider took it; looking for it' };
    }
    if (text.attempts >= mostAttempts) return report(claimed, { status: 'failed', code: 'given-up' });
    return attempt(claimed, text);
  }

  /** It was taken first, whatever became of it since. */
  async function reportFound(claimed: ClaimedEffect, found: Found): Promise<Outcome> {
    await report(claimed, { status: 'accepted', providerId: found.providerId });
    return found.status === 'accepted' ? settled : report(claimed, found);
  }

  function countEmptyLook(claimed: ClaimedEffect): Promise<number> {
    return db
      .updateTable('texts')
      .set((row) => ({ empty_look_ups: sql<number>`${row.ref('empty_look_ups')} + 1` }))
      .where('business_id', '=', claimed.businessId)
      .where('text_id', '=', claimed.key)
      .returning('empty_look_ups')
      .executeTakeFirstOrThrow()
      .then((row) => row.empty_look_ups);
  }

  /** Told by the claim: an attempt that was taken back has the same number as the next one. */
  function reportDoubt(claimed: ClaimedEffect): Promise<Outcome> {
    return report(claimed, { status: 'unknown', id: `${claimed.key}-unknown-${claimed.attempts}` });
  }

  async function doubt(claimed: ClaimedEffect): Promise<Outcome> {
    await reportDoubt(claimed);
    return {
      type: 'again',
      afterMs: firstLookAfterMs,
      problem: 'nobody saw whether the provider took it; looking for it',
    };
  }

  /**
   * The provider has not processed it, so it was no attempt; one that is another's by now is left alone. A doubt about
   * an attempt before it stays: the text is looked for again.
   */
  async function takeBack(claimed: ClaimedEffect, attempts: number): Promise<void> {
    await db
      .updateTable('texts')
      .set({ state: attempts > 1 ? 'unknown' : 'intended', attempts: attempts - 1 })
      .where('business_id', '=', claimed.businessId)
      .where('text_id', '=', claimed.key)
      .where('state', '=', 'sending')
      .where('attempts', '=', attempts)
      .execute();
  }

  async function report(
    claimed: ClaimedEffect,
    change: {
      readonly status: 'accepted' | 'sent' | 'delivered' | 'failed' | 'withdrawn' | 'expired' | 'unknown';
      readonly code?: string | null;
      readonly failure?: TextFailure | null;
      readonly providerId?: string;
      readonly id?: string;
    },
  ): Promise<Outcome> {
    const { event, isRepeat } = await options.handle({
      type: 'text-status-changed',
      id: change.id ?? `${claimed.key}-${change.status}`,
      businessId: claimed.businessId,
      callerId: claimed.callerId,
      textId: claimed.key,
      status: change.status,
      code: change.code ?? null,
      ...(change.failure ? { failure: change.failure } : {}),
      providerId: change.providerId ?? null,
    });
    if (change.status === 'accepted' && !isRepeat) options.onHandedOver(claimed, event.at);
    return settled;
  }
}

/** So late that nobody would still want the text, and the provider has not answered our look-ups all the while. */
function isLongOver(text: Text): boolean {
  return text.not_after !== null && text.now.getTime() > text.not_after.getTime() + resendAfterMs;
}

async function loadText(db: Db, claimed: ClaimedEffect): Promise<Text> {
  return db
    .selectFrom('texts')
    .selectAll()
    .select(sql<Date>`ringback_now()`.as('now'))
    .where('business_id', '=', claimed.businessId)
    .where('text_id', '=', claimed.key)
    .executeTakeFirstOrThrow();
}
