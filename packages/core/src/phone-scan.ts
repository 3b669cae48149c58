/** Digits written together, with the plus before them, and where they stand in the text. */
type Group = {
  readonly digits: string;
  readonly plus: boolean;
  readonly start: number;
  readonly end: number;
};

export type Candidate = {
  readonly digits: string;
  /** The digits begin with a country code. */
  readonly international: boolean;
  /** Written beside the word fax. */
  readonly fax: boolean;
};

export type Reading<T> = {
  /** National numbers are those of +1: an area code and seven digits, grouped as people group them. */
  readonly northAmerican: boolean;
  /** null: no such number. */
  readonly read: (candidate: Candidate) => T | null;
};

/**
 * Every number in a text of `plainPhoneText`, in order. Digits that are joined to more digits, to letters, to a sign
 * of money, or that stand behind a word such as "order", are something else.
 */
export function* scanPhones<T>(text: string, reading: Reading<T>): Generator<T, undefined> {
  const groups = [...text.matchAll(/(\+?)(\d+)/g)].map(
    ({ index, 0: all, 1: plus, 2: digits = '' }): Group => {
      return { digits, plus: plus === '+', start: index, end: index + all.length };
    },
  );
  let at = 0;
  while (at < groups.length) {
    const found = beginsHere(text, groups, at) ? firstOf(readFrom(text, groups, at, reading)) : null;
    if (found) {
      yield found.value;
      at = found.next;
    } else {
      at += 1;
    }
  }
  return undefined;
}

type Found<T> = { readonly value: T; readonly next: number };

function firstOf<T>(found: Iterable<T>): T | null {
  for (const one of found) return one;
  return null;
}

/** The numbers that may begin with the group at `at`, the most likely first. */
function* readFrom<T>(
  text: string,
  groups: readonly Group[],
  at: number,
  { northAmerican, read }: Reading<T>,
): Generator<Found<T>> {
  const first = groups[at];
  if (!first) return;
  const exit = first.plus ? '' : (/^(011|00)/.exec(first.digits)?.[0] ?? '');
  const international = first.plus || exit !== '';
  let digits = '';
  const ends: { readonly digits: string; readonly lengths: readonly number[]; readonly next: number }[] = [];
  const lengths: number[] = [];
  for (let next = at; next < groups.length; next += 1) {
    const group = groups[next];
    if (!group || (next > at && (group.plus || !joins(text, groups, next)))) break;
    digits += group.digits;
    if (digits.length - exit.length > 15) break;
    lengths.push(group.digits.length);
    ends.push({ digits: digits.slice(exit.length), lengths: [...lengths], next: next + 1 });
  }
  for (const end of ends.reverse()) {
    if (!endsHere(text, groups, end.next - 1)) continue;
    if (
      !international &&
      northAmerican &&
      !isGrouped(end.lengths, end.digits, gapsOf(text, groups, at, end.next))
    )
      continue;
    const fax = isFax(text, first.start, groups[end.next - 1]?.end ?? 0);
    const value = read({ digits: end.digits, international, fax });
    if (value !== null) yield { value, next: end.next };
  }
}

/** What stands between the groups of a number. */
function joins(text: string, groups: readonly Group[], at: number): boolean {
  return /^(?=.{1,5}$)[ ()[\].\-/]+$/.test(gapBefore(text, groups, at));
}

function gapBefore(text: string, groups: readonly Group[], at: number): string {
  return text.slice(groups[at - 1]?.end ?? 0, groups[at]?.start);
}

function gapsOf(text: string, groups: readonly Group[], from: number, until: number): readonly string[] {
  return groups.slice(from + 1, until).map((_, index) => gapBefore(text, groups, from + 1 + index));
}

/** As people group the ten digits, behind a 1 of their own or not. */
const groupings = new Set(['10', '3,7', '6,4', '3,3,4', '3,3,2,2', '1,1,1,1,1,1,1,1,1,1']);

function isGrouped(lengths: readonly number[], digits: string, gaps: readonly string[]): boolean {
  const [first = 0, ...rest] = lengths;
  const withoutOne = !digits.startsWith('1') ? lengths : first === 1 ? rest : [first - 1, ...rest];
  // 512555.0142 and 512.5550142 are amounts, or places on a map.
  if ((withoutOne.length === 2 || gaps.length === 1) && gaps.at(-1) === '.') return false;
  // Four parts with dots between them are an address of the internet.
  if (withoutOne.length === 4 && gaps.includes('.')) return false;
  return groupings.has(withoutOne.join());
}

/** How many characters before and behind a number tell what it is. */
const nearby = 40;

/** Words for a phone that people write without a space before or behind the number. */
const labels =
  /^(?:c|m|h|w|o|p|t|f|ph|tel|tele|telf|cel|cell|mob|mobile|movil|móvil|home|work|office|main|phone|call|text|txt|sms|fax|direct|desk|or|and|no|nr|number|whatsapp)$/i;
const extension = /^(?:x|xt|ext|extn|extension|poste|int|p|w)$/i;
const things =
  /^(?:order|invoice|inv|account|acct|a\/c|id|ref|reference|case|ticket|po|p\.o|ssn|ein|vin|serial|sn|s\/n|sku|upc|isbn|tracking|zip|license|lic|permit|policy|claim|confirmation|quote|card|iban|routing|code|pin|version|build|parcel|apn|npi|tax|itin|duns|epoch|timestamp|lat|lon|lng|amount|total|qty|usd|part|model|item|batch|lot)$/i;
const filler = /(?:[\s#:.,=(-]|\b(?:no|nr|num|number|is|was)\b)+$/i;

function beginsHere(text: string, groups: readonly Group[], at: number): boolean {
  const group = groups[at];
  if (!group) return false;
  const gap = gapBefore(text, groups, at);
  // Joined to digits that are no part of the number.
  if (at > 0 && /^[-.:+]?$/.test(gap)) return false;
  const before = text.slice(Math.max(0, group.start - nearby), group.start).replace(/[([{<"'’]+$/, '');
  const sign = before.at(-1) ?? '';
  if (/[$€£¥₹@%_\\&?^>]/.test(sign)) return false;
  const word = wordBefore(before);
  if (things.test(word)) return false;
  if (/\p{L}/u.test(sign)) return labels.test(word);
  if (/[-./]/.test(sign) && /\p{L}$/u.test(before.slice(0, -1))) return labels.test(word);
  // "#5125550142" is a ticket; "#512-555-0142" is how some write "number".
  if (sign === '#') return group.digits.length < 10 || labels.test(word);
  return true;
}

function endsHere(text: string, groups: readonly Group[], last: number): boolean {
  const next = groups[last + 1];
  if (next && /^[-.:]$/.test(gapBefore(text, groups, last + 1))) return false;
  const end = groups[last]?.end ?? 0;
  const after = text.slice(end, end + nearby).replace(/^[)\]>]+/, '');
  if (/^(?:[@%_$€£]|\.\p{L})/u.test(after)) return false;
  const word = /^\p{L}+/u.exec(after)?.[0];
  return (
    word === undefined || labels.test(word) || (extension.test(word) && /^\p{L}+[.: ]*(?:\d|$)/u.test(after))
  );
}

function wordBefore(before: string): string {
  return /[\p{L}]+(?:[./]\p{L}+)*$/u.exec(before.replace(filler, ''))?.[0] ?? '';
}

function isFax(text: string, start: number, end: number): boolean {
  return (
    /^(?:fax|f|facsimile|telefax)$/i.test(wordBefore(text.slice(Math.max(0, start - nearby), start))) ||
    /^[\s(-]*fax\b/i.test(text.slice(end, end + nearby))
  );
}
