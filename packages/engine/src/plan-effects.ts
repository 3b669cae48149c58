import {
  type Caller,
  type Decision,
  type Effect,
  type EffectOf,
  type Event,
  type Instant,
  msBetween,
  type TimerName,
} from '@ringback/core';
import { sql } from 'kysely';
import type { Db } from './database/connection.ts';
import type { KnownBusiness } from './directory.ts';
import {
  type ClaimedEffect,
  crmLane,
  type Lease,
  lineTypeLane,
  lookUpLane,
  mediaLane,
  textLane,
} from './lease.ts';
import { fanOutNotice, type PlannedNotice, writeNotices } from './notices/plan-notices.ts';
import { asksCrmsFirst } from './perform/check-consent.ts';
import { writeMedia } from './plan-media.ts';
import { holdTexts, releaseTexts } from './plan-problems.ts';
import { rankOf } from './rank.ts';
import type { Write } from './write-together.ts';

/** What there is to do once it is written. */
export type ToDo = {
  /** Due effects that this process holds the lease of already, to perform at once. */
  readonly claimed: readonly ClaimedEffect[];
  /** Lanes that have got due effects which nobody holds. */
  readonly lanes: ReadonlySet<string>;
  readonly timers: readonly PendingTimer[];
};

/** A timer that was set, and in how many milliseconds after its event it is due. */
export type PendingTimer = {
  readonly businessId: string;
  readonly callerId: string;
  readonly timer: TimerName;
  readonly setBy: string;
  readonly inMs: number;
};

/** The last word on a timer: set so, or cleared. */
export type TimerChanges = ReadonlyMap<TimerName, EffectOf<'set-timer'> | null>;

/** The lease under which a text of the business is written; null: whoever has room takes it up from the store. */
export type LeaseFor = (businessId: string) => Lease | null;

export type EffectPlan = {
  readonly writes: readonly Write[];
  readonly timers: TimerChanges;
  /** Those of them that are due at once. */
  readonly dueTimers: readonly PendingTimer[];
  readonly toDo: ToDo;
};

type Context = {
  readonly decision: Decision;
  readonly known: KnownBusiness;
  readonly caller: Caller;
  /** A timer that fired late does not make what follows from it due any later. */
  readonly dueAt: Instant;
  /** Asked when there is a text to lease; null: an older text of the caller's has to go first. */
  readonly leaseFor: LeaseFor | null;
};

type DueEffect = {
  readonly effect: Effect;
  readonly key: string;
  readonly lane: string;
  /** Left out: as soon as the event is. */
  readonly dueAt?: Instant;
};

/** What has to be written for what a decision asks for. */
export function planEffects(db: Db, event: Event, context: Context): EffectPlan {
  const due: DueEffect[] = [];
  const timers = new Map<TimerName, EffectOf<'set-timer'> | null>();
  const published: EffectOf<'publish'>[] = [];
  const texts: EffectOf<'send-text'>[] = [];
  const notices: PlannedNotice[] = [];
  const problems: Write[] = [];
  const media: EffectOf<'fetch-media'>[] = [];
  for (const effect of context.decision.effects) {
    switch (effect.type) {
      case 'set-timer':
        timers.set(effect.timer, effect);
        break;
      case 'clear-timers':
        for (const timer of effect.timers) timers.set(timer, null);
        break;
      case 'publish':
        published.push(effect);
        break;
      case 'hold-texts':
        problems.push(holdTexts(db, event, effect));
        break;
      case 'release-texts':
        problems.push(releaseTexts(db, event, effect));
        break;
      case 'send-text':
        texts.push(effect);
        due.push({ effect, key: effect.key, lane: textLane });
        break;
      case 'fetch-media':
        media.push(effect);
        due.push({ effect, key: effect.key, lane: mediaLane });
        break;
      case 'write-crm':
        due.push(...fanOut(effect, context.known, crmLane));
        break;
      case 'look-up-contact':
        due.push(...fanOut(effect, context.known, () => lookUpLane));
        break;
      case 'notify':
        notices.push(...fanOutNotice(effect, context.known));
        break;
      case 'look-up-line-type':
        due.push({ effect, key: effect.key, lane: lineTypeLane });
        break;
      default:
        effect satisfies never;
    }
  }
  due.push(...notices);
  const pending = [...timers.values()].flatMap((set) => (set ? [pendingOf(event, set)] : []));
  const { leaseFor, dueAt } = context;
  const first = due.filter((each) => mayLeaveAtOnce(each, context.known)).slice(0, 1);
  const lease = first.length === 0 ? null : (leaseFor?.(event.businessId) ?? null);
  const claims = lease === null ? [] : first;
  return {
    writes: [
      ...problems,
      ...(media.length === 0 ? [] : [writeMedia(db, event, media)]),
      ...(published.length === 0 ? [] : [publish(db, event, published, context.caller)]),
      ...(texts.length === 0 ? [] : [writeTexts(db, event, texts, { caller: context.caller, claims })]),
      ...(notices.length === 0 ? [] : [writeNotices(db, event, notices)]),
      ...(due.length === 0 ? [] : [insertDue(db, event, due, { claims, lease, dueAt })]),
    ],
    timers,
    dueTimers: pending.filter(({ inMs }) => inMs <= 0),
    toDo: {
      claimed: lease === null ? [] : claims.map((claim) => claimedBy(event, claim, { lease, dueAt })),
      lanes: new Set(
        due.filter((each) => !claims.includes(each) && isDueBy(each, event.at)).map(({ lane }) => lane),
      ),
      timers: pending.filter(({ inMs }) => inMs > 0),
    },
  };
}

