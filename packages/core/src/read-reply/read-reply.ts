import { type AutomaticKind, readAutomatic } from './automatic.ts';
import { bareCry, tradeRules } from './grammar/damage.ts';
import { leavingEnglish } from './grammar/leaving-english.ts';
import { lifeRules } from './grammar/life.ts';
import { refusingEnglish } from './grammar/opt-out-english.ts';
import { optOutFrench } from './grammar/opt-out-french.ts';
import { optOutSpanish } from './grammar/opt-out-spanish.ts';
import { ordinary } from './grammar/ordinary.ts';
import { wrongNumber } from './grammar/wrong-number.ts';
import { readKeyword } from './keywords.ts';
import { guessLanguage, type ReplyLanguage } from './language.ts';
import { answerIn, footer, questionOf } from './last-outbound.ts';
import { type Found, firstFound } from './rule.ts';
import { readSentence, type Sentence } from './sentence.ts';

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
  /**
   * Why, for the owner: the word itself where the whole message is a keyword ("cancel"), else what was understood with
   * the person's own words (asks us to stop: "quit texting"); null when nothing decided.
   */
  readonly matched: string | null;
};

export type ReplyContext = {
  /** What they had from us last: a "yes" to "Shall we stop?" is an opt-out, a "no" is not. */
  readonly lastOutbound?: string;
};

type Understood = Pick<Reading, 'intent' | 'confidence' | 'matched'>;

const automaticMeaning: Readonly<Record<AutomaticKind, readonly [ReplyIntent, string]>> = {
  tap: ['thanks_no_action', 'tapped on our text'],
  'unkind tap': ['other', 'tapped on our text'],
  machine: ['spam_or_bot', 'an automatic answer'],
  'weak machine': ['spam_or_bot', 'an automatic answer'],
  seller: ['spam_or_bot', 'sells something'],
  link: ['spam_or_bot', 'sends a link'],
};

const optOut = [...refusingEnglish, ...leavingEnglish, ...optOutSpanish, ...optOutFrench];

/**
 * What a person means by a text. Silence comes first, then danger, then business.
 * Source of the words for silence: 47 CFR 64.1200(a)(10), the CTIA principles and the carriers' own keywords.
 */
export function readReply(text: string, context: ReplyContext = {}): Reading {
  const automatic = readAutomatic(text);
  if (automatic && isTrulyAutomatic(text, automatic.kind)) {
    const [intent, says] = automaticMeaning[automatic.kind];
    const language = guessLanguage(readSentence(text).typed, text, context.lastOutbound);
    const matched = because(says, automatic.quote);
    return { intent, suppress: false, urgency: 'none', language, confidence: 0.8, matched };
  }
  const sentence = readSentence(text);
  const life = firstFound(lifeRules, sentence);
  const trade = life ? null : firstFound(tradeRules, sentence);
  const understood = readSilence(sentence, context) ?? readBusiness(sentence, life ?? trade);
  return {
    ...understood,
    suppress: understood.intent === 'opt_out' || understood.intent === 'wrong_number',
    urgency: life ? 'life' : trade ? 'trade' : 'none',
    language: guessLanguage(sentence.typed, text, context.lastOutbound),
  };
}

/** "Stop these automated texts" speaks of a machine but is no machine; a seller's own "reply STOP" asks us nothing. */
function isTrulyAutomatic(text: string, kind: AutomaticKind): boolean {
  if (kind === 'tap' || kind === 'unkind tap') return true;
  const sentence = readSentence(text.replace(footer, '.'));
  if (firstFound(optOut, sentence) || firstFound(wrongNumber, sentence)) return false;
  return (
    kind === 'seller' || kind === 'machine' || firstFound([...lifeRules, ...tradeRules], sentence) === null
  );
}

/** Keywords, answers to our question, and every other way of asking for silence; null when they do not. */
function readSilence(sentence: Sentence, { lastOutbound }: ReplyContext): Understood | null {
  const keyword = readKeyword(sentence.typed);
  if (keyword) return { intent: keyword.intent, confidence: 1, matched: keyword.word };
  if (lastOutbound !== undefined) {
    const answered = readAnswer(sentence, lastOutbound);
    if (answered) return answered;
  }
  const optedOut = firstFound(optOut, sentence);
  if (optedOut)
    return { intent: 'opt_out', confidence: 0.95, matched: because(optedOut.says, optedOut.quote) };
  const stranger = firstFound(wrongNumber, sentence);
  if (stranger)
    return { intent: 'wrong_number', confidence: 0.9, matched: because(stranger.says, stranger.quote) };
  return null;
}

function readAnswer(sentence: Sentence, lastOutbound: string): Understood | null {
  const question = questionOf(lastOutbound);
  const { answer, isTakenBack } = typedIsPlease(sentence.typed)
    ? { answer: 'yes', isTakenBack: false }
    : answerIn(sentence.words);
  const typed = sentence.typed.join(' ');
  const answered = (intent: ReplyIntent, says: string): Understood => ({
    intent,
    confidence: 0.9,
    matched: because(says, typed),
  });
  if (question.stopAnswers.includes(typed)) return answered('opt_out', 'answers that we should stop');
  switch (question.asks) {
    case 'start':
      // A yes to words that offered START must be plain: it lifts the silence.
      return answer === 'yes' && sentence.typed.length <= 3
        ? answered('opt_in', 'answers that we may text again')
        : null;
    case 'may we stop':
      if (answer === 'yes' && !isTakenBack) return answered('opt_out', 'answers that we should stop');
      return answer === 'no' && !/ (?:STOP|REMOVE) /.test(sentence.words)
        ? answered('other', 'answers that we need not stop')
        : null;
    case 'may we text':
      if (answer === 'no' && !isTakenBack) return answered('opt_out', 'answers that we may not text');
      return answer === 'yes' && !/ (?:STOP|NOT|REMOVE) /.test(sentence.words)
        ? answered('other', 'answers that we may text')
        : null;
    case 'is it you':
      return answer === 'no' && !isTakenBack ? answered('wrong_number', 'answers that it is not them') : null;
    case 'other':
      return null;
    default:
      question.asks satisfies never;
      return null;
  }
}

/** "Shall we stop?" – "Please." */
function typedIsPlease(typed: readonly string[]): boolean {
  return typed.length === 1 && ['please', 'pls', 'plz', 'porfavor', 'svp'].includes(typed[0] ?? '');
}

function readBusiness(sentence: Sentence, urgent: Found | null): Understood {
  if (urgent) return { intent: 'emergency', confidence: 0.8, matched: because(urgent.says, urgent.quote) };
  const cry = firstFound([bareCry], sentence);
  if (cry) return { intent: 'help', confidence: 0.6, matched: because(cry.says, cry.quote) };
  for (const [intent, rules] of ordinary) {
    const found = firstFound(rules, sentence);
    if (found) return { intent, confidence: 0.7, matched: because(found.says, found.quote) };
  }
  return { intent: 'other', confidence: 0.3, matched: null };
}

function because(says: string, quote: string): string {
  return `${says}: "${quote}"`;
}
