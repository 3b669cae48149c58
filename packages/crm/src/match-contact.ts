import type { E164 } from '@ringback/core';
import type { CrmContact } from './adapter.ts';

/** Who the caller is, as far as one CRM knows. */
export type ContactMatch =
  | { readonly match: 'one'; readonly contact: CrmContact }
  | { readonly match: 'several' | 'none'; readonly contact: null };

/**
 * Decides who of `candidates` has the number. Each is checked again here, because a vendor's search may
 * return more than it was asked for; two people with one number are `several`, and nobody is guessed.
 */
export function matchContact(phone: E164, candidates: readonly CrmContact[]): ContactMatch {
  const people = new Map<string, CrmContact>();
  for (const candidate of candidates) {
    if (candidate.phones.includes(phone)) people.set(`${candidate.ref.kind} ${candidate.ref.id}`, candidate);
  }
  const [contact, ...others] = people.values();
  if (!contact) return { match: 'none', contact: null };
  return others.length > 0 ? { match: 'several', contact: null } : { match: 'one', contact };
}
