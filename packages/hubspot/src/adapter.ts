import type { CrmEntry, CrmTask, FollowUp } from '@ringback/core';
import type {
  Call,
  ConnectionReport,
  CrmAdapter,
  CrmContact,
  CrmRef,
  CrmSettings,
  Write,
} from '@ringback/crm';
import { CrmError } from '@ringback/crm';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';
import { isRefused } from './answers.ts';
import { apiVersion, createHubspotApi, type HubspotApi, type HubspotApiSettings } from './api.ts';
import { readConsent } from './consent.ts';
import { currentOwner, saveContact, searchContacts } from './contacts.ts';
import { readDeals, saveDeal } from './deals.ts';
import { writeOnce } from './engagements.ts';
import { tasks, toConsentProperties, toEngagement, toTask } from './mapping.ts';
import { defaultOwner } from './owners.ts';
import { ensureProperties, missingProperties } from './properties.ts';

/** One portal as a CRM, besides what is needed once, when it is connected. */
export interface HubspotAdapter extends CrmAdapter {
  /** Creates the contact properties that the adapter writes; safe to call again. @throws CrmError */
  ensureProperties(options: Call): Promise<void>;
}

export type HubspotAdapterSettings = HubspotApiSettings &
  Pick<HubspotAccount, 'country'> & { readonly settings?: CrmSettings };

const updatedSchema = z.object({ id: z.union([z.string(), z.number()]) });
const accountSchema = z.object({ portalId: z.union([z.string(), z.number()]) });

/** Connects one HubSpot portal. The portal needs our properties: call `ensureProperties` when it is connected. */
export function createHubspotAdapter(settings: HubspotAdapterSettings): HubspotAdapter {
  const api = createHubspotApi(settings);
  const account: HubspotAccount = { api, country: settings.country, settings: settings.settings ?? {} };
  return {
    vendor: 'hubspot',
    abilities: { tasks: true, uniqueContacts: true, deals: true },
    findContactsByPhone: (phone, options) => searchContacts(account, phone, options),
    saveContact: (draft, options) => saveContact(account, draft, options),
    saveDeal: (draft, contact, options) => saveDeal(account, draft, contact, options),
    readDeals: (deals, options) => readDeals(account, deals, options),
    askWho: (question, candidates, options) => askWho(account, question, candidates, options),
    readConsent: (phone, contact, options) => readConsent(account, phone, contact, options),
    async record(entry, contact, task, options) {
      return {
        entry: await writeEntry(api, entry, contact, options),
        task: entry.task
          ? await writeTask(account, { ...entry, task: entry.task }, contact, task, options)
          : null,
      };
    },
    checkConnection: (options) => checkConnection(account, options),
    ensureProperties: (options) => ensureProperties(api, options),
  };
}

async function writeEntry(
  api: HubspotApi,
  entry: CrmEntry,
  contact: CrmContact,
  options: Write,
): Promise<CrmRef> {
  // The properties first: they are what other programs obey, the entry on the timeline is for people.
  if (entry.kind === 'consent') await update(api, contact.ref, toConsentProperties(entry), options);
  return writeOnce(api, toEngagement(entry, contact, options.key), contact, options);
}

async function writeTask(
  account: HubspotAccount,
  entry: CrmEntry & { readonly task: CrmTask },
  contact: CrmContact,
  written: CrmRef | null,
  options: Write,
): Promise<CrmRef | null> {
  const { api } = account;
  if ('open' in entry.task) {
    const ownerId = await currentOwner(account, contact, options);
    const draft = toTask(entry.task.open, { after: entry.kind, ownerId, key: options.key });
    return writeOnce(api, draft, contact, options);
  }
  if (!written) return null;
  try {
    await update(api, { kind: tasks.type, id: written.id }, { hs_task_status: 'COMPLETED' }, options);
  } catch (error) {
    // A task that staff have deleted is as done as it can be.
    if (!isRefused(error, 404)) throw error;
  }
  return written;
}

/** One task that stands with each of them; looked for before it is written, as it is asked for again and again. */
async function askWho(
  account: HubspotAccount,
  question: FollowUp,
  candidates: readonly CrmContact[],
  options: Write,
): Promise<CrmRef> {
  const [first] = candidates;
  if (!first) throw new Error('nobody was named who may have called');
  const ownerId = await defaultOwner(account, options);
  const draft = toTask(question, { after: 'question', ownerId, key: options.key });
  const contacts = candidates.map(({ ref }) => ref);
  return writeOnce(account.api, { ...draft, contacts }, first, { ...options, isRetry: true });
}

async function update(
  api: HubspotApi,
  { kind, id }: CrmRef,
  properties: { readonly [name: string]: string },
  { signal }: Call,
): Promise<void> {
  const path = `/crm/objects/${apiVersion}/${kind}/${id}`;
  await api.write({ method: 'PATCH', path, body: { properties } }, updatedSchema, { signal });
}

async function checkConnection({ api, settings }: HubspotAccount, options: Call): Promise<ConnectionReport> {
  try {
    const path = `/account-info/${apiVersion}/details`;
    const { portalId } = await api.read({ method: 'GET', path }, accountSchema, options);
    const account = `HubSpot account ${portalId}`;
    const { ours, theirs } = await missingProperties(api, settings, options);
    if (theirs.length > 0) {
      const problem = `HubSpot has no contact property ${theirs.join(', ')}, which doNotText names; correct its spelling in the business file`;
      return { ok: false, account, problem };
    }
    if (ours.length === 0) return { ok: true, account, problem: null };
    const problem = `HubSpot lacks the contact properties ${ours.join(', ')}; connect it again to create them`;
    return { ok: false, account, problem };
  } catch (error) {
    if (error instanceof CrmError && error.retry === 'never') {
      return { ok: false, account: 'HubSpot', problem: `${error.message}; connect HubSpot again` };
    }
    throw error;
  }
}
