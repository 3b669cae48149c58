import { TwilioApiError } from './api-error.ts';
import { createSid } from './identifiers.ts';
import { isE164, type SandboxNumber } from './numbers.ts';

/** The numbers of the account, and those that it could buy. */
export type AccountNumbers = {
  all(): readonly SandboxNumber[];
  bySid(sid: string): SandboxNumber | undefined;
  /** null: it is no number of the account. */
  sidOf(number: string): string | null;
  /** Those for sale in an area code of the United States or Canada. */
  forSale(areaCode: string): readonly string[];
  /** @throws TwilioApiError 21421 when it is no number, 21422 when it is not for sale */
  buy(number: string): SandboxNumber;
};

const numbersForSale = 10;

/** `numbers` is shared with whatever takes calls and texts, which therefore knows a bought number at once. */
export function createAccountNumbers(numbers: SandboxNumber[]): AccountNumbers {
  const sids = new Map(numbers.map(({ number }) => [number, createSid('PN')]));

  /** Of the numbers kept for fiction, 555-0100 to 555-0199, so that a test never meets anybody's. */
  function forSale(areaCode: string): readonly string[] {
    if (!/^[2-9]\d\d$/.test(areaCode)) return [];
    return Array.from({ length: numbersForSale }, (_, index) => `+1${areaCode}5550${150 + index}`).filter(
      (number) => !sids.has(number),
    );
  }

  return {
    all: () => numbers,
    bySid: (sid) => numbers.find(({ number }) => sids.get(number) === sid),
    sidOf: (number) => sids.get(number) ?? null,
    forSale,
    buy(number) {
      if (!isE164(number)) throw new TwilioApiError(400, 21421, `${number} is not a valid phone number`);
      if (!forSale(number.slice(2, 5)).includes(number)) {
        throw new TwilioApiError(400, 21422, `${number} is not available`);
      }
      const bought: SandboxNumber = { number, voiceUrl: '', statusCallback: '', smsUrl: '' };
      numbers.push(bought);
      sids.set(number, createSid('PN'));
      return bought;
    },
  };
}
