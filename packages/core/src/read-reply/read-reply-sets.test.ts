import { describe, expect, test } from 'vitest';
import tuning from '../../../../test-fixtures/replies.jsonl?raw';
import heldOut from '../../../../test-fixtures/replies-held-out.jsonl?raw';
import { type ReplyContext, type ReplyIntent, readReply } from './read-reply.ts';

type Labelled = {
  readonly text: string;
  readonly lastOutbound?: string;
  readonly intent: ReplyIntent;
  readonly suppress: boolean;
  readonly urgency: 'life' | 'trade' | 'none';
};

/** How often we saw what was there, and how often what we saw was there. */
type Measure = { readonly there: number; readonly seen: number; readonly right: number };

function parse(lines: string): readonly Labelled[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

function read({ text, lastOutbound }: Labelled) {
  const context: ReplyContext = lastOutbound === undefined ? {} : { lastOutbound };
  return readReply(text, context);
}

function measure(
  set: readonly Labelled[],
  holds: (read: Pick<Labelled, 'suppress' | 'urgency'>) => boolean,
): Measure {
  const pairs = set.map((row) => [holds(row), holds(read(row))] as const);
  return {
    there: pairs.filter(([is]) => is).length,
    seen: pairs.filter(([, seen]) => seen).length,
    right: pairs.filter(([is, seen]) => is && seen).length,
  };
}

const recall = ({ there, right }: Measure) => right / there;
const precision = ({ seen, right }: Measure) => right / seen;
const inWords = ({ there, seen, right }: Measure) =>
  `${right} of ${there} found, ${seen - right} found too many`;

/** What is reached on wording that the rules and the model know, and what on wording that they have not met. */
const tuned = { silence: 0.99, rightly: 0.98, emergencies: 0.98, rightlyUrgent: 0.97 };
const unmet = { silence: 0.98, rightly: 0.96, emergencies: 0.96, rightlyUrgent: 0.9 };

describe.each([
  ['tuning', parse(tuning), tuned],
  ['held-out', parse(heldOut), unmet],
] as const)('the %s half', (_half, set, least) => {
  const silence = measure(set, ({ suppress }) => suppress);
  const urgent = measure(set, ({ urgency }) => urgency !== 'none');
  const intents = set.filter((row) => read(row).intent === row.intent).length;

  test(`has enough replies (${set.length}, ${silence.there} of them suppressing)`, () => {
    expect(set.length).toBeGreaterThanOrEqual(1_000);
    expect(silence.there).toBeGreaterThanOrEqual(300);
  });

  test(`is read for silence: ${inWords(silence)}`, () => {
    expect(recall(silence)).toBeGreaterThanOrEqual(least.silence);
    expect(precision(silence)).toBeGreaterThanOrEqual(least.rightly);
  });

  test(`is read for emergencies: ${inWords(urgent)}`, () => {
    expect(recall(urgent)).toBeGreaterThanOrEqual(least.emergencies);
    expect(precision(urgent)).toBeGreaterThanOrEqual(least.rightlyUrgent);
  });

  test(`is read for its intent: ${intents} of ${set.length}`, () => {
    expect(intents / set.length).toBeGreaterThanOrEqual(0.7);
  });
});
