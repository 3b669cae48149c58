import { Metadata, type NumberType } from 'libphonenumber-js/max';

type KnownType = Exclude<NumberType, undefined>;
export type Placed = { readonly type: KnownType; readonly country: 'US' | 'CA' };

/**
 * As libphonenumber reads an E.164 number of the United States or Canada, at a twentieth of its price: it compiles its
 * patterns anew for every number, and these are compiled once. null for all other numbers, which are left to it.
 */
export function placeNorthAmerican(e164: string): Placed | null {
  if (!/^\+1[2-9]\d{9}$/.test(e164)) return null;
  const digits = e164.slice(2);
  for (const { country, patterns } of plans) {
    for (const { type, pattern } of patterns) if (pattern.test(digits)) return { type, country };
  }
  return null;
}

/** In the order in which libphonenumber asks: what is valid in both countries, such as toll-free numbers, is of the US. */
const countries = ['US', 'CA'] as const;
const types = [
  'FIXED_LINE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const satisfies readonly KnownType[];

/** The part of the library's numbering plan that its types leave out; its version is pinned, and a test compares. */
type Plan = { type(type: KnownType): { pattern(): string } | undefined };

const plans = countries.map((country) => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan as unknown as Plan;
  const patterns = types.flatMap((type) => {
    const pattern = plan.type(type)?.pattern();
    if (!pattern) return [];
    // Neither country gives mobile numbers digits of their own.
    const told: KnownType = type === 'FIXED_LINE' ? 'FIXED_LINE_OR_MOBILE' : type;
    return [{ type: told, pattern: new RegExp(`^(?:${pattern})$`) }];
  });
  return { country, patterns };
});
