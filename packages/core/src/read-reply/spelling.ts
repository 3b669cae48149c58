/** Finds the word that somebody meant who slipped once: a letter added, left out, changed or swapped. */
export type Speller = (written: string) => string | null;

type Target = { readonly word: string; readonly letters: number };

/**
 * Only targets of about the same length with about the same letters are compared letter by letter, so a word that is
 * near none costs a few additions each.
 */
export function createSpeller(targets: Iterable<string>, realWords: ReadonlySet<string>): Speller {
  const near: Target[][] = [];
  for (const word of targets) {
    const target = { word, letters: lettersOf(word) };
    for (const length of [word.length - 1, word.length, word.length + 1]) {
      near[length] = [...(near[length] ?? []), target];
    }
  }
  return (written) => {
    if (written.length < 4 || realWords.has(written)) return null;
    const short = withoutLengthening(written);
    const candidates = near[short.length];
    if (!candidates) return null;
    const letters = lettersOf(short);
    let slipped: string | null = null;
    for (const target of candidates) {
      // One slip changes at most two letters of the set.
      if (bitsIn(target.letters ^ letters) > 2) continue;
      if (target.word === short) return short;
      if (slipped === null && isOneSlipFrom(target.word, short)) slipped = target.word;
    }
    return slipped;
  };
}

/** A bit for each letter that occurs; digits and other letters share six bits. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bitsIn(mask: number): number {
  let rest = mask;
  let count = 0;
  for (; rest !== 0; count += 1) rest &= rest - 1;
  return count;
}

const lengthened = /(\p{L})\1{2,}/gu;

/** "stoooop" is "stop". */
function withoutLengthening(word: string): string {
  for (let at = 2; at < word.length; at += 1) {
    if (word[at] === word[at - 1] && word[at] === word[at - 2]) return word.replace(lengthened, '$1');
  }
  return word;
}

function isOneSlipFrom(word: string, written: string): boolean {
  let at = 0;
  while (at < word.length && word[at] === written[at]) at += 1;
  const [restOfWord, restOfWritten] = [word.slice(at), written.slice(at)];
  return (
    restOfWord.slice(1) === restOfWritten.slice(1) ||
    restOfWord === restOfWritten.slice(1) ||
    restOfWord.slice(1) === restOfWritten ||
    (restOfWord.slice(2) === restOfWritten.slice(2) &&
      restOfWord[0] === restOfWritten[1] &&
      restOfWord[1] === restOfWritten[0])
  );
}
