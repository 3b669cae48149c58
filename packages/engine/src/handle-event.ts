import {
  type Caller,
  type Decision,
  type E164,
  type EffectOf,
  type Event,
  newState,
  step,
  type TimerName,
} from '@ringback/core';
import type { Insertable } from 'kysely';
import { planStaffAct } from './data-care/audit.ts';
import type { Db } from './database/connection.ts';
import type { Schema } from './database/schema.ts';
import type { Directory, KnownBusiness } from './directory.ts';
import { planUntoldText } from './notices/untold.ts';
import { type LeaseFor, planEffects, type TimerChanges, type ToDo } from './plan-effects.ts';
import { planConversation, planTextProjection } from './plan-projection.ts';
import { planTimers } from './plan-timers.ts';
import { readTeam } from './queries/team.ts';
import { readStanding, type SetTimer, type Standing } from './read-standing.ts';
import { withoutTakenId } from './taken-provider-id.ts';
import { isUnchanged, untilUndisturbed, type Write, writeTogether } from './write-together.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event before the store has recorded it and given it its time. */
export type EventDraft = WithoutTime<Event>;

/** What became of an event. A second delivery gets the first one's decision. */
export type Handled = {
  readonly event: Event;
  readonly decision: Decision;
  readonly isRepeat: boolean;
  readonly toDo: ToDo;
};

export type HandleOptions = {
  readonly directory: Directory;
  /** Given by a process that performs effects: a text that is due is leased to it as it is written. */
  readonly leaseFor: LeaseFor | null;
};

const nothingToDo: ToDo = { claimed: [], lanes: new Set(), timers: [] };

/** The event names a business that is not (or no longer) in the business file. */
export class UnknownBusinessError extends Error {
  readonly code = 'unknown-business';

  constructor(businessId: string) {
    super(`there is no business "${businessId}"`);
    this.name = 'UnknownBusinessError';
  }
}

/** An event, and the timers that were due as soon as it set them. */
export type HandledInTurn = readonly [Handled, ...Handled[]];

/**
 * Takes one event in: recorded, folded into the caller, decided, explained, its effects written, all in one statement
 * that undoes itself when the caller has changed since they were read. Why so:
 * docs/decisions/0011-read-decide-write-if-unchanged.md
 * @throws UnknownBusinessError
 */
export function handleEvent(db: Db, draft: EventDraft, options: HandleOptions): Promise<HandledInTurn> {
  const known = findBusiness(options.directory, draft.businessId);
  return untilUndisturbed(
    db,
    (tx) => lockCaller(tx, draft),
    async (on) => {
      const { businessId, callerId } = draft;
      const standing = await readStanding(on, {
        businessId,
        callerId,
        eventIds: [draft.id],
        ...(draft.type === 'text-status-changed' ? { taken: draft } : {}),
      });
      const plan = await planEvents(on, [draft], { known, standing, callerId, leaseFor: options.leaseFor });
      if (plan.guard) await writeTogether(on, { guards: [plan.guard], others: plan.others });
      return inTurn(plan);
    },
  );
}

/** The event that a timer becomes. */
export function firedBy({ businessId, callerId, timer, setBy }: SetTimer): EventDraft {
  return { type: 'timer-fired', id: `timer-${setBy}`, businessId, callerId, timer };
}

export function inTurn({ handled }: EventsPlan): HandledInTurn {
  const [first, ...others] = handled;
  if (!first) throw new Error('no event was planned');
  return [first, ...others];
}

export function findBusiness(directory: Directory, businessId: string): KnownBusiness {
  const known = directory.byId(businessId);
  if (!known) throw new UnknownBusinessError(businessId);
  return known;
}

export async function lockCaller(
  tx: Db,
  { businessId, callerId }: { readonly businessId: string; readonly callerId: string },
): Promise<void> {
  await tx
    .selectFrom('callers')
    .select('caller_id')
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .forUpdate()
    .execute();
}

export type EventsPlan = {
  readonly handled: readonly Handled[];
  /** Holds while the caller is as they were read; null when every event has been handled before. */
  readonly guard: Write | null;
  readonly others: readonly Write[];
  readonly timers: TimerChanges;
};

type Context = {
  readonly known: KnownBusiness;
  readonly standing: Standing;
  readonly callerId: string;
  readonly leaseFor: LeaseFor | null;
  /** Taken away by whoever fires it. */
  readonly fired?: SetTimer;
};

/**
 * Decides on one caller's events, one after the other, and plans what has to be written for all of them. A timer that is
 * due as soon as it is set fires after them, in the same statement: a text without a delay waits for no second commit.
 */
