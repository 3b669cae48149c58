import type { Business } from './business.ts';
import type { LoggedCall } from './call-log/call-log.ts';
import { newState, type State } from './caller.ts';
import { step } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Event, TimerName } from './event.ts';
import { addHours, type Instant, laterOf, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';
import { type Agenda, createAgenda } from './simulate-agenda.ts';
import { eventsOfCall } from './simulate-events.ts';

/** A text from a caller, for a simulation that shall have some. */
export type LoggedReply = {
  readonly from: E164;
  /** Left out: the business's first line. */
  readonly line?: E164;
  readonly at: Instant;
  readonly body: string;
};

type InOrder<T> = Iterable<T> | AsyncIterable<T>;

/** What to replay. */
export type Simulation = {
  readonly business: Business;
  readonly rules: Rules;
  /** An array in any order, or anything else that gives calls in the order in which they began. */
  readonly calls: InOrder<LoggedCall>;
  /** Texts of the callers, under the same condition. */
  readonly replies?: InOrder<LoggedReply>;
};

/** One decision: what happened, what followed, and why. */
export type SimulatedDecision = Decision & {
  readonly at: Instant;
  readonly event: Event;
  /** The logged call whose event this is; null for timers, texts and what became of them. */
  readonly call: LoggedCall | null;
};

/** A caller of whom nothing was heard for so long is forgotten, unless they asked for silence. */
const forgetAfterHours = 30 * 24;

type Slot = { state: State; lastAt: Instant; sweptOn: string };
type Due =
  | { readonly type: 'event'; readonly event: Event; readonly call: LoggedCall | null }
  | { readonly type: 'timer'; readonly callerId: string; readonly timer: TimerName; readonly setBy: string };
type Arrival =
  | { readonly at: Instant; readonly call: LoggedCall }
  | { readonly at: Instant; readonly reply: LoggedReply };

/**
 * Replays a call log against a rule set: every decision in order, with its effects and its reasons. Timers fire at
 * their moment, every text is taken to be delivered at once, no CRM knows anybody. It keeps what is going on with
 * the callers of the last 30 days, and who asked for silence; the calls themselves it forgets.
 * @throws RangeError when calls that are no array come in the wrong order, or a time is none
 */
export async function* simulate(simulation: Simulation): AsyncGenerator<SimulatedDecision, void> {
  const world = createWorld(simulation);
  let place = 0;
  for await (const arrival of arrivalsOf(simulation)) {
    for (let taken = world.next(arrival.at); taken; taken = world.next(arrival.at)) yield taken;
    place += 1;
    world.arrive(arrival, place);
  }
  for (let taken = world.next(null); taken; taken = world.next(null)) yield taken;
}

function createWorld({ business, rules }: Simulation) {
  const agenda: Agenda<Due> = createAgenda();
  const callers = new Map<string, Slot>();
  const silenced = new Map<string, Slot>();
  let sweptOn = '';

  function findSlot({ callerId, at }: Event): Slot {
    const known = callers.get(callerId) ?? silenced.get(callerId);
    const phone = callerId.startsWith('+') ? (callerId as E164) : null;
    const slot = known ?? {
      state: newState(business, rules, { callerId, phone }),
      lastAt: at,
      sweptOn: '',
    };
    slot.lastAt = at;
    if (slot.sweptOn === sweptOn) return slot;
    // A map keeps the order in which its keys came, so whoever was heard of last stands at its end; to the day is enough.
    slot.sweptOn = sweptOn;
    callers.delete(callerId);
    callers.set(callerId, slot);
    return slot;
  }

  /** Once a day of the log is often enough. */
  function forget(now: Instant): void {
    const today = now.slice(0, 10);
    if (today === sweptOn) return;
    sweptOn = today;
    const since = addHours(now, -forgetAfterHours);
    for (const [callerId, slot] of callers) {
      if (slot.lastAt > since) return;
      callers.delete(callerId);
      if (slot.state.caller.suppression) silenced.set(callerId, slot);
      else silenced.delete(callerId);
    }
  }

  function take(event: Event, call: LoggedCall | null): SimulatedDecision {
    const slot = findSlot(event);
    const { state, decision } = step(slot.state, event);
    slot.state = state;
    for (const effect of decision.effects) {
      switch (effect.type) {
        case 'set-timer': {
          const due = laterOf(effect.at, event.at);
          agenda.put(due, {
            type: 'timer',
            callerId: event.callerId,
            timer: effect.timer,
            setBy: effect.key,
          });
          break;
        }
        case 'send-text':
          agenda.put(event.at, { type: 'event', event: deliveryOf(event, effect.textId), call: null });
          break;
        default:
      }
    }
    return { ...decision, at: event.at, event, call };
  }

  return {
    arrive(arrival: Arrival, place: number): void {
      if ('reply' in arrival) {
        agenda.put(arrival.at, {
          type: 'event',
          event: eventOfReply(business, arrival.reply, place),
          call: null,
        });
        return;
      }
      for (const event of eventsOfCall(business, arrival.call, place)) {
        agenda.put(event.at, { type: 'event', event, call: arrival.call });
      }
    },
    /** The next decision before `until`; null when nothing more happens before that. */
    next(until: Instant | null): SimulatedDecision | null {
      for (;;) {
        const taken = agenda.takeBefore(until);
        if (!taken) return null;
        const { at, item } = taken;
        if (item.type === 'event') {
          forget(at);
          return take(item.event, item.call);
        }
        const { callerId, timer, setBy } = item;
        const slot = callers.get(callerId);
        // Set again or cleared since.
        const dueAt = slot?.state.caller.timers[timer];
        if (dueAt === undefined || dueAt > at) continue;
        const id = `timer-${setBy}`;
        return take({ type: 'timer-fired', id, businessId: business.id, callerId, at, timer }, null);
      }
    },
  };
}

function deliveryOf({ businessId, callerId, at }: Event, textId: string): Event {
  const id = `status-${textId}`;
  const base = { id, businessId, callerId, at, textId, code: null, providerId: null } as const;
  return { ...base, type: 'text-status-changed', status: 'delivered' };
}

function eventOfReply(business: Business, { from, line, at, body }: LoggedReply, place: number): Event {
  return {
    type: 'text-received',
    id: `text-log-${place}`,
    businessId: business.id,
    callerId: from,
    at: toInstant(at),
    textId: `log-${place}`,
    line: line ?? (business.lines[0]?.number as E164),
    body,
    media: [],
    handledByProvider: null,
  };
}

/** Calls and replies as one sequence in time. */
async function* arrivalsOf({ calls, replies = [] }: Simulation): AsyncGenerator<Arrival, void> {
  const called = inOrder(calls, (call): Arrival => ({ at: momentOf(call.startedAt), call }));
  const written = inOrder(replies, (reply): Arrival => ({ at: momentOf(reply.at), reply }));
  let call = await called.next();
  let reply = await written.next();
  while (!call.done || !reply.done) {
    if (reply.done || (!call.done && call.value.at <= reply.value.at)) {
      if (!call.done) yield call.value;
      call = await called.next();
    } else {
      yield reply.value;
      reply = await written.next();
    }
  }
}

async function* inOrder<T>(
  items: InOrder<T>,
  toArrival: (item: T) => Arrival,
): AsyncGenerator<Arrival, void> {
  let last: Instant | null = null;
  const arrivals = Array.isArray(items) ? (items as readonly T[]).map(toArrival).sort(byTime) : null;
  if (arrivals) {
    yield* arrivals;
    return;
  }
  for await (const item of items) {
    const arrival = toArrival(item);
    if (last !== null && arrival.at < last) {
      throw new RangeError(
        `a call log must be in order: ${arrival.at} comes after ${last}; sort it, or give an array`,
      );
    }
    last = arrival.at;
    yield arrival;
  }
}

/** Callers of this library write times by hand, too; only the full form can be compared as text. */
function momentOf(at: Instant): Instant {
  return at.length === 24 && at.endsWith('Z') ? at : toInstant(at);
}

function byTime(one: Arrival, other: Arrival): number {
  return one.at === other.at ? 0 : one.at < other.at ? -1 : 1;
}
