import { addHours, addMinutes, addSeconds, type Instant, toInstant } from '@ringback/core';
import type { CallHistory, ListedCall, ListedVoicemail } from '@ringback/messaging';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { Directory } from './directory.ts';
import type { CallReport } from './handle-call.ts';
import type { EngineLog } from './log.ts';

/** Finds the calls and voicemails that nobody could tell us of, while this server or the store was away. */
export type CallRecovery = {
  start(): void;
  /** Begins nothing more and resolves when the call in hand is done. */
  stop(): Promise<void>;
  /** Resolves when it is not looking through anything. */
  settled(): Promise<void>;
  /** Looks through what is due now; how many calls were found. */
  runDue(): Promise<number>;
};

type Look = {
  readonly now: Instant;
  /** By business: of every call that came in before, it is known what became of it. */
  readonly knownUntil: ReadonlyMap<string, Instant>;
};

const wakeEveryMs = 60_000;
const lookEveryMinutes = 3;
/** How long one part of a look may take; after that another process may take it over. */
const leaseMinutes = 5;
/** Signals that are still on their way, tried again by the provider, know more than its list. */
const settleMinutes = 2;
/** A list may show a call later than a younger one, so that the latest part is looked through again. */
const againMinutes = 10;
/** Calls last a day at most; one that its list never ends must not hold us up for ever. */
const longestCallHours = 24;
/** Nobody is helped by a call back after longer than a weekend. */
const furthestBackHours = 72;
const partHours = 1;

