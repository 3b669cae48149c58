/**
 * What is left of a text when only its words count: lower case, no accents, no punctuation, no emoji, single
 * spaces. Apostrophes vanish, so "don't" becomes "dont".
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
