import { type Business, type E164, type Line, parsePhone } from '@ringback/core';

/** What was submitted of a business, as far as it holds lines back. */
export type FiledNumbers = {
  /** `local`, or a toll-free number. */
  readonly subject: string;
  readonly state: 'submitted' | 'approved' | 'rejected';
  readonly numbers: readonly E164[];
};

/** Local numbers share a campaign; each toll-free number is verified by itself. */
export function isTollFree(number: E164): boolean {
  return parsePhone(number, 'US')?.kind === 'toll_free';
}

export function localNumbersOf({ lines }: { readonly lines: readonly Line[] }): readonly E164[] {
  return lines.map(({ number }) => number).filter((number) => !isTollFree(number));
}

/** The lines that carriers have not approved yet, those among them that have joined the business since. */
export function heldLinesOf(business: Business, filings: readonly FiledNumbers[]): readonly E164[] {
  const waiting = filings.filter(({ state }) => state !== 'approved').flatMap(({ numbers }) => numbers);
  const local = filings.find(({ subject }) => subject === 'local');
  const joined = local ? localNumbersOf(business).filter((number) => !local.numbers.includes(number)) : [];
  return [...new Set([...waiting, ...joined])];
}
