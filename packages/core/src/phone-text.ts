import { dialled } from './caller-id.ts';

/**
 * What was put into a phone field, with its digits, hyphens and spaces in plain ASCII, a plus for every way to write
 * one, letters turned into the digits they dial, and without what only looks like a number: addresses of mail, web
 * and SIP. What stands further back than a thousand characters is no phone field any more.
 */
export function plainPhoneText(raw: string, { northAmerican }: { readonly northAmerican: boolean }): string {
  const text = raw
    .slice(0, 1000)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, plainDigit)
    .replace(/[\p{Pd}−]/gu, '-')
    .replace(/[·•∙‧]/g, '.')
    .replace(/[^\S\n]/g, ' ')
    .replace(/(?<=\d)[_~](?=\d)/g, '-')
    .replace(/\btel:(?:\/\/)?([^;\s]+)\S*/gi, 'tel: $1')
    .replace(/\S+@\S+|\bsips?:\S+|\b[a-z]+:\/\/\S+|\bwww\.\S+/gi, ' ; ')
    // 5125550142.0 is what a spreadsheet makes of a number.
    .replace(/^(\s*\+?\d{10,11})\.0\s*$/, '$1')
    // *67 and its like are dialled before a number, to hide one's own.
    .replace(/(?<![\d*])\*\d{2}(?=[\s(+\d])/g, ' ')
    .replace(/\+[\s(]*(?=\d)/g, '+')
    // +44 (0)20: the zero is dialled within the country only.
    .replace(/((?:\+|\b00|\b011)[ .-]*\d{1,3}[ .)-]*)\([ ]*0[ ]*\)/g, '$1 ');
  return northAmerican ? withVanityDialled(text) : text;
}

/** Digits of every script lie in a row from zero to nine. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

const vanity =
  /(?<![\p{L}\p{N}$€£@#/.-])(?:\+?(?<one>1)[ .-]*)?(?<open>\()?(?<area>[2-9]\d\d)\)?(?<gap>[ .-]*)(?<tail>[a-z\d]+(?:[- ][a-z\d]+)*)/giu;
const tollFree = /^8(00|33|44|55|66|77|88)$/;

/** 1-800-FLOWERS, (512) GET-HVAC, 512-555-PIPE: a number of which seven places or more are letters and digits. */
function withVanityDialled(text: string): string {
  return text.replace(vanity, (...match) => {
    const written: string = match[0];
    const { one, open, area, gap, tail } = match.at(-1) as { readonly [part: string]: string | undefined };
    if (area === undefined || tail === undefined) return written;
    const free = tollFree.test(area);
    const places = vanityPlaces(tail, free);
    const joined =
      open !== undefined || /[.-]/.test(gap ?? '') || (free && (one !== undefined || places?.loud));
    if (!places || !joined) return written;
    const digits = dialled(places.text);
    return ` ${area}-${digits.slice(0, 3)}-${digits.slice(3, 7)} ${places.rest}`;
  });
}

/** The places that are dialled, and what follows them; null when the letters are mere words beside a number. */
function vanityPlaces(
  tail: string,
  free: boolean,
): { readonly text: string; readonly rest: string; readonly loud: boolean } | null {
  const [word = '', ...others] = tail.split(' ');
  const dense = word.replaceAll('-', '');
  const next = others[0] ?? '';
  // GOT JUNK: the two words together make up the seven places.
  const both = dense.length < 7 && dense.length + next.length === 7 && /^[A-Z\d]+$/.test(dense + next);
  const text = both ? dense + next : dense;
  const rest = others.slice(both ? 1 : 0).join(' ');
  const letters = text.replace(/\d/g, '').length;
  const loud = !/[a-z]/.test(text);
  if (letters < 3 || text.length < 7 || text.length > 11 || /^\d{7}/.test(text)) return null;
  // Elsewhere than behind a toll-free code, words behind three digits are mostly the street of an address.
  if (!free && (text.length > 7 || !loud)) return null;
  return { text, rest, loud };
}
