/**
 * Remembers the answers of a pure function, the last `limit` of them at least, where asking again is dear and the
 * same few questions come back.
 */
export function createMemo<T>(limit: number, answer: (question: string) => T): (question: string) => T {
  type Answers = Map<string, { readonly answer: T }>;
  // Two generations: taking the oldest key out of one big map means to step over all that were taken out before it.
  let young: Answers = new Map();
  let old: Answers = new Map();

  return (question) => {
    const known = young.get(question);
    if (known) return known.answer;
    const kept = old.get(question) ?? { answer: answer(question) };
    young.set(question, kept);
    if (young.size >= limit) {
      old = young;
      young = new Map();
    }
    return kept.answer;
  };
}
