/** The words that stand for a number that is not told. */
const words = ['anonymous', 'unavailable', 'restricted', 'blocked', 'unknown', 'private'] as const;

/** Which key of a telephone has which letters. Source: ITU-T E.161 */
const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'] as const;

/** `FLOWERS` as it is dialled: 3569377. Other characters stay as they are. */
export function dialled(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    return String(2 + keys.findIndex((group) => group.includes(letter.toLowerCase())));
  });
}

/** The words on a telephone's keys, as carriers without letters send them: 266696687 is ANONYMOUS. */
const dialledWords: ReadonlySet<string> = new Set(words.map(dialled));

/**
 * Whether a caller id says that there is none: one of the words, or its digits on a telephone's keys, with a plus
 * before them or not, as in +266696687. 7378742833 (RESTRICTED) could be a number in Austin as well; bare it is
 * taken for the word, as a text to a stranger is worse than a call back. Written with a 1 before it, or in groups,
 * it is a number.
 * Sources: https://www.twilio.com/docs/voice/twiml for the words; the digits follow from the keys.
 */
export function isCallerIdPlaceholder(raw: string): boolean {
  const text = raw.trim().toLowerCase();
  return words.some((word) => word === text) || dialledWords.has(text.replace(/^\+/, ''));
}
