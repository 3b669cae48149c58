import { createMemo } from '../memo.ts';
import { type AutomaticKind, readAutomatic } from './automatic.ts';
import type { Asked } from './features.ts';
import { bareCry, tradeRules } from './grammar/damage.ts';
import { leavingEnglish } from './grammar/leaving-english.ts';
import { lifeRules } from './grammar/life.ts';
import { refusingEnglish } from './grammar/opt-out-english.ts';
import { optOutFrench } from './grammar/opt-out-french.ts';
import { optOutSpanish } from './grammar/opt-out-spanish.ts';
import { ordinary, takesBack } from './grammar/ordinary.ts';
import { wrongNumber } from './grammar/wrong-number.ts';
import { readKeyword } from './keywords.ts';
import { guessLanguage, type ReplyLanguage } from './language.ts';
import { answerIn, footer, questionOf } from './last-outbound.ts';
import { createModel, type Model, type Opinion } from './model.ts';
import { modelTable } from './model-table.ts';
import { createRuleBook, type Found } from './rule.ts';
import { confidenceOf, isSpeech, isUrgent, type Wish, wantsSilence } from './second-opinion.ts';
import { readSentence, type Sentence } from './sentence.ts';

/** What a person wants by a text. */
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

/** How a text was read, and why. */
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

/** What a text may be an answer to. */
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

const ordinaryIntents = Object.keys(ordinary) as readonly (keyof typeof ordinary)[];
const look = createRuleBook({
  'opt-out': [...refusingEnglish, ...leavingEnglish, ...optOutSpanish, ...optOutFrench],
  'takes back': [takesBack],
  'wrong number': wrongNumber,
  life: lifeRules,
  trade: tradeRules,
  cry: [bareCry],
  ...ordinary,
});

/** Finds in one sentence. */
type Find = ReturnType<typeof look>;

/** What the rules say about silence; those that are sure need no second opinion. */
type Said = { readonly understood: Understood; readonly isSure: boolean };

type Reader = (text: string, context?: ReplyContext) => Reading;

const readWithModel = createReader(createModel(modelTable));

/**
 * What a person means by a text. Silence comes first, then danger, then business.
 * Source of the words for silence: 47 CFR 64.1200(a)(10), the CTIA principles and the carriers' own keywords.
 */
export function readReply(text: string, context: ReplyContext = {}): Reading {
  return readWithModel(text, context);
}

/** Reads by the rules, and where these are not sure, by what a model makes of the same words. */
export function createReader(model: Model): Reader {
  return (text, context = {}) => {
    const sentence = readSentence(text);
    const language = guessLanguage(sentence.typed, text, context.lastOutbound);
    const automatic = readAutomatic(text, sentence);
    if (automatic && isTrulyAutomatic(text, automatic.kind)) {
      const [intent, says] = automaticMeaning[automatic.kind];
      const matched = because(says, automatic.quote);
      return { intent, suppress: false, urgency: 'none', language, confidence: 0.8, matched };
    }
    const keyword = readKeyword(sentence.typed);
    if (keyword) {
      const { intent, word } = keyword;
      return {
        intent,
        suppress: intent === 'opt_out',
        urgency: 'none',
        language,
        confidence: 1,
        matched: word,
      };
    }
    const find = look(sentence);
    const said = readSilence(sentence, find, context);
    const business = said ? null : readOrdinary(find);
    const asked = askedOf(context);
    const opinion = model.opinionOn(sentence, asked);
    const urgent = readUrgency(find, opinion, () => model.wordsFor('urgent', sentence, asked));
    const silence = said?.isSure
      ? said.understood
      : (said || isSpeech(text)) && wantsSilence(said ? 'silence' : wishOf(business), opinion)
        ? (said?.understood ?? sounds(opinion, () => model.wordsFor('silence', sentence, asked)))
        : null;
    const understood = silence ?? readNeed(find, urgent) ?? business ?? readOrdinary(find) ?? nothing;
    return {
      ...understood,
      suppress: understood.intent === 'opt_out' || understood.intent === 'wrong_number',
      urgency: urgent?.urgency ?? 'none',
      language,
    };
  };
}