export async function planEvents(
  db: Db,
  drafts: readonly EventDraft[],
  context: Context,
): Promise<EventsPlan> {
  const { known, standing, callerId } = context;
  const before = asStored(known, standing.caller, callerId);
  const handled: Handled[] = [];
  const rows: EventRow[] = [];
  const writes: Write[] = [];
  const timers = new Map<TimerName, EffectOf<'set-timer'> | null>();
  let caller = before;
  let last: Event | null = null;
  let { hasOpenText } = standing;

  const queue = [...drafts];
  for (let told = queue.shift(); told; told = queue.shift()) {
    const { draft, notes } = withoutTakenId(told, standing.providerIdTakenBy);
    const earlier = standing.earlier.get(draft.id);
    if (earlier) {
      handled.push({ ...earlier, isRepeat: true, toDo: nothingToDo });
      continue;
    }
    const team = await readTeam(db, { businessId: draft.businessId, rules: known.rules, caller });
    const event = {
      ...draft,
      at: standing.now,
      ...(team ? { team } : {}),
      ...(standing.problems.length === 0 ? {} : { problems: standing.problems }),
      ...heldLinesOf(known),
    } as Event;
    const { state, decision: decided } = step(
      { business: known.business, rules: known.rules, caller },
      event,
    );
    const decision: Decision = { ...decided, reasons: [...decided.reasons, ...notes] };
    const effects = planEffects(db, event, {
      decision,
      known,
      caller: state.caller,
      dueAt: standing.dueAt ?? event.at,
      leaseFor: hasOpenText ? null : context.leaseFor,
    });
    rows.push(eventRow(event, { known, decision, before: caller, after: state.caller }));
    writes.push(...planTextProjection(db, event, state.caller), ...effects.writes);
    writes.push(...planUntoldText(event, { known, before: caller, decision }));
    if (event.type === 'staff-acted') writes.push(planStaffAct(db, event, decision));
    for (const [timer, change] of effects.timers) timers.set(timer, change);
    for (const due of effects.dueTimers) {
      timers.set(due.timer, null);
      queue.push(firedBy(due));
    }
    handled.push({ event, decision, isRepeat: false, toDo: effects.toDo });
    hasOpenText ||= decision.effects.some(({ type }) => type === 'send-text');
    caller = state.caller;
    last = event;
  }
  if (!last) return { handled, guard: null, others: [], timers };

  const owner = { businessId: last.businessId, callerId };
  const free = new Map([...timers].filter(([timer]) => timer !== context.fired?.timer));
  return {
    handled,
    guard: storeCaller(db, { ...owner, caller, standing }),
    others: [
      db.insertInto('events').values(rows),
      ...writes,
      ...planConversation(db, last, before, caller),
      ...planTimers(db, owner, free),
    ],
    timers,
  };
}

/** Kept with the event, so that it is decided in the same way when it is replayed. */
function heldLinesOf({ heldLines = [] }: KnownBusiness): Pick<Event, 'heldLines'> {
  return heldLines.length === 0 ? {} : { heldLines };
}

/** A caller stored by an earlier version lacks what has been added since. */
function asStored(known: KnownBusiness, stored: Caller | null, callerId: string): Caller {
  const phone = callerId.startsWith('+') ? (callerId as E164) : null;
  return { ...newState(known.business, known.rules, { callerId, phone }).caller, ...stored };
}

function storeCaller(
  db: Db,
  {
    businessId,
    callerId,
    caller,
    standing,
  }: {
    readonly businessId: string;
    readonly callerId: string;
    readonly caller: Caller;
    readonly standing: Standing;
  },
): Write {
  if (standing.callerVersion === null) {
    return db
      .insertInto('callers')
      .values({
        business_id: businessId,
        caller_id: callerId,
        phone: caller.phone,
        state: JSON.stringify(caller),
        first_seen_at: standing.now,
        updated_at: standing.now,
      })
      .returning('caller_id');
  }
  return db
    .updateTable('callers')
    .set({ state: JSON.stringify(caller), updated_at: standing.now })
    .where('business_id', '=', businessId)
    .where('caller_id', '=', callerId)
    .where(isUnchanged(standing.callerVersion))
    .returning('caller_id');
}

type EventRow = Insertable<Schema['events']>;

function eventRow(
  event: Event,
  {
    known,
    decision,
    before,
    after,
  }: {
    readonly known: KnownBusiness;
    readonly decision: Decision;
    readonly before: Caller;
    readonly after: Caller;
  },
): EventRow {
  return {
    business_id: event.businessId,
    event_id: event.id,
    caller_id: event.callerId,
    conversation_id: (after.conversation ?? before.conversation)?.id ?? null,
    type: event.type,
    at: event.at,
    event: JSON.stringify(event),
    version: known.version,
    reasons: JSON.stringify(decision.reasons),
    effects: JSON.stringify(decision.effects),
  };
}
