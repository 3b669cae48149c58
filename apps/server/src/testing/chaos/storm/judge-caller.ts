import { isDeepStrictEqual } from 'node:util';
import { type E164, newState, type SimulatedDecision, type State, step } from '@ringback/core';
import type { ImportedBusiness } from '@ringback/engine';
import type { Message } from '@ringback/sandbox';
import type { Deeds } from './act.ts';
import { answersOfTwilio, outcomesOf } from './fault-free.ts';
import type { InHubspot } from './in-hubspot.ts';
import type { Stored, StoredDecision, StoredText } from './stored.ts';

/** Everything that is known of one caller when a storm is over. */
export type Evidence = {
  readonly phone: E164;
  readonly deeds: Deeds;
  readonly stored: Stored;
  /** Texts of ours at Twilio, without those that Twilio sends by itself. */
  readonly atTwilio: readonly Message[];
  readonly inHubspot: InHubspot;
};

const taken: ReadonlySet<string> = new Set(['accepted', 'sent', 'delivered']);

/** Every text was taken by Twilio exactly once, or it is said why not, and a person knows of it. */
export function judgeTexts({ stored, atTwilio }: Evidence): readonly string[] {
  const problems = atTwilio
    .filter(({ sid }) => !stored.texts.some(({ provider_id }) => provider_id === sid))
    .map(({ sid, body }) => `Twilio has ${sid}, which the store knows nothing of: ${body}`);
  for (const text of stored.texts) {
    const { text_id, state, provider_id, body, line } = text;
    const at = atTwilio.filter(({ sid }) => sid === provider_id);
    const sent = at.filter((message) => message.body === body && message.from === line);
    if (taken.has(state) && sent.length !== 1)
      problems.push(`${text_id} is ${state}, and ${sent.length} times at Twilio`);
    if (sent[0]?.status === 'delivered' && state !== 'delivered') {
      problems.push(`${text_id} is delivered, but stored as ${state}`);
    }
    if (!taken.has(state)) problems.push(...judgeNotSent(text, stored, at.length));
  }
  return problems;
}

function judgeNotSent(
  { text_id, state, code, class: kind, attempts }: StoredText,
  stored: Stored,
  atTwilio: number,
): string[] {
  if (atTwilio > 0) return [`${text_id} is ${state}, and Twilio has it`];
  switch (state === 'failed' ? code : state) {
    // Twilio itself has been told STOP.
    case '21610':
    case 'withdrawn':
      return [];
    case 'given-up':
    case 'expired': {
      const isKnown = kind !== 'first-text' && kind !== 'staff';
      if (state === 'failed' && attempts !== 2) return [`${text_id} was given up after ${attempts} attempts`];
      return isKnown || hasTask(stored) ? [] : [`${text_id} is ${state}, and nobody has a task`];
    }
    // While nobody can be told what the CRM says, what can wait is withheld, and a person knows.
    case 'crm-unread':
      if (kind === 'staff' || kind === 'second-text')
        return hasTask(stored) ? [] : [`${text_id} is withheld, and nobody has a task`];
      return [`${text_id} waited for a CRM`];
    default:
      return [`${text_id} is ${state} (${code})`];
  }
}

function hasTask({ decisions }: Stored): boolean {
  return decisions.some(({ effects }) =>
    effects.some((effect) => effect.type === 'write-crm' && effect.entry.task && 'open' in effect.entry.task),
  );
}

/** Everything that happened is stored, once and in order, and was decided as the rules alone decide it. */
export function judgeStory(
  { phone, deeds, stored }: Evidence,
  { business, rules }: ImportedBusiness,
): readonly string[] {
  const problems: string[] = [...stored.leftOver];
  const ids = stored.decisions.map(({ event }) => event.id);
  for (const id of [
    ...deeds.callIds.map((each) => `call-${each}`),
    ...deeds.textIds.map((each) => `text-${each}`),
  ]) {
    const times = ids.filter((each) => each === id).length;
    if (times !== 1) problems.push(`${id} is stored ${times} times`);
  }
  for (const id of deeds.staffTextIds) {
    if (!stored.texts.some(({ text_id }) => text_id === id))
      problems.push(`${id}, promised to staff, is not stored`);
  }
  let state: State = newState(business, rules, { callerId: phone, phone });
  let latest = '';
  for (const { event, effects } of stored.decisions) {
    if (event.at < latest) problems.push(`${event.id} is dated before what came before it`);
    latest = event.at;
    const replayed = step(state, event);
    state = replayed.state;
    if (!isSame(replayed.decision.effects, effects)) problems.push(`${event.id} was decided otherwise`);
  }
  if (!isSame(state.caller, stored.state))
    problems.push('what is stored of them does not follow from what happened');
  return problems;
}

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

/**
 * Whether a text was lost as the schedule had it, or the storm held it up for longer than it is useful: then a person
 * has a task by the rules, and what follows differs from what a fault-free run decides.
 */
export function hasLostText({ stored }: Evidence): boolean {
  const isLost = stored.texts.some((text) => !taken.has(text.state) && !answersOfTwilio.has(text.class));
  return isLost || stored.decisions.some(({ reasons }) => reasons.some(({ rule }) => rule === 'too-late'));
}

/** The same texts, entries and tasks as in a run in which nothing goes wrong, until somebody of the shop wrote. */
export function judgeOutcome(
  { stored }: Evidence,
  faultFree: readonly SimulatedDecision[],
): readonly string[] {
  const acted = stored.decisions.findIndex(({ event }) => event.type === 'staff-acted');
  const actedAt = stored.decisions[acted]?.event.at;
  const happened = outcomesOf(acted < 0 ? stored.decisions : stored.decisions.slice(0, acted));
  const expected = outcomesOf(faultFree.filter(({ at }) => actedAt === undefined || at < actedAt));
  return [
    ...without(happened, expected).map((line) => `happened only in the storm: ${line}`),
    ...without(expected, happened).map((line) => `did not happen in the storm: ${line}`),
  ];
}

function without(all: readonly string[], known: readonly string[]): readonly string[] {
  const left = [...known];
  return all.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** One contact, each entry of the decisions once on its timeline, and its task as it should stand. */
export function judgeHubspot({ stored, inHubspot }: Evidence): readonly string[] {
  const expected = entriesOf(stored.decisions);
  const problems =
    inHubspot.contacts === 1 || expected.length === 0 ? [] : [`HubSpot has ${inHubspot.contacts} contacts`];
  return [
    ...problems,
    ...without(inHubspot.entries, expected).map((line) => `HubSpot has one too many: ${line}`),
    ...without(expected, inHubspot.entries).map((line) => `HubSpot lacks: ${line}`),
  ];
}

function entriesOf(decisions: readonly StoredDecision[]): readonly string[] {
  const writes = decisions.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.type === 'write-crm' ? [effect] : [])),
  );
  const completed = new Set(
    writes.flatMap(({ entry: { task } }) => (task && 'complete' in task ? [task.complete.taskId] : [])),
  );
  return writes.flatMap(({ key, entry }) => {
    const kind = kinds[entry.kind];
    const { task } = entry;
    if (!task || !('open' in task)) return [`${kind} ${key}`];
    return [`${kind} ${key}`, `task ${key} ${completed.has(task.open.taskId) ? 'COMPLETED' : 'NOT_STARTED'}`];
  });
}

const kinds = {
  'missed-call': 'call',
  text: 'communication',
  note: 'note',
  qualified: 'note',
  consent: 'note',
} as const;
