import { SegmentedMessage } from 'sms-segments-calculator';

/** The kind of number that a text leaves from. */
export type SenderKind = 'local' | 'toll-free';

/**
 * What one message of several holds; alone it holds 160 of GSM-7 and 70 of UCS-2 from either.
 * Sources: 3GPP TS 23.040 for the first; for toll-free numbers of the United States and Canada
 * https://www.twilio.com/docs/glossary/what-sms-character-limit, read 2026-11-21
 */
const partSizes: {
  readonly [sender in SenderKind]: { readonly [encoding in TextMeasure['encoding']]: number };
} = {
  local: { 'GSM-7': 153, 'UCS-2': 67 },
  'toll-free': { 'GSM-7': 152, 'UCS-2': 66 },
};

/** What a text costs. */
export type TextMeasure = {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** How many messages the carriers bill: 160 characters of GSM-7 or 70 of UCS-2, fewer each when there are several. */
  readonly segments: number;
  /** As the carriers count them: in GSM-7 each of `^{}\[~]|€` counts twice. */
  readonly characters: number;
  /** What made it UCS-2, each character once, in order; empty for GSM-7. */
  readonly ucs2: readonly Ucs2Character[];
  /** The segments once every character that has a replacement is replaced, as `withPlainCharacters` does. */
  readonly plainSegments: number;
};

/** A character that GSM-7 does not have. */
export type Ucs2Character = {
  /** One character as people see it, even where several code points make it up. */
  readonly character: string;
  readonly count: number;
  /** Plain characters that mean the same; null where there are none, as for an emoji or an accent. */
  readonly replacement: string | null;
  /**
   * The letter without its accent, for á í ó ú and their like, else null. Another spelling and at times another word,
   * so it is for the owner to choose and never a replacement.
   */
  readonly unaccented: string | null;
};

/**
 * Encoding, segments and characters of a text as the carriers bill it, and what doubles its price; from a local number
 * unless the sender is named.
 */
export function measureText(body: string, options: { readonly sender?: SenderKind } = {}): TextMeasure {
  const { sender = 'local' } = options;
  const { encoding, segments, characters, foreign } = measure(body, sender);
  if (encoding === 'GSM-7') return { encoding, segments, characters, ucs2: [], plainSegments: segments };
  const counts = new Map<string, number>();
  for (const character of foreign) counts.set(character, (counts.get(character) ?? 0) + 1);
  return {
    encoding,
    segments,
    characters,
    ucs2: [...counts].map(([character, count]) => ({ character, count, ...plainFormOf(character) })),
    plainSegments: measure(withPlainCharacters(body), sender).segments,
  };
}

/** The text with curly quotes, dashes, ellipses, odd spaces and their like as they stand on a keyboard. */
export function withPlainCharacters(body: string): string {
  let plain = body;
  for (const character of new Set(measure(body).foreign)) {
    const { replacement } = plainFormOf(character);
    if (replacement !== null) plain = plain.replaceAll(character, replacement);
  }
  return plain;
}

/** The characters of GSM-7 that count once, but for the carriage return. Source: 3GPP TS 23.038, 6.2.1 */
const basic = /^[\n !"#$%&'()*+,\-./0-9:;<=>?@A-Za-z£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà]*$/;

function measure(body: string, sender: SenderKind = 'local') {
  // Most texts are made of these, and for them the calculator takes a thousand times longer to say the same.
  if (basic.test(body)) {
    const segments = body.length <= 160 ? 1 : Math.ceil(body.length / partSizes[sender]['GSM-7']);
    return { encoding: 'GSM-7' as const, segments, characters: body.length, foreign: [] };
  }
  const message = new SegmentedMessage(body);
  const encoding = message.getEncodingName() === 'GSM-7' ? ('GSM-7' as const) : ('UCS-2' as const);
  return {
    encoding,
    segments: message.segmentsCount === 1 ? 1 : countParts(message, partSizes[sender][encoding]),
    characters: message.numberOfCharacters,
    foreign: encoding === 'GSM-7' ? [] : message.getNonGsmCharacters(),
  };
}

/** A character that takes two places, or several, is never cut in two. */
function countParts({ encodedChars }: SegmentedMessage, size: number): number {
  let parts = 1;
  let taken = 0;
  for (const { codeUnits } of encodedChars) {
    const places = codeUnits?.length ?? 1;
    if (taken + places > size) {
      parts += 1;
      taken = 0;
    }
    taken += places;
  }
  return parts;
}

/** Which plain characters stand for which others. */
const lookAlikes: readonly (readonly [plain: string, others: RegExp])[] = [
  ['"', /^[“”„‟«»″〝〞]$/],
  ["'", /^[‘’‚‛‹›′`´ʼ]$/],
  ['-', /^[\p{Pd}−•‣◦]$/u],
  ['...', /^…$/],
  [' ', /^[\p{Zs}\t\u2028\u2029]$/u],
  ['', /^(?:\p{Cf}|\uFE0F)+$/u],
  ['.', /^·$/],
  ['/', /^[⁄∕]$/],
  ['x', /^[×✕]$/],
  ['(c)', /^©$/],
  ['(R)', /^®$/],
  ['->', /^→$/],
];

function plainFormOf(character: string): Pick<Ucs2Character, 'replacement' | 'unaccented'> {
  const alike = lookAlikes.find(([, others]) => others.test(character));
  if (alike) return { replacement: alike[0], unaccented: null };
  // An accent put down as a character of its own, a ligature, ™, ½, a full-width letter.
  const composed = [character.normalize('NFC'), character.normalize('NFKC').replaceAll('⁄', '/')];
  const replacement = composed.find(isGsm) ?? null;
  if (replacement !== null) return { replacement, unaccented: null };
  const letter = character.normalize('NFD').replace(/\p{M}/gu, '');
  return { replacement: null, unaccented: letter !== character && /^[a-z]$/i.test(letter) ? letter : null };
}

function isGsm(text: string): boolean {
  return measure(text).encoding === 'GSM-7';
}
