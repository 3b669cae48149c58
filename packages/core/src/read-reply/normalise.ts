/** One word of a text: what grammar sees, and what the person typed (empty for the second half of "don't"). */
export type Token = {
  readonly word: string;
  readonly typed: string;
  /** Written like a name: with a capital inside a sentence that has small letters. */
  readonly capital: boolean;
};

/** Words that people write with gaps: "s t o p", "s.t.o.p". */
const spelledOut = new Set(['stop', 'quit', 'end', 'cancel', 'unsubscribe', 'remove', 'alto', 'arret', 'no']);
const hasSingleLetters = /(?:^|[^a-z0-9'])[a-z][\s.\-_*]+[a-z](?![a-z0-9'])/i;
const singleLetters = /(?<![\p{L}\p{N}'])\p{L}(?:[\s.\-_*]+\p{L}(?![\p{L}\p{N}'])){1,10}/gu;

/** Courtesies of several words, which may stand anywhere. */
const courtesies = /\b(?:por favor|x favor|s'?il (?:vous|te) pla[iî]t|if you don't mind)\b/giu;
const hasCourtesy = /favor|plait|mind/i;

/** Their own number, spelled out in the middle of "remove 512 555 0142 from your list". */
const phoneNumbers = /\+?\(?\d(?:[\s().-]*\d){9,10}(?!\d)/gu;
const hasDigits = /\d\D{0,3}\d\D{0,3}\d/;
const zeros = /0(?=\p{L})(?<=\p{L}0)/gu;

const isAscii = /^[\0-\x7f]*$/;
const stopSigns = new Set('🛑✋⛔🚫❌🙅');
const thumbs = new Set('👍🙏😊❤🙂👌💯😀😁🤝🎉');
const letterOrDigit = /^[\p{L}\p{N}]$/u;
const nameLike = /^\p{Lu}\p{Ll}/u;
/** French elisions, as in "m'écrivez" and "j'ai"; no English word begins this way but a few surnames. */
const elision = /^(qu|[cdjlmnst])'(?=[aeiouhy])/;

/** What a character is to a reader of words. */
const inWord = 1;
const joiner = 2;
const sentenceEnd = 3;
const pause = 4;
const dash = 5;
const space = 6;
const numberSign = 7;

const kindOfAscii = new Uint8Array(128);
for (const [kind, characters] of [
  [inWord, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
  [joiner, "'*@$"],
  [sentenceEnd, '.!?;:\n'],
  [pause, ',()"'],
  [dash, '-'],
  [space, ' \t\r'],
  [numberSign, '#'],
] as const) {
  for (const character of characters) kindOfAscii[character.charCodeAt(0)] = kind;
}

/**
 * The words of a text in the order in which they stand: lower case, no accents, contractions taken apart. `|` stands
 * for the end of a sentence, `,` for a pause.
 */
export function tokenise(text: string, expansions: ReadonlyMap<string, string>): readonly Token[] {
  const plain = withGapsClosed(withoutAccents(text));
  const tokens: Token[] = [];
  let at = 0;
  while (at < plain.length) {
    const kind = kindAt(plain, at);
    if (kind === inWord) {
      const end = endOfWord(plain, at);
      const inside = tokens.length > 0 && tokens.at(-1)?.word !== '|';
      const piece = plain.slice(at, end);
      addWord(tokens, piece.toLowerCase(), expansions, inside && isNameLike(piece));
      at = end;
    } else if (kind === sentenceEnd) {
      addMark(tokens, '|');
      at += 1;
    } else if (kind === pause || (kind === dash && isPause(plain, at))) {
      addMark(tokens, ',');
      at += 1;
    } else if (kind === numberSign) {
      addSign(tokens, 'number', '#');
      at += 1;
    } else if (plain.charCodeAt(at) < 128) at += 1;
    else at += addSpeakingSign(tokens, String.fromCodePoint(plain.codePointAt(at) ?? 0));
  }
  return tokens;
}

function isNameLike(word: string): boolean {
  const first = word.charCodeAt(0);
  return first < 91 ? first > 64 && nameLike.test(word) : first > 127 && nameLike.test(word);
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return kindOfAscii[code] ?? 0;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (letterOrDigit.test(character)) return inWord;
  if ('“”«»'.includes(character)) return pause;
  if ('–—'.includes(character)) return dash;
  return character === '…' ? sentenceEnd : character.trim() === '' ? space : 0;
}

/** Letters and digits, with what joins them ("don't", "f**k") and the stars at the end ("f***"). */
function endOfWord(text: string, from: number): number {
  let end = from;
  while (true) {
    while (end < text.length && kindAt(text, end) === inWord)
      end += text.charCodeAt(end) >= 0xd800 ? lengthAt(text, end) : 1;
    let joined = end;
    while (joined < text.length && kindAt(text, joined) === joiner) joined += 1;
    if (joined > end && joined < text.length && kindAt(text, joined) === inWord) end = joined;
    else break;
  }
  while (text[end] === '*') end += 1;
  return end;
}

function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** A dash between spaces, or two of them, parts clauses; one inside a word does not. */
function isPause(text: string, at: number): boolean {
  const [before, after] = [kindAt(text, at - 1), at + 1 < text.length ? kindAt(text, at + 1) : 0];
  return after === dash || before === dash || (before === space && after === space);
}

/** How many code units were read. */
function addSpeakingSign(tokens: Token[], sign: string): number {
  if (stopSigns.has(sign)) addSign(tokens, 'stopsign', sign);
  else if (sign === '🖕') addSign(tokens, 'rudesign', sign);
  else if (thumbs.has(sign)) {
    addMark(tokens, ',');
    addSign(tokens, 'thumb', sign);
    addMark(tokens, ',');
  }
  return sign.length;
}

/** Without accents; apostrophes of every shape become the plain one. */
function withoutAccents(text: string): string {
  if (isAscii.test(text)) return text.includes('`') ? text.replaceAll('`', "'") : text;
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´ʼ]/g, "'");
}

