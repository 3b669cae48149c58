/**
 * Remembers the answers of a pure function, the last `limit` of them, where asking again is dear and the same few
 * questions come back.
 */
export function createMemo<T>(limit: number, answer: (question: string) => T): (question: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (question) => {
    const known = answers.get(question);
    if (known) return known.answer;
    const found = answer(question);
    const [oldest] = answers.keys();
    if (answers.size >= limit && oldest !== undefined) answers.delete(oldest);
    answers.set(question, { answer: found });
    return found;
  };
}
