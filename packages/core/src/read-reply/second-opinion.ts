import type { Opinion } from './model.ts';

/**
 * How far the model must lean, in log-odds, to be heard against the rules or beside them. Chosen by leaving out one
 * hand at a time (`scripts/train-reply-model.ts --judge`): to miss a wish for silence breaks the law, to see one where
 * there is none costs a customer.
 */
const heard = {
  /** The rules see a wish for silence, the model must see none at all. */
  silence: -2.6,
  /** They see nothing that they know. */
  unknown: 0.3,
  /** They see business. */
  business: 1.5,
  /** They see a wish that goes against silence: to be written to again, or to know who we are. */
  another: 3,
  /** Besides, wherever they see no wish for silence: a word that it knows among many that it does not is none. */
  cautious: -0.25,
  urgent: -2,
  notUrgent: 0,
} as const;

/** Signs that programs write often, and people hardly. */
const signOfProgram = /[<>{}[\]=\\|^~`_"]/g;

/** The model has learned from what people say, and means nothing by what it makes of markup, data or code. */
export function isSpeech(text: string): boolean {
  const signs = text.match(signOfProgram)?.length ?? 0;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return signs < 3 || signs * 2 < words;
}

/** What the rules made of a text: a wish for silence, a wish that goes against it, or neither. */
export type Wish = 'silence' | 'another' | 'business' | 'unknown';

/** Whether silence is wanted after all. */
export function wantsSilence(wish: Wish, { silence, cautious, urgent }: Opinion): boolean {
  // Words of danger speak against silence, but who writes "STOP, my house is on fire" wants both.
  if (wish === 'silence') return silence + Math.max(0, urgent) > heard.silence;
  return silence > heard[wish] && cautious > heard.cautious;
}

export function isUrgent(rulesSayIt: boolean, { urgent }: Opinion): boolean {
  return urgent > (rulesSayIt ? heard.urgent : heard.notUrgent);
}

/** 0 to 1, from log-odds. */
export function confidenceOf(logOdds: number): number {
  return Math.round(100 / (1 + Math.exp(-Math.abs(logOdds)))) / 100;
}
