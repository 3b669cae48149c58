// @ts-check

/**
 * A number as people write it: `(512) 555-0142`; anything else stays as it is.
 * @param {string} number
 */
export function formatNumber(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/**
 * Words with the numbers in them as people write them.
 * @param {string} words
 */
export function formatNumberIn(words) {
  return words.replace(/\+\d{8,15}/g, formatNumber);
}
