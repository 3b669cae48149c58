/** One word of a text: what grammar sees, and what the person typed (empty for the second half of "don't"). */
export type Token = {
  readonly word: string;
  readonly typed: string;
  /** Written like a name: with a capital inside a sentence that has small letters. */
  readonly capital: boolean;
};

/** Words that people write with gaps: "s t o p", "s.t.o.p". */
const spelledOut = new Set(['stop', 'quit', 'end', 'cancel', 'unsubscribe', 'remove', 'alto', 'arret', 'no']);
const singleLetters = /(?<![\p{L}\p{N}'])\p{L}(?:[\s.\-_*]+\p{L}(?![\p{L}\p{N}'])){1,10}/gu;

/** A word (with the stars of "f**k"), a sign that speaks, or a mark that ends a clause. */
const pieces =
  /[\p{L}\p{N}]+(?:['*@$]+[\p{L}\p{N}]+)*\**|#|[🛑✋⛔🚫❌🙅🖕]|[👍🙏😊❤🙂👌💯😀😁🤝🎉]|[.!?;:…\n]+|[,()"“”«»]|\s[-–—]+\s|--/gu;

/** Courtesies of several words, which may stand anywhere. */
const courtesies = /\b(?:por favor|x favor|s'?il (?:vous|te) pla[iî]t|if you don't mind)\b/giu;

/** Their own number, spelled out in the middle of "remove 512 555 0142 from your list". */
const phoneNumbers = /\+?\(?\d(?:[\s().-]*\d){9,10}(?!\d)/gu;

const stopSigns = /[🛑✋⛔🚫❌🙅]/u;
const thumbs = /[👍🙏😊❤🙂👌💯😀😁🤝🎉]/u;
const nameLike = /^\p{Lu}\p{Ll}/u;
const isWord = /^[\p{L}\p{N}]/u;
const isSentenceEnd = /^[.!?;:…\n]/u;
/** French elisions, as in "m'écrivez" and "j'ai"; no English word begins this way but a few surnames. */
const elision = /^(qu|[cdjlmnst])'(?=[aeiouhy])/;

/**
 * The words of a text in the order in which they stand: lower case, no accents, contractions taken apart. `|` stands
 * for the end of a sentence, `,` for a pause.
 */
export function tokenise(text: string, expansions: ReadonlyMap<string, string>): readonly Token[] {
  const plain = withoutAccents(text)
    .replace(phoneNumbers, ' ')
    .replace(courtesies, ' porfavor ')
    .replace(/0(?=\p{L})(?<=\p{L}0)/gu, 'o')
    .replace(singleLetters, joined);
  const tokens: Token[] = [];
  for (const [piece] of plain.matchAll(pieces)) {
    if (isWord.test(piece)) {
      const inside = tokens.length > 0 && tokens.at(-1)?.word !== '|';
      addWord(tokens, piece.toLowerCase(), expansions, inside && nameLike.test(piece));
    } else if (piece === '#') addSign(tokens, 'number', piece);
    else if (stopSigns.test(piece)) addSign(tokens, 'stopsign', piece);
    else if (piece === '🖕') addSign(tokens, 'rudesign', piece);
    else if (thumbs.test(piece)) {
      addMark(tokens, ',');
      addSign(tokens, 'thumb', piece);
      addMark(tokens, ',');
    } else addMark(tokens, isSentenceEnd.test(piece) ? '|' : ',');
  }
  return tokens;
}

/** Without accents; apostrophes of every shape become the plain one. */
function withoutAccents(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´ʼ]/g, "'");
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
  const expanded = expansions.get(typed) ?? expansions.get(typed.replaceAll("'", ''));
  const cut = elision.exec(typed);
  if (expanded !== undefined) {
    for (const [index, word] of expanded.split(' ').entries()) {
      tokens.push({ word, typed: index === 0 ? typed : '', capital: false });
    }
  } else if (cut) {
    tokens.push({ word: cut[1] ?? '', typed: cut[0], capital: false });
    addWord(tokens, typed.slice(cut[0].length), expansions, false);
  } else {
    tokens.push({ word: typed.replace(/'s$/, '').replaceAll("'", ''), typed, capital });
  }
}

/** Marks never stand beside each other: the stronger one stays. */
function addMark(tokens: Token[], mark: '|' | ','): void {
  const last = tokens.at(-1);
  if (last?.word !== '|' && last?.word !== ',') tokens.push({ word: mark, typed: '', capital: false });
  else if (mark === '|') tokens[tokens.length - 1] = { word: mark, typed: '', capital: false };
}
