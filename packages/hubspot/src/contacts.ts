import type { E164 } from '@ringback/core';
import type { Call, ContactDraft, CrmContact, Write } from '@ringback/crm';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';
import { isRefused, RefusedError } from './answers.ts';
import { apiVersion } from './api.ts';
import { batchSchema, checkBatch } from './batch.ts';
import {
  type ContactAnswer,
  contactProperties,
  contactSchema,
  toContact,
  toKeyedContact,
} from './mapping.ts';
import { defaultOwner } from './owners.ts';
import { ensureProperties } from './properties.ts';

const contactsPath = `/crm/objects/${apiVersion}/contacts`;

const pageSchema = z.object({
  results: z.array(contactSchema),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

/**
 * Contacts that have the number in whatever format. HubSpot's own phone properties leave out the country code,
 * so that people of other countries come too, and are dropped here. What was written a moment ago may be missing.
 */
export async function searchContacts(
  account: HubspotAccount,
  phone: E164,
  options: Call,
): Promise<CrmContact[]> {
  const { api } = account;
  const found: CrmContact[] = [];
  let after: string | undefined;
  do {
    const body = {
      filterGroups: filterGroupsFor(phone),
      properties: contactProperties(account.settings),
      limit: 200,
      ...(after && { after }),
    };
    const page = await api.read(
      { method: 'POST', path: `${contactsPath}/search`, body },
      pageSchema,
      options,
    );
    found.push(...page.results.flatMap((contact) => toContact(contact, phone, account) ?? []));
    after = page.paging?.next?.after;
  } while (after);
  return found;
}

/** Five groups, of which one must fit; more are not allowed in one search. */
function filterGroupsFor(phone: E164): object[] {
  const national: string = parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(1);
  // HubSpot strips leading zeros, which belong to the number in Italy.
  const searchable = national.replace(/^0+/, '');
  return [
    { propertyName: 'hs_searchable_calculated_phone_number', operator: 'EQ', value: searchable },
    { propertyName: 'hs_searchable_calculated_mobile_number', operator: 'EQ', value: searchable },
    { propertyName: 'phone', operator: 'EQ', value: phone },
    { propertyName: 'mobilephone', operator: 'EQ', value: phone },
    { propertyName: 'phone', operator: 'CONTAINS_TOKEN', value: `*${national}` },
  ].map((filter) => ({ filters: [filter] }));
}

/** The contact that holds the number as its unique key of ours; unlike a search, it sees what was just written. */
async function contactByKey(
  account: HubspotAccount,
  phone: E164,
  { signal }: Call,
): Promise<CrmContact | null> {
  const body = {
    idProperty: 'ringback_phone',
    inputs: [{ id: phone }],
    properties: contactProperties(account.settings),
    propertiesWithHistory: [],
  };
  const request = { method: 'POST', path: `${contactsPath}/batch/read`, body } as const;
  const { results, errors } = await account.api.read(request, batchSchema(contactSchema), { signal });
  checkBatch(errors, 'OBJECT_NOT_FOUND');
  const [contact] = results;
  return contact ? toKeyedContact(contact, phone, account) : null;
}

const savedSchema = contactSchema.extend({ new: z.boolean().nullish() });

/**
 * The contact with this key, created when there is none. It is read before: an upsert would write the neutral
 * name over one that staff have typed since.
 */
export async function saveContact(
  account: HubspotAccount,
  draft: ContactDraft,
  { signal }: Write,
): Promise<CrmContact> {
  const existing = await contactByKey(account, draft.phone, { signal });
  if (existing) return existing;
  const ownerId = await defaultOwner(account, { signal });
  const input = {
    idProperty: 'ringback_phone',
    id: draft.phone,
    // HubSpot wants a name or an e-mail address of every contact.
    properties: {
      ringback_phone: draft.phone,
      phone: draft.phone,
      firstname: draft.neutralName,
      ringback_source: draft.source,
      ...(ownerId && { hubspot_owner_id: ownerId }),
    },
  };
  const request = {
    method: 'POST',
    path: `${contactsPath}/batch/upsert`,
    body: { inputs: [input] },
  } as const;
  try {
    return await upsert(account, draft, request, { signal });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    // Another process may have saved the same caller between our look and our write. HubSpot's words for that
    // differ (CONFLICT, VALIDATION_ERROR), so look instead of reading them.
    const winner = await contactByKey(account, draft.phone, { signal });
    if (winner) return winner;
    if (!/PROPERTY_DOESNT_EXIST/.test(error.message)) throw error;
    // Connected by a release that wrote fewer properties, or somebody has deleted one.
    await ensureProperties(account.api, { signal });
    return upsert(account, draft, request, { signal });
  }
}

async function upsert(
  account: HubspotAccount,
  { phone }: ContactDraft,
  request: Parameters<HubspotAccount['api']['write']>[0],
  { signal }: Call,
): Promise<CrmContact> {
  const { results, errors } = await account.api.write(request, batchSchema(savedSchema), { signal });
  checkBatch(errors);
  const [saved] = results;
  // The answer to an update holds what was written, not all that is there.
  const isWhole = saved?.new !== false;
  const contact =
    saved && isWhole ? toKeyedContact(saved, phone, account) : await contactByKey(account, phone, { signal });
  if (contact) return contact;
  throw new RefusedError(200, 'HubSpot took a new contact and gave none back');
}

/** A contact by its id, which shows at once what was changed; null: it is gone, or merged into another. */
export async function contactById(
  { api, settings }: HubspotAccount,
  id: string,
  options: Call,
): Promise<ContactAnswer | null> {
  const path = `${contactsPath}/${id}`;
  const query = { properties: contactProperties(settings).join(',') };
  try {
    return await api.read({ method: 'GET', path, query }, contactSchema, options);
  } catch (error) {
    if (isRefused(error, 404)) return null;
    throw error;
  }
}

const ownedSchema = contactSchema.pick({ properties: true });

/**
 * Who owns the contact now, or who gets what nobody owns; what we remember of it may be older than a change of owner.
 */
export async function currentOwner(
  account: HubspotAccount,
  contact: CrmContact,
  { signal }: Call,
): Promise<string | null> {
  const { api } = account;
  const path = `${contactsPath}/${contact.ref.id}`;
  const query = { properties: 'hubspot_owner_id' };
  const { properties } = await api.read({ method: 'GET', path, query }, ownedSchema, { signal });
  return properties.hubspot_owner_id ?? defaultOwner(account, { signal });
}