/** What a CRM has to be asked about first is taken up from the store, where that is done. */
function mayLeaveAtOnce({ effect, lane }: DueEffect, known: KnownBusiness): boolean {
  return lane === textLane && !(asksCrmsFirst(effect) && known.settings.crm.length > 0);
}

function isDueBy({ dueAt }: DueEffect, at: Instant): boolean {
  return dueAt === undefined || dueAt <= at;
}

function pendingOf(event: Event, { timer, key, at }: EffectOf<'set-timer'>): PendingTimer {
  const { businessId, callerId } = event;
  return { businessId, callerId, timer, setBy: key, inMs: msBetween(event.at, at) };
}

/** One effect for each CRM that the business uses, connected or not: what is written waits for the connection. */
function fanOut(effect: Effect, known: KnownBusiness, lane: (system: string) => string): DueEffect[] {
  return known.settings.crm.map(({ system }) => ({
    effect,
    key: `${effect.key}-${system}`,
    lane: lane(system),
  }));
}

/** What is due is leased to this process as it is written, so that it leaves at once. */
function insertDue(
  db: Db,
  event: Event,
  due: readonly DueEffect[],
  {
    claims,
    lease,
    dueAt,
  }: { readonly claims: readonly DueEffect[]; readonly lease: Lease | null; readonly dueAt: Instant },
): Write {
  return db.insertInto('effects').values(
    due.map((item) => {
      const holder = claims.includes(item) ? lease : null;
      return {
        business_id: event.businessId,
        effect_key: item.key,
        caller_id: event.callerId,
        lane: item.lane,
        rank: rankOf(item.effect),
        effect: JSON.stringify(item.effect),
        state: 'open' as const,
        due_at: item.dueAt ?? dueAt,
        attempts: holder ? 1 : 0,
        lease_owner: holder?.owner ?? null,
        lease_until: holder
          ? sql<Date>`ringback_now() + make_interval(secs => ${holder.ms / 1000}::float8)`
          : null,
        // What is gathered, or waits for the morning, is not late before that.
        created_at: item.dueAt ?? event.at,
      };
    }),
  );
}

function claimedBy(
  event: Event,
  { effect, key, lane }: DueEffect,
  { lease, dueAt }: { readonly lease: Lease; readonly dueAt: Instant },
): ClaimedEffect {
  return {
    businessId: event.businessId,
    callerId: event.callerId,
    key,
    lane,
    effect,
    attempts: 1,
    dueAt,
    claimedAtMs: lease.nowMs(),
    ...(effect.type === 'send-text' ? { begunSecondsLeft: msBetween(event.at, effect.notAfter) / 1000 } : {}),
  };
}

function publish(db: Db, event: Event, effects: readonly EffectOf<'publish'>[], caller: Caller): Write {
  return db.insertInto('product_events').values(
    effects.map((effect) => ({
      business_id: event.businessId,
      product_event_id: effect.key,
      caller_id: event.callerId,
      type: effect.event,
      at: event.at,
      data: JSON.stringify({
        phone: caller.phone,
        conversationId: caller.conversation?.id ?? null,
        ...effect.data,
      }),
    })),
  );
}

/** One that is leased to this process leaves as soon as it is written, so it is written as leaving. */
function writeTexts(
  db: Db,
  event: Event,
  effects: readonly EffectOf<'send-text'>[],
  { caller, claims }: { readonly caller: Caller; readonly claims: readonly DueEffect[] },
): Write {
  return db.insertInto('texts').values(
    effects.map((effect) => {
      const isBegun = claims.some(({ key }) => key === effect.key);
      return {
        business_id: event.businessId,
        text_id: effect.textId,
        caller_id: event.callerId,
        conversation_id: caller.conversation?.id ?? null,
        direction: 'out' as const,
        line: effect.from,
        phone: effect.to,
        body: effect.body,
        class: effect.class,
        author: caller.openTexts.find(({ textId }) => textId === effect.textId)?.author ?? 'ringback',
        state: isBegun ? 'sending' : 'intended',
        not_after: effect.notAfter,
        attempts: isBegun ? 1 : 0,
        first_attempt_at: isBegun ? event.at : null,
        last_attempt_at: isBegun ? event.at : null,
        created_at: event.at,
      };
    }),
  );
}
