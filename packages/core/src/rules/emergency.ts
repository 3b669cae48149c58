import type { Trade } from '../business.ts';
import type { Conversation } from '../caller.ts';
import type { Facts } from '../decision.ts';
import { type Instant, msOf } from '../instant.ts';
import { createMemo } from '../memo.ts';
import type { Reading } from '../read-reply/read-reply.ts';
import { dayAt } from '../zone-clock.ts';
import type { Conversed } from './conversation.ts';
import type { Turn } from './turn.ts';

/** What callers of a trade write when it cannot wait, besides what `readReply` knows of any; without accents. */
const tradeWords: { readonly [trade in Trade]: readonly string[] } = {
  'home-services': [
    'burst',
    'flooding',
    'flooded',
    'gas smell',
    'smell gas',
    'no heat',
    'sparking',
    'sewage',
    'inundacion',
    'fuga de gas',
  ],
  'dental-medical': [
    'severe pain',
    'bleeding',
    'knocked out',
    'swollen',
    'abscess',
    'mucho dolor',
    'sangrando',
  ],
  legal: [
    'arrested',
    'in jail',
    'in custody',
    'court today',
    'court tomorrow',
    'detenido',
    'arrestado',
    'en la carcel',
  ],
  salon: ['allergic reaction', 'chemical burn', 'reaccion alergica'],
  restaurant: ['food poisoning', 'allergic reaction', 'intoxicacion', 'reaccion alergica'],
  auto: [
    'stranded',
    'broke down',
    'broken down',
    'accident',
    'brakes failed',
    'varado',
    'choque',
    'sin frenos',
  ],
  'real-estate': ['locked out', 'flooding', 'burst', 'no heat', 'break in', 'inundacion', 'sin llave'],
  general: [],
};

/** Whether what they wrote or said cannot wait; the words that say so, for the reasons. */
export function emergencyIn(turn: Turn, body: string, reading: Reading): string | null {
  if (reading.urgency !== 'none') return reading.intent === 'emergency' ? (reading.matched ?? body) : body;
  const { tradeWords: useTrade, words } = turn.rules.emergency;
  const known = [...(useTrade ? tradeWords[turn.business.trade] : []), ...words];
  const said = ` ${plain(body)} `;
  return known.find((word) => isSaid(said, ` ${plainWord(word)} `)) ?? null;
}

function isSaid(said: string, word: string): boolean {
  const start = said.indexOf(word);
  if (start < 0) return false;
  return !isDenied(said.slice(0, start)) && !isLongOver(said.slice(start + word.length - 1));
}

/** `no flooding`, `it is not an accident`; but not where the word itself begins with "no". */
function isDenied(said: string): boolean {
  const before = said.split(' ').slice(-3);
  return before.some((one) => ['no', 'not', 'isnt', 'wasnt', 'without', 'sin', 'never'].includes(one));
}

const longAgo =
  /^(?: \S+){0,3} (?:last (?:week|month|year|spring|summer|fall|winter)|(?:weeks?|months?|years?) (?:ago|back)|(?:semana|mes|ano) pasad[oa]|hace (?:\S+ )?(?:semanas?|mes(?:es)?|anos?)) /;
const atPresent = / (?:now|again|today|tonight|still|ahora|hoy|otra vez|de nuevo|todavia) /;

/** `flooded last year`; but not where something is going on again, nor `since you were here last week: no heat`. */
function isLongOver(saidAfter: string): boolean {
  return longAgo.test(saidAfter) && !atPresent.test(saidAfter);
}

/** The words are the same for every text. */
const plainWord = createMemo(1_000, plain);

function plain(text: string): string {
  const bare = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'\u2019]/gu, '');
  return bare.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Calls on the first of those on call, unless that is going on; nothing but a mark where nobody is. */
export function callOut(turn: Turn, { conversation, effects }: Conversed, words: string): Conversed {
  const isGoingOn = turn.caller.timers['on-call'] !== undefined;
  if (isGoingOn || turn.rules.onCall.people.length === 0) return { conversation, effects };
  const emergency = { since: turn.event.at, level: 1 };
  const called = { ...conversation, emergency, urgent: true };
  const data = calledOn(turn, called, 1);
  return {
    conversation: called,
    effects: [...effects, { type: 'publish', event: 'conversation.needs_human', data: { ...data, words } }],
  };
}

/** Who is on call at a level, as other programs read it. */
export function calledOn(turn: Turn, conversation: Conversation, level: number): Facts {
  const person = onCallAt(turn, turn.event.at, level);
  return {
    conversationId: conversation.id,
    phone: turn.caller.phone,
    line: conversation.line,
    urgent: true,
    assignee: conversation.assignee,
    level,
    onCall: person?.name ?? 'everybody',
    onCallPhone: person?.phone ?? null,
  };
}

/** null: all have been called on, so everybody is. */
export function onCallAt({ rules, business }: Turn, at: Instant, level: number) {
  const { people, rotates } = rules.onCall;
  if (level > people.length) return null;
  const day = dayAt(business.timeZone, msOf(at));
  // Days are counted from a Thursday; a week begins on Monday.
  const turns = { never: 0, daily: day, weekly: Math.floor((day + 3) / 7) }[rotates];
  return people[(turns + level - 1) % people.length] ?? null;
}