/** How far what the rules understood stands against a wish for silence. */
function wishOf(business: Understood | null): Wish {
  if (!business) return 'unknown';
  return business.intent === 'opt_in' || business.intent === 'help' ? 'another' : 'business';
}

function askedOf({ lastOutbound }: ReplyContext): Asked | null {
  return lastOutbound === undefined ? null : askedBy(lastOutbound);
}

const askedBy = createMemo(
  100,
  (lastOutbound: string): Asked => ({
    question: questionOf(lastOutbound),
    sentence: readSentence(lastOutbound.replace(footer, '.')),
  }),
);

/** No rule saw it, but the words are much like those of people who want silence. */
function sounds(opinion: Opinion, words: () => string): Understood {
  const confidence = confidenceOf(opinion.silence);
  return opinion.stranger > 0
    ? { intent: 'wrong_number', confidence, matched: because('sounds like a wrong number', words()) }
    : { intent: 'opt_out', confidence, matched: because('sounds like a wish for silence', words()) };
}

type Urgent = Found & { readonly urgency: 'life' | 'trade'; readonly confidence: number };

function readUrgency(find: Find, opinion: Opinion, words: () => string): Urgent | null {
  const life = find('life');
  const found = life ?? find('trade');
  if (!isUrgent(found !== null, opinion)) return null;
  if (found) return { ...found, urgency: life ? 'life' : 'trade', confidence: 0.8 };
  return {
    says: 'sounds urgent',
    quote: words(),
    urgency: opinion.life > 0 ? 'life' : 'trade',
    confidence: confidenceOf(opinion.urgent),
  };
}

/** "Stop these automated texts" speaks of a machine but is no machine; a seller's own "reply STOP" asks us nothing. */
function isTrulyAutomatic(text: string, kind: AutomaticKind): boolean {
  if (kind === 'tap' || kind === 'unkind tap') return true;
  const find = look(readSentence(text.replace(footer, '.')));
  if (find('opt-out') || find('wrong number')) return false;
  return kind === 'seller' || kind === 'machine' || (find('life') ?? find('trade')) === null;
}

/** Answers to our question, and every other way of asking for silence; null when they do not. */
function readSilence(sentence: Sentence, find: Find, { lastOutbound }: ReplyContext): Said | null {
  if (lastOutbound !== undefined) {
    const answered = readAnswer(sentence, lastOutbound);
    if (answered) return { understood: answered, isSure: true };
  }
  const optedOut = find('opt-out');
  const takenBack = optedOut && find('takes back');
  if (takenBack) {
    const matched = because(takenBack.says, takenBack.quote);
    return { understood: { intent: 'opt_in', confidence: 0.8, matched }, isSure: true };
  }
  if (optedOut)
    return unsure({ intent: 'opt_out', confidence: 0.95, matched: because(optedOut.says, optedOut.quote) });
  const stranger = find('wrong number');
  if (stranger)
    return unsure({
      intent: 'wrong_number',
      confidence: 0.9,
      matched: because(stranger.says, stranger.quote),
    });
  return null;
}

function unsure(understood: Understood): Said {
  return { understood, isSure: false };
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
      // It lifts the silence, so nothing but the bare word counts: "yes please" may mean that we should stop.
      return typed === 'yes' ? { intent: 'opt_in', confidence: 1, matched: typed } : null;
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
      return answer === 'no' && !isTakenBack && question.hasMark
        ? answered('wrong_number', 'answers that it is not them')
        : null;
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

/** Danger and cries for help. */
function readNeed(find: Find, urgent: Urgent | null): Understood | null {
  if (urgent) {
    const { confidence, says, quote } = urgent;
    return { intent: 'emergency', confidence, matched: because(says, quote) };
  }
  const cry = find('cry');
  return cry ? { intent: 'help', confidence: 0.6, matched: because(cry.says, cry.quote) } : null;
}

const nothing: Understood = { intent: 'other', confidence: 0.3, matched: null };

function readOrdinary(find: Find): Understood | null {
  for (const intent of ordinaryIntents) {
    const found = find(intent);
    if (found) return { intent, confidence: 0.7, matched: because(found.says, found.quote) };
  }
  return null;
}

function because(says: string, quote: string): string {
  return `${says}: "${quote}"`;
}
