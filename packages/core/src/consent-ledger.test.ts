import { describe, expect, test } from 'vitest';
import type { Conversation } from './caller.ts';
import {
  type ConsentEntry,
  type ConsentKind,
  type ConsentLevel,
  consentLevelOf,
  consentLevels,
  linesOf,
  withLine,
} from './consent.ts';
import { at, given, linePhone, textReceived } from './testing/given.ts';

const kinds: readonly ConsentKind[] = [
  'inquiry',
  'reply',
  'express',
  'written',
  'revoked',
  'wrong-number',
  'restored',
  'confirmed',
];

const line = (kind: ConsentKind, conversationId: string | null): ConsentEntry => ({
  kind,
  words: 'as they said',
  channel: 'text',
  providerId: null,
  matchedBy: 'text',
  matched: null,
  line: linePhone,
  eventId: `${kind}-${conversationId}`,
  receivedAt: at('10:00'),
  effectiveAt: at('10:00'),
  conversationId,
});

function openConversation(): Conversation {
  const { conversation } = given({}, [textReceived('09:00', 'Hi')]).state.caller;
  return { ...(conversation ?? expect.unreachable()), id: 'open' };
}

/** The rule as it is written: line by line, each by itself, the strongest that still stands. */
function readLineByLine(ledger: readonly ConsentEntry[], openId: string | null): ConsentLevel {
  let level: ConsentLevel = 'none';
  let isSuppressed = false;
  const means = { inquiry: 'inquiry', reply: 'replied', express: 'express', written: 'written' } as const;
  for (const { kind, conversationId } of ledger) {
    if (kind === 'revoked' || kind === 'wrong-number') {
      isSuppressed = true;
      level = 'none';
    } else if (kind === 'restored') {
      isSuppressed = false;
      level = 'express';
    } else if (kind !== 'confirmed' && !isSuppressed && [null, openId].includes(conversationId)) {
      const said = means[kind];
      if (consentLevels.indexOf(said) > consentLevels.indexOf(level)) level = said;
    }
  }
  return isSuppressed ? 'suppressed' : level;
}

const before = kinds.map((kind) => line(kind, null));
const limited = ['inquiry', 'reply', 'express', 'written'] as const;
const earlier = limited.map((kind) => line(kind, 'earlier'));
const now = limited.map((kind) => line(kind, 'open'));

/** A line that lasts or is limited to the conversation before, then two that last or belong to this one. */
const ledgers = [...before, ...earlier].flatMap((first) =>
  [...before, ...now].flatMap((second) => [...before, ...now].map((third) => [first, second, third])),
);

describe('the level of consent is what the ledger comes to', () => {
  test.each([0, 13, 14, 15, 40])('with %i lines before', (length) => {
    const conversation = openConversation();
    const past = Array.from({ length }, () => line('inquiry', 'long ago'));
    for (const lines of ledgers) {
      const ledger = [...past, ...lines];
      const added = lines.reduce(withLine, past);
      expect(added).toEqual(ledger);
      const expected = readLineByLine(ledger, 'open');
      expect(consentLevelOf({ ledger, conversation })).toBe(expected);
      expect(consentLevelOf({ ledger: added, conversation })).toBe(expected);
      expect(consentLevelOf({ ledger: added, conversation })).toBe(expected);
    }
  });

  test('without what was limited to a conversation that is closed', () => {
    const closed = { ...openConversation(), state: 'closed' as const };
    for (const ledger of ledgers) {
      const expected = readLineByLine(ledger, null);

      expect(consentLevelOf({ ledger, conversation: closed })).toBe(expected);
      expect(consentLevelOf({ ledger, conversation: null })).toBe(expected);
    }
  });
});

test('the lines of a conversation are read backwards, up to those of the one before', () => {
  const ledger = [now[0], earlier[0], now[1], before[7], now[2]].flatMap((entry) => entry ?? []);
  expect([...linesOf('open', ledger)]).toEqual([now[2], now[1]]);
  expect([...linesOf('open', ledger, 4)]).toEqual([now[2]]);
  expect([...linesOf('earlier', ledger)]).toEqual([]);
});