export function createCallRecovery(options: {
  readonly db: Db;
  readonly history: CallHistory;
  readonly directory: Directory;
  readonly handleCall: (report: CallReport) => Promise<unknown>;
  /** Names this process among all. */
  readonly owner: string;
  readonly log: EngineLog;
}): CallRecovery {
  const { db, history, directory, owner, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function runDue(): Promise<number> {
    const look = await claimDue(db, owner);
    if (!look) return 0;
    let found = 0;
    let heard = 0;
    const unsettled = new Map<string, Instant>();
    try {
      for (const part of partsOf(look)) {
        const calls = await history.listIncoming(part, { signal });
        for (const call of await undecidedOf(calls, look)) {
          if (signal.aborted) break;
          const { businessId } = call;
          if (await settle(call, look.now)) found += 1;
          else unsettled.set(businessId, earlier(unsettled.get(businessId), call.startedAt));
        }
        // After the calls: a voicemail belongs to one that is known.
        for (const voicemail of await unheardOf(await history.listVoicemails(part, { signal }), look)) {
          if (signal.aborted) break;
          const { businessId } = voicemail;
          if (await hear(voicemail, look.now)) heard += 1;
          else unsettled.set(businessId, earlier(unsettled.get(businessId), voicemail.startedAt));
        }
        if (signal.aborted || !(await remember(look, part.until, unsettled))) break;
      }
    } catch (error) {
      if (!signal.aborted) log.warn('calls-not-listed', { error });
    }
    if (found > 0) log.warn('calls-found-later', { count: found });
    if (heard > 0) log.warn('voicemails-found-later', { count: heard });
    await release();
    return found;
  }

  /** Those on our lines of which the store does not know yet how they ended, the oldest first. */
  async function undecidedOf(calls: readonly ListedCall[], { now, knownUntil }: Look): Promise<OwnCall[]> {
    const ours = calls.flatMap((call) => {
      if (call.endedAt === null && call.startedAt < addHours(now, -longestCallHours)) return [];
      const called = directory.byLine(call.line);
      const businessId = called?.known.business.id ?? '';
      const since = knownUntil.get(businessId);
      if (!called || since === undefined || call.startedAt < since) return [];
      return [{ ...call, businessId, rings: called.line.forwardTo.length > 0 }];
    });
    const decided = await findDecided(db, ours);
    return ours
      .filter((call) => !decided.has(`${call.businessId}/${call.callId}`))
      .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  }

  /** false: what became of the call is not known yet. */
  async function settle(call: OwnCall, now: Instant): Promise<boolean> {
    const { businessId, callId, line, from, startedAt, endedAt } = call;
    if (endedAt === null || endedAt > addMinutes(now, -settleMinutes)) return false;
    try {
      const ringing = call.rings ? await history.readRinging(call, { signal }) : neverRung;
      await options.handleCall({
        businessId,
        callId,
        party: { line, from },
        signal: () => ({ type: 'found', at: endedAt, startedAt, ...ringing }),
      });
      return true;
    } catch (error) {
      if (!signal.aborted) log.error('call-not-recovered', { callId, error });
      return false;
    }
  }

  /** Those on our calls of which nobody has told us. */
  async function unheardOf(
    voicemails: readonly ListedVoicemail[],
    { knownUntil }: Look,
  ): Promise<OwnVoicemail[]> {
    const silent = await findSilent(db, { businessIds: [...knownUntil.keys()], voicemails });
    return voicemails.flatMap((voicemail) => {
      const businessId = silent.get(voicemail.callId);
      return businessId === undefined ? [] : [{ ...voicemail, businessId }];
    });
  }

  /** false: it is to be looked at again. */
  async function hear({ businessId, callId, ...voicemail }: OwnVoicemail, now: Instant): Promise<boolean> {
    const { recordingUrl, seconds, startedAt } = voicemail;
    const at = addSeconds(startedAt, seconds);
    if (at > addMinutes(now, -settleMinutes)) return false;
    try {
      const signal = () => ({ type: 'voicemail', at, recordingUrl, seconds }) as const;
      await options.handleCall({ businessId, callId, party: null, signal });
      return true;
    } catch (error) {
      log.error('voicemail-not-recovered', { callId, error });
      return false;
    }
  }

  /** false: another process has taken the look over. */
  async function remember(
    { now, knownUntil }: Look,
    until: Instant,
    unsettled: ReadonlyMap<string, Instant>,
  ): Promise<boolean> {
    const latest = earlier(until, addMinutes(now, -againMinutes));
    const businessIds = [...knownUntil.keys()];
    const marks = businessIds.map((businessId) => earlier(unsettled.get(businessId), latest));
    const { rows } = await sql`
      update call_looks l set
        known_until = greatest(l.known_until, m.mark),
        lease_until = ringback_now() + make_interval(mins => ${leaseMinutes})
      from unnest(${businessIds}::text[], ${marks}::timestamptz[]) as m (business_id, mark)
      where l.business_id = m.business_id and l.lease_owner = ${owner}
      returning l.business_id`.execute(db);
    return rows.length === businessIds.length;
  }

  async function release(): Promise<void> {
    await db
      .updateTable('call_looks')
      .set({
        next_at: sql<Date>`ringback_now() + make_interval(mins => ${lookEveryMinutes})`,
        lease_owner: null,
        lease_until: null,
      })
      .where('lease_owner', '=', owner)
      .execute();
  }

  function look(): void {
    running = running.then(async () => {
      if (signal.aborted) return;
      await runDue().catch((error: unknown) => log.error('calls-not-recovered', { error }));
    });
  }

  return {
    start() {
      look();
      timer = setInterval(look, wakeEveryMs);
    },
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
    async settled() {
      await running;
    },
    runDue,
  };
}

/** `rings`: the line rings people; otherwise a carrier forwards here what was missed. */
type OwnCall = ListedCall & { readonly businessId: string; readonly rings: boolean };

type OwnVoicemail = ListedVoicemail & { readonly businessId: string };

const neverRung = { result: 'no-answer', callerGone: false } as const;

/** The parts of the time that nobody has looked through, the oldest first: a long absence is no single huge list. */
function* partsOf({
  now,
  knownUntil,
}: Look): Generator<{ readonly since: Instant; readonly until: Instant }> {
  const first = [...knownUntil.values()].reduce((least, each) => earlier(least, each), now);
  const furthest = addHours(now, -furthestBackHours);
  let since = first;
  if (since < furthest) since = furthest;
  while (since < now) {
    const until = earlier(addHours(since, partHours), now);
    yield { since, until };
    since = until;
  }
}

function earlier(one: Instant | undefined, other: Instant): Instant {
  return one === undefined || other < one ? other : one;
}

/** Every business that is due, at once, since they share one account. A new one is looked at from now on only. */
async function claimDue(db: Db, owner: string): Promise<Look | null> {
  const { rows } = await sql<{ business_id: string; known_until: Date; now: Date }>`
    with added as (
      insert into call_looks (business_id, known_until, next_at)
      select b.business_id, ringback_now(), ringback_now() + make_interval(mins => ${lookEveryMinutes})
      from businesses b
      where not exists (select from call_looks l where l.business_id = b.business_id)
      on conflict do nothing)
    update call_looks set
      lease_owner = ${owner},
      lease_until = ringback_now() + make_interval(mins => ${leaseMinutes})
    where business_id in (
      select business_id from call_looks
      where next_at <= (select ringback_now())
        and (lease_until is null or lease_until <= (select ringback_now()))
      order by business_id for update skip locked)
    returning business_id, known_until, (select ringback_now()) as now`.execute(db);
  const [first] = rows;
  if (!first) return null;
  return {
    now: toInstant(first.now),
    knownUntil: new Map(rows.map((row) => [row.business_id, toInstant(row.known_until)])),
  };
}

/** By the id of the call, the business: calls without a voicemail as far as the store knows. */
async function findSilent(
  db: Db,
  {
    businessIds,
    voicemails,
  }: { readonly businessIds: readonly string[]; readonly voicemails: readonly ListedVoicemail[] },
): Promise<ReadonlyMap<string, string>> {
  if (voicemails.length === 0) return new Map();
  const callIds = voicemails.map(({ callId }) => callId);
  const { rows } = await sql<{ business_id: string; call_id: string }>`
    select business_id, call_id from calls
    where business_id = any (${[...businessIds]}::text[]) and call_id = any (${callIds}::text[])
      and not (call ->> 'voicemail')::boolean`.execute(db);
  return new Map(rows.map((row) => [row.call_id, row.business_id]));
}

async function findDecided(db: Db, calls: readonly OwnCall[]): Promise<ReadonlySet<string>> {
  if (calls.length === 0) return new Set();
  const { rows } = await sql<{ business_id: string; call_id: string }>`
    select c.business_id, c.call_id
    from calls c
      join unnest(${calls.map(({ businessId }) => businessId)}::text[], ${calls.map(({ callId }) => callId)}::text[])
        as listed (business_id, call_id)
        on c.business_id = listed.business_id and c.call_id = listed.call_id
    where c.outcome is not null`.execute(db);
  return new Set(rows.map((row) => `${row.business_id}/${row.call_id}`));
}
