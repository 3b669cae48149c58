import { type E164, parsePhones } from '@ringback/core';
import type { CrmContact } from './adapter.ts';
import type { CrmSettings } from './settings.ts';

/** Who the caller is, as far as one CRM knows. */
export type ContactMatch =
  | { readonly match: 'one'; readonly contact: CrmContact }
  /** `candidates`: who it might be. */
  | { readonly match: 'several'; readonly contact: null; readonly candidates: readonly CrmContact[] }
  | { readonly match: 'none'; readonly contact: null };

/**
 * Decides who of `candidates` has the number. Each is checked again here, because a vendor's search may return more
 * than it was asked for. Two people with one number are `several`, and nobody is guessed, unless the business has set
 * that the one who was active last is meant; where that does not tell them apart, it is `several` all the same.
 */
export function matchContact(
  phone: E164,
  candidates: readonly CrmContact[],
  { ties = 'ask' }: Pick<CrmSettings, 'ties'> = {},
): ContactMatch {
  const people = new Map<string, CrmContact>();
  for (const candidate of candidates) {
    if (candidate.phones.includes(phone)) people.set(`${candidate.ref.kind} ${candidate.ref.id}`, candidate);
  }
  const [contact, ...others] = people.values();
  if (!contact) return { match: 'none', contact: null };
  if (others.length === 0) return { match: 'one', contact };
  const recent = ties === 'most-recent' ? lastActive([contact, ...others]) : null;
  return recent
    ? { match: 'one', contact: recent }
    : { match: 'several', contact: null, candidates: [contact, ...others] };
}

/**
 * The numbers in the fields of one person, several in a field among them. One with an extension is an office's, which
 * does not tell who calls.
 */
export function ownNumbers(fields: readonly (string | null)[], country: string): readonly E164[] {
  const numbers = fields.flatMap((field) =>
    (field ?? '')
      .split(/;(?!ext=)|[|\n]/i)
      .filter((part) => !hasExtension(part))
      .flatMap((part) => parsePhones(part, country).map(({ e164 }) => e164)),
  );
  return [...new Set(numbers)];
}

function hasExtension(written: string): boolean {
  return /(?:\bext(?:ension|n)?\b|\bx|;ext=|#)[.:\s]*\d{1,7}\s*$/i.test(written.replace(/(\d)x/gi, '$1 x'));
}

/** null: two were active at the same moment, or of one it is not known. */
function lastActive(people: readonly CrmContact[]): CrmContact | null {
  const known = people.flatMap((person) =>
    person.lastActiveAt ? [{ person, at: person.lastActiveAt }] : [],
  );
  if (known.length < people.length) return null;
  const [first, second] = known.toSorted((one, other) => (one.at < other.at ? 1 : -1));
  return first && first.at !== second?.at ? first.person : null;
}
