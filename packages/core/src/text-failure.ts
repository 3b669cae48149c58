import { addHours, addMinutes, type Instant, msOf, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';
import { dayAt, momentOf } from './zone-clock.ts';

/**
 * What the failure of a text asks for.
 *
 * - `opted-out`: the person asked the provider for silence
 * - `blocked`: the person, or the carrier for them, takes no texts from this number
 * - `not-textable`: a number of this kind gets no texts
 * - `unknown-phone`: the carrier does not know the phone
 * - `unreachable`: the phone is off or out of reach
 * - `congested`: too much at once; later is fine
 * - `near-limit`: the carrier takes only a few more today
 * - `daily-limit`: the carrier takes no more today
 * - `unregistered`: the line is not registered for business texts
 * - `campaign-suspended`: the registration of all the business's lines is suspended
 * - `words`: this wording is the problem
 * - `loop`: two automatic answers were answering each other
 * - `sender`: the line cannot send
 * - `senders`: there is no line that could send
 * - `destination`: this number, or its country, may not be texted from this account
 * - `account`: the account is stopped
 * - `credentials`: the account or token is not accepted
 * - `expired`: it was not delivered while it was still useful
 * - `other`: nobody says why
 */
export type TextFailureKind =
  | 'opted-out'
  | 'blocked'
  | 'not-textable'
  | 'unknown-phone'
  | 'unreachable'
  | 'congested'
  | 'near-limit'
  | 'daily-limit'
  | 'unregistered'
  | 'campaign-suspended'
  | 'words'
  | 'loop'
  | 'sender'
  | 'senders'
  | 'destination'
  | 'account'
  | 'credentials'
  | 'expired'
  | 'other';

/** `meaning` is one sentence for the owner, from whoever knows the provider. */
export type TextFailure = { readonly kind: TextFailureKind; readonly meaning: string };

/**
 * Something that keeps texts of a business from arriving, learned from one that failed. Until it is over no text that
 * it concerns is sent: a person gets a task instead.
 */
export type SendingProblem = {
  readonly kind: TextFailureKind;
  /** What is held because of it: all texts, those of `line`, those with the words of `words`, or none. */
  readonly holds: 'business' | 'line' | 'words' | 'nothing';
  readonly line: E164 | null;
  /** As `keyOfWords` writes them. */
  readonly words: string | null;
  readonly meaning: string;
  /** The provider's code for it. */
  readonly code: string | null;
  readonly since: Instant;
  /** null: until somebody says that it is over. */
  readonly until: Instant | null;
};

/** The day of the carriers' limits. Source: https://www.twilio.com/docs/api/errors/30023, read 2026-11-21 */
const limitsZone = 'America/Los_Angeles';

type Held = {
  readonly holds: SendingProblem['holds'];
  /** One text shall find out whether it is over by then. */
  readonly until: (at: Instant) => Instant | null;
};

/** Which failures say something of other texts, too. Those that are not named concern the one text, or its reader. */
const held: { readonly [kind in TextFailureKind]?: Held } = {
  'near-limit': { holds: 'nothing', until: nextLimitsDay },
  'daily-limit': { holds: 'business', until: nextLimitsDay },
  unregistered: { holds: 'line', until: (at) => addHours(at, 24) },
  'campaign-suspended': { holds: 'business', until: (at) => addHours(at, 24) },
  words: { holds: 'words', until: () => null },
  sender: { holds: 'line', until: (at) => addMinutes(at, 60) },
  senders: { holds: 'business', until: (at) => addMinutes(at, 60) },
  destination: { holds: 'nothing', until: (at) => addHours(at, 24) },
  account: { holds: 'business', until: (at) => addMinutes(at, 15) },
  credentials: { holds: 'business', until: (at) => addMinutes(at, 15) },
};

/** What a failed text says of those to come; null when it says nothing of them. */
export function problemOf(
  failure: TextFailure,
  {
    at,
    line,
    body,
    code,
  }: { readonly at: Instant; readonly line: E164; readonly body: string; readonly code: string | null },
): SendingProblem | null {
  const rule = held[failure.kind];
  if (!rule) return null;
  const { holds } = rule;
  return {
    ...failure,
    holds,
    line: holds === 'business' ? null : line,
    words: holds === 'words' ? keyOfWords(body) : null,
    code,
    since: at,
    until: rule.until(at),
  };
}

/** Whether a problem keeps a text from leaving on that line at that moment; `body` null: it has no words yet. */
export function keepsBack(
  problem: SendingProblem,
  text: { readonly line: E164; readonly body: string | null; readonly at: Instant },
): boolean {
  if (problem.until !== null && text.at >= problem.until) return false;
  switch (problem.holds) {
    case 'business':
      return true;
    case 'line':
      return problem.line === text.line;
    case 'words':
      return text.body !== null && problem.line === text.line && problem.words === keyOfWords(text.body);
    case 'nothing':
      return false;
    default:
      return problem.holds satisfies never;
  }
}

/**
 * When something is, as a template fills it in: `8 AM tomorrow`, `el lunes a las 8`, `November 23`. A wording that a carrier
 * has refused is the same wording the next day.
 */
const whenItIs = new RegExp(
  `(?<!\\p{L})(?:${[
    String.raw`\d+(?::\d+)?(?:\s?[ap]\.?m\.?)?`,
    '(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo',
    'january|february|march|april|may|june|july|august|september|october|november|december',
    'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre',
    'today|tomorrow|yesterday|hoy|manana|ayer|at|on|el|de|a las?',
  ].join('|')})(?!\\p{L})`,
  'gu',
);

/** Tells one wording from another without keeping it: what it says may be personal. Two 32-bit FNV-1a hashes. */
export function keyOfWords(body: string): string {
  const plain = body.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(whenItIs, ' ').replace(/\s+/g, ' ').trim();
  return [0x811c9dc5, 0x050c5d1f].map((basis) => hash(words, basis)).join('');
}

function hash(words: string, basis: number): string {
  let sum = basis;
  for (let index = 0; index < words.length; index += 1) {
    sum = Math.imul(sum ^ words.charCodeAt(index), 0x01000193);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}

function nextLimitsDay(at: Instant): Instant {
  return toInstant(momentOf(limitsZone, dayAt(limitsZone, msOf(at)) + 1, 0));
}
