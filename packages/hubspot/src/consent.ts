import type { E164 } from '@ringback/core';
import type { Call, CrmConsent, CrmRef } from '@ringback/crm';
import type { HubspotAccount } from './account.ts';
import { contactById, searchContacts } from './contacts.ts';
import { propertyAgainstTexts } from './mapping.ts';

/** What the portal says against texts to this number; the contact that we write to is asked by its id. */
export async function readConsent(
  account: HubspotAccount,
  phone: E164,
  known: CrmRef | null,
  options: Call,
): Promise<CrmConsent> {
  const answer = known && (await contactById(account, known.id, options));
  if (answer) {
    const source = propertyAgainstTexts(answer, account.settings);
    return { optedOut: source !== null, source, contact: known };
  }
  const silent = (await searchContacts(account, phone, options)).find(({ optedOut }) => optedOut);
  return {
    optedOut: silent !== undefined,
    source: silent ? 'a contact with this number' : null,
    contact: silent?.ref ?? null,
  };
}
