import { whyUnwanted } from '@ringback/core';
import { MessagingError, type Messenger } from '@ringback/messaging';
import { type Selectable, sql } from 'kysely';
import pRetry from 'p-retry';
import type { Db, Tx } from '../database/connection.ts';
import type { TextTable } from '../database/schema.ts';
import type { EventDraft } from '../handle-event.ts';
import { type ClaimedEffect, isStillHeld, type Lease, type Outcome } from '../lease.ts';
import type { EngineLog } from '../log.ts';
import { type Found, findSentText } from '../reconcile.ts';
import { retryDelayMs } from '../retry.ts';

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
  readonly handle: (draft: EventDraft) => Promise<unknown>;
};

type Text = Selectable<TextTable> & { readonly now: Date };

/** A doubtful text is first looked for so soon after the attempt, and sent again no sooner than `resendAfterMs`. */
const firstLookAfterMs = 2_000;
const resendAfterMs = 60_000;
const looksBeforeResend = 2;
const mostAttempts = 2;

const done: Outcome = { type: 'done' };

/**
 * Sends one text so that an outcome we saw happens once, and one that nobody saw is looked for before it is tried
 * again. Why so: docs/decisions/0009-a-doubtful-text-is-looked-for.md
 */
export function createTextSender(options: TextSenderOptions): TextSender {
  const { db, messenger, lease } = options;

  return async function sendText(claimed) {
    const text = await loadText(db, claimed);
    switch (text.state) {
      case 'intended':
        return attempt(claimed, text);
      case 'sending':
        // Whoever began this attempt is gone: its lease ran out, or ours would not have been given.
        await report(claimed, text, { status: 'unknown', id: `${text.text_id}-unknown-${text.attempts}` });
        return lookFor(claimed, text);
      case 'unknown':
        return lookFor(claimed, text);
      default:
        return done;
    }
  };

  async function attempt(claimed: ClaimedEffect, text: Text): Promise<Outcome> {
    const begun = await begin(claimed);
    if (begun === 'lease-lost') return { type: 'again', afterMs: 0, problem: 'another process took it over' };
    if (begun === 'opted-out' || begun === 'pointless') {
      return report(claimed, text, { status: 'withdrawn', code: begun });
    }
    if (begun === 'too-late') return report(claimed, text, { status: 'expired', code: 'too-late' });
    // A process that was stopped in between comes back here: by its own clock it sees that its time is over.
    if (!isStillHeld(claimed, lease, options.timeoutMs)) return doubt(claimed, text, begun.attempts);
    try {
      const { providerId } = await messenger.send(
        {
          textId: text.text_id,
          businessId: text.business_id,
          from: begun.from,
          to: begun.to,
          body: text.body,
          validitySeconds: begun.validitySeconds,
        },
        { signal: deadline() },
      );
      return await reportAccepted(claimed, text, providerId);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      if (error.retry === 'unknown') return doubt(claimed, text, begun.attempts);
      if (error.retry === 'never') {
        if (error.code === 'messaging-auth') options.log.error('provider-refuses-us', { error });
        return report(claimed, text, { status: 'failed', code: error.providerCode ?? error.code });
      }
      await takeBack(claimed, begun.attempts);
      return {
        type: 'again',
        afterMs: error.retryAfterMs ?? retryDelayMs(claimed.attempts),
        problem: error.message,
      };
    }
  }

  /** Consent, deadline and lease are checked under the caller's lock, so that an opt-out cannot slip in between. */
  function begin(claimed: ClaimedEffect) {
    return db.transaction().execute(async (tx) => {
      const caller = await tx
        .selectFrom('callers')
        .select('state')
        .where('business_id', '=', claimed.businessId)
        .where('caller_id', '=', claimed.callerId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const held = await tx
        .selectFrom('effects')
        .select('effect_key')
        .where('business_id', '=', claimed.businessId)
        .where('effect_key', '=', claimed.key)
        .where('state', '=', 'open')
        .where('lease_owner', '=', lease.owner)
        .where('attempts', '=', claimed.attempts)
        .where('lease_until', '>', sql<Date>`ringback_now()`)
        .forUpdate()
        .executeTakeFirst();
      if (!held || claimed.effect.type !== 'send-text') return 'lease-lost' as const;
      const unwanted = whyUnwanted(caller.state, claimed.effect);
      if (unwanted) return unwanted;
      const started = await tx
        .updateTable('texts')
        .set((row) => ({
          state: 'sending',
          attempts: sql<number>`${row.ref('attempts')} + 1`,
          empty_look_ups: 0,
          first_attempt_at: sql<Date>`coalesce(${row.ref('first_attempt_at')}, ringback_now())`,
          last_attempt_at: sql<Date>`ringback_now()`,
        }))
        .where('business_id', '=', claimed.businessId)
        .where('text_id', '=', claimed.effect.textId)
        .where('state', 'in', ['intended', 'unknown'])
        .where('not_after', '>', sql<Date>`ringback_now()`)
        .returning([
          'attempts',
          sql<number>`extract(epoch from not_after - ringback_now())::float8`.as('left'),
        ])
        .executeTakeFirst();
      if (!started) return (await isOpen(tx, claimed)) ? ('too-late' as const) : ('lease-lost' as const);
      return {
        attempts: started.attempts,
        from: claimed.effect.from,
        to: claimed.effect.to,
        validitySeconds: Math.max(60, Math.ceil(started.left)),
      };
    });
  }

  function deadline(): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(options.timeoutMs), options.hurry]);
  }

  /** An outcome that we saw must not be lost to a store that is away for a moment. */
  async function reportAccepted(claimed: ClaimedEffect, text: Text, providerId: string): Promise<Outcome> {
    return pRetry(() => report(claimed, text, { status: 'accepted', providerId }), {
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
      if (found) return reportFound(claimed, text, found);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      return isLongOver(text)
        ? report(claimed, text, { status: 'expired', code: 'outcome-unknown' })
        : { type: 'again', afterMs: retryDelayMs(claimed.attempts), problem: error.message };
    }
    const looks = await countEmptyLook(claimed);
    const waited = text.now.getTime() - (text.last_attempt_at ?? text.now).getTime();
    if (looks < looksBeforeResend || waited < resendAfterMs) {
      const afterMs = Math.max(firstLookAfterMs, resendAfterMs - waited);
      return { type: 'again', afterMs, problem: 'nobody saw whether the provider took it; looking for it' };
    }
    if (text.attempts >= mostAttempts) return report(claimed, text, { status: 'failed', code: 'given-up' });
    return attempt(claimed, text);
  }

  /** It was taken first, whatever became of it since. */
  async function reportFound(claimed: ClaimedEffect, text: Text, found: Found): Promise<Outcome> {
    await report(claimed, text, { status: 'accepted', providerId: found.providerId });
    return found.status === 'accepted' ? done : report(claimed, text, found);
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

  async function doubt(claimed: ClaimedEffect, text: Text, attempts: number): Promise<Outcome> {
    await report(claimed, text, { status: 'unknown', id: `${text.text_id}-unknown-${attempts}` });
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
    text: Text,
    change: {
      readonly status: 'accepted' | 'sent' | 'delivered' | 'failed' | 'withdrawn' | 'expired' | 'unknown';
      readonly code?: string | null;
      readonly providerId?: string;
      readonly id?: string;
    },
  ): Promise<Outcome> {
    await options.handle({
      type: 'text-status-changed',
      id: change.id ?? `${text.text_id}-${change.status}`,
      businessId: claimed.businessId,
      callerId: claimed.callerId,
      textId: text.text_id,
      status: change.status,
      code: change.code ?? null,
      providerId: change.providerId ?? null,
    });
    return done;
  }
}

/** Whether the text still waits for an attempt: otherwise somebody else has begun or ended it meanwhile. */
async function isOpen(tx: Tx, claimed: ClaimedEffect): Promise<boolean> {
  const text = await tx
    .selectFrom('texts')
    .select('state')
    .where('business_id', '=', claimed.businessId)
    .where('text_id', '=', claimed.key)
    .executeTakeFirst();
  return text?.state === 'intended' || text?.state === 'unknown';
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
