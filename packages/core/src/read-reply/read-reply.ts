import { readKeyword } from './keywords.ts';
import { guessLanguage, type ReplyLanguage } from './language.ts';
import { normalise } from './normalise.ts';
import {
  bookingPhrases,
  callbackPhrases,
  firstMatch,
  lifePhrases,
  optOutPhrases,
  pricePhrases,
  thanksPhrases,
  tradePhrases,
  wrongNumberPhrases,
} from './phrases.ts';

export type ReplyIntent =
  | 'opt_out'
  | 'wrong_number'
  | 'help'
  | 'opt_in'
  | 'emergency'
  | 'booking'
  | 'price'
  | 'callback'
  | 'existing_customer'
  | 'thanks_no_action'
  | 'complaint'
  | 'spam_or_bot'
  | 'other';

export type Reading = {
  readonly intent: ReplyIntent;
  /** The law wants silence: nothing may be sent any more but one confirmation. */
  readonly suppress: boolean;
  /** `life`: a person in danger; `trade`: damage is being done now. Told besides the intent. */
  readonly urgency: 'life' | 'trade' | 'none';
  readonly language: ReplyLanguage;
  /** 0 to 1. */
  readonly confidence: number;
  /** The words that decided, normalised; null when none did. */
  readonly matched: string | null;
};

export type ReplyContext = {
  /** What they had from us last; a "yes" to "Reply START to rejoin" is a START. */
  readonly lastOutbound?: string;
};

const ordinary: readonly (readonly [ReplyIntent, readonly RegExp[]])[] = [
  ['thanks_no_action', thanksPhrases],
  ['price', pricePhrases],
  ['booking', bookingPhrases],
  ['callback', callbackPhrases],
];

/**
 * What a person means by a text. Opt-outs first, then danger, then business.
 * Source of the words: 47 CFR 64.1200(a)(10), the CTIA principles and the carriers' own keywords.
 */
export function readReply(text: string, context: ReplyContext = {}): Reading {
  const normalised = normalise(text);
  const urgency = urgencyOf(normalised);
  const read = (intent: ReplyIntent, confidence: number, matched: string | null): Reading => ({
    intent,
    suppress: intent === 'opt_out' || intent === 'wrong_number',
    urgency: urgency.level,
    language: guessLanguage(normalised),
    confidence,
    matched,
  });

  const keyword = readKeyword(text, normalised);
  if (keyword && keyword.intent !== 'yes') return read(keyword.intent, 1, keyword.word);
  if (keyword && /\bSTART\b/.test(context.lastOutbound ?? '')) return read('opt_in', 0.9, keyword.word);

  const optOut = firstMatch(optOutPhrases, normalised);
  if (optOut !== null) return read('opt_out', 0.95, optOut);
  const wrongNumber = firstMatch(wrongNumberPhrases, normalised);
  if (wrongNumber !== null) return read('wrong_number', 0.9, wrongNumber);
  if (urgency.matched !== null) return read('emergency', 0.8, urgency.matched);
  for (const [intent, phrases] of ordinary) {
    const matched = firstMatch(phrases, normalised);
    if (matched !== null) return read(intent, 0.7, matched);
  }
  return read('other', 0.3, null);
}

function urgencyOf(normalised: string): { level: Reading['urgency']; matched: string | null } {
  const life = firstMatch(lifePhrases, normalised);
  if (life !== null) return { level: 'life', matched: life };
  const trade = firstMatch(tradePhrases, normalised);
  return trade === null ? { level: 'none', matched: null } : { level: 'trade', matched: trade };
}