/** Without their number, courtesies as one word, "st0p" and "s t o p" as words. */
function withGapsClosed(text: string): string {
  let plain = hasDigits.test(text) ? text.replace(phoneNumbers, ' ') : text;
  if (hasCourtesy.test(plain)) plain = plain.replace(courtesies, ' porfavor ');
  if (plain.includes('0')) plain = plain.replace(zeros, 'o');
  return hasSingleLetters.test(plain) ? plain.replace(singleLetters, joined) : plain;
}

function joined(letters: string): string {
  const word = letters.replace(/[^\p{L}]/gu, '').toLowerCase();
  return spelledOut.has(word) ? word : letters;
}

function addSign(tokens: Token[], word: string, typed: string): void {
  tokens.push({ word, typed, capital: false });
}

function addWord(
  tokens: Token[],
  typed: string,
  expansions: ReadonlyMap<string, string>,
  capital: boolean,
): void {
  const hasApostrophe = typed.includes("'");
  const bare = hasApostrophe ? typed.replaceAll("'", '') : typed;
  const expanded = expansions.get(typed) ?? (hasApostrophe ? expansions.get(bare) : undefined);
  const cut = hasApostrophe && expanded === undefined ? elision.exec(typed) : null;
  if (expanded !== undefined) {
    for (const [index, word] of expanded.split(' ').entries()) {
      tokens.push({ word, typed: index === 0 ? typed : '', capital: false });
    }
  } else if (cut) {
    tokens.push({ word: cut[1] ?? '', typed: cut[0], capital: false });
    addWord(tokens, typed.slice(cut[0].length), expansions, false);
  } else {
    const word = hasApostrophe ? typed.replace(/'s$/, '').replaceAll("'", '') : typed;
    tokens.push({ word, typed, capital });
  }
}

/** Marks never stand beside each other: the stronger one stays. */
function addMark(tokens: Token[], mark: '|' | ','): void {
  const last = tokens.at(-1)?.word;
  if (last !== '|' && last !== ',') tokens.push({ word: mark, typed: '', capital: false });
  else if (mark === '|') tokens[tokens.length - 1] = { word: mark, typed: '', capital: false };
}
