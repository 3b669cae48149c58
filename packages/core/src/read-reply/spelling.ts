/** Finds the word that somebody meant who slipped once: a letter added, left out, changed or swapped. */
export type Speller = (written: string) => string | null;

/**
 * Every target and every target less one letter is looked up by the written word and by the written word less one
 * letter, so a slip costs a dozen look-ups whatever the number of targets.
 */
export function createSpeller(targets: Iterable<string>, realWords: ReadonlySet<string>): Speller {
  const index = new Map<string, string[]>();
  for (const target of targets) {
    for (const key of lessOneLetter(target)) index.set(key, [...(index.get(key) ?? []), target]);
  }
  return (written) => {
    if (written.length < 4 || realWords.has(written)) return null;
    const short = withoutLengthening(written);
    for (const key of lessOneLetter(short)) {
      for (const target of index.get(key) ?? []) if (isAtMostOneSlipFrom(target, short)) return target;
    }
    return null;
  };
}

function lessOneLetter(word: string): readonly string[] {
  const keys = [word];
  for (let at = 0; at < word.length; at += 1) keys.push(word.slice(0, at) + word.slice(at + 1));
  return keys;
}

/** "stoooop" is "stop". */
function withoutLengthening(word: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, '$1');
}

function isAtMostOneSlipFrom(word: string, written: string): boolean {
  if (word === written) return true;
  if (Math.abs(word.length - written.length) > 1) return false;
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
