import {
  addMs,
  type Decision,
  type Event,
  type Instant,
  type LoggedCall,
  type LoggedReply,
  msBetween,
  type SimulatedDecision,
  simulate,
} from '@ringback/core';
import type { ImportedBusiness } from '@ringback/engine';
import type { StoredDecision } from './stored.ts';

/** Twilio itself answers STOP, START and HELP, which a call log does not say. */
export const answersOfTwilio: ReadonlySet<string> = new Set([
  'opt-out-confirmation',
  'opt-in-confirmation',
  'help',
]);

/**
 * What decisions lead to outside, one line each, in no order: the words of texts, and entries and tasks of the CRM. That
 * a text of ours left is an entry, too, and told by the text already.
 */
export function outcomesOf(decisions: readonly Decision[]): readonly string[] {
  return decisions
    .flatMap(({ effects, reasons }) => {
      // Whether the CRM knows the caller is not in a call log, and only then is a wrong number detached from somebody.
      const isDetached = reasons.some(({ rule }) => rule === 'wrong-number');
      return effects.filter(
        (effect) => !(isDetached && effect.type === 'write-crm' && effect.entry.kind === 'note'),
      );
    })
    .flatMap((effect) => {
      if (effect.type === 'send-text') {
        return answersOfTwilio.has(effect.class)
          ? []
          : [`text ${effect.class} from ${effect.from}: ${effect.body}`];
      }
      if (effect.type !== 'write-crm') return [];
      const { entry } = effect;
      const { task } = entry;
      if (entry.kind === 'text' && entry.direction === 'out') return [];
      const kind = entry.kind === 'text' ? `text ${entry.direction}` : entry.kind;
      if (!task) return [`crm ${kind}`];
      return [`crm ${kind}`, 'open' in task ? `task${task.open.urgent ? ', urgent' : ''}` : 'task completed'];
    })
    .toSorted();
}

/**
 * What becomes of the same calls and replies where nothing goes wrong, by caller.
 * @param upTo what would follow after that has not happened yet
 */
export async function simulateFaultFree(
  { business, rules }: Pick<ImportedBusiness, 'business' | 'rules'>,
  stories: readonly (readonly StoredDecision[])[],
  upTo: Instant,
): Promise<(callerId: string) => readonly SimulatedDecision[]> {
  const arrivals = stories.flatMap(arrivalsOf);
  const decided = new Map<string, SimulatedDecision[]>();
  const run = simulate({
    business,
    rules,
    calls: arrivals.flatMap(({ event, at }) => toCall(event, at)),
    replies: arrivals.flatMap(({ event, at }) => toReply(event, at)),
  });
  for await (const decision of run) {
    if (decision.at > upTo) break;
    const { callerId } = decision.event;
    decided.set(callerId, [...(decided.get(callerId) ?? []), decision]);
  }
  return (callerId) => decided.get(callerId) ?? [];
}

type Arrival = { readonly event: Event; readonly at: Instant };

/**
 * What came from outside, and when. In a storm a text may leave later than it was due, or be withdrawn when it should
 * have left already; what came in between came before it, so it is taken to have come right before the text was due.
 */
function arrivalsOf(decisions: readonly StoredDecision[]): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  let waiting: { readonly id: string; readonly dueAt: Instant } | null = null;
  let latest: Instant | null = null;
  for (const { event, effects } of decisions) {
    if (event.id === waiting?.id) waiting = null;
    if (event.type === 'call-missed' || event.type === 'text-received') {
      const came: Instant = waiting && waiting.dueAt <= event.at ? addMs(waiting.dueAt, -1) : event.at;
      // Two at one moment keep their order.
      const at: Instant = latest !== null && came <= latest ? addMs(latest, 1) : came;
      latest = at;
      arrivals.push({ event, at });
    }
    for (const effect of effects) {
      if (effect.type === 'clear-timers' && effect.timers.includes('first-text')) waiting = null;
      if (effect.type === 'set-timer' && effect.timer === 'first-text')
        waiting = { id: `timer-${effect.key}`, dueAt: effect.at };
    }
  }
  return arrivals;
}

function toCall(event: Event, at: Instant): LoggedCall[] {
  if (event.type !== 'call-missed') return [];
  const { callId, callerId, line, cause, ringSeconds, attestation } = event;
  const startedAt = addMs(at, -1000 * ringSeconds);
  const from = callerId as NonNullable<LoggedCall['from']>;
  return [{ id: callId, from, line, startedAt, outcome: 'missed', cause, ringSeconds, attestation }];
}

function toReply(event: Event, at: Instant): LoggedReply[] {
  if (event.type !== 'text-received') return [];
  return [{ from: event.callerId as LoggedReply['from'], line: event.line, at, body: event.body }];
}

/** By how much the first texts left later than they were due, in milliseconds. */
export function latenessOf(decisions: readonly StoredDecision[]): readonly number[] {
  const due = new Map<string, Instant>(
    decisions
      .flatMap(({ effects }) => effects)
      .flatMap((effect) =>
        effect.type === 'set-timer' && effect.timer === 'first-text'
          ? [[`timer-${effect.key}`, effect.at] as const]
          : [],
      ),
  );
  return decisions.flatMap(({ event }) => {
    const dueAt = due.get(event.id);
    return dueAt === undefined ? [] : [msBetween(dueAt, event.at)];
  });
}
