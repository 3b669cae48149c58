import type { CrmReader } from '@ringback/crm';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';
import { isRefused } from './answers.ts';
import { apiVersion, createHubspotApi, type HubspotApiSettings } from './api.ts';
import { contactProperties, contactSchema, propertyAgainstTexts, toContactNow } from './mapping.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)));

const dealSchema = z.object({
  properties: z.object({ hs_is_closed_won: text, amount: text }),
  associations: z.object({ contacts: z.object({ results: z.array(z.object({ id })) }).nullish() }).nullish(),
});
const taskSchema = z.object({ properties: z.object({ hs_task_status: text }) });

/** One portal as it stands, for who follows its webhooks. */
export function createHubspotReader(
  account: HubspotApiSettings & Pick<HubspotAccount, 'country' | 'settings'>,
): CrmReader {
  const api = createHubspotApi(account);

  async function read<T>(
    path: string,
    query: { readonly [name: string]: string },
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T | null> {
    try {
      const request = { method: 'GET', path: `/crm/objects/${apiVersion}/${path}`, query } as const;
      return await api.read(request, schema, { signal });
    } catch (error) {
      if (isRefused(error, 404)) return null;
      throw error;
    }
  }

  return {
    async readContact(contactId, { signal }) {
      const query = { properties: contactProperties(account.settings).join(',') };
      const contact = await read(`contacts/${contactId}`, query, contactSchema, signal);
      if (contact === null) return null;
      return {
        ...toContactNow(contact, account),
        optOutSource: propertyAgainstTexts(contact, account.settings),
      };
    },
    async readDeal(dealId, { signal }) {
      const query = { properties: 'hs_is_closed_won,amount', associations: 'contacts' };
      const deal = await read(`deals/${dealId}`, query, dealSchema, signal);
      if (deal === null) return null;
      const { hs_is_closed_won, amount } = deal.properties;
      return {
        isWon: hs_is_closed_won === 'true',
        amount: amount === '' || !Number.isFinite(Number(amount)) ? null : Number(amount),
        contactIds: deal.associations?.contacts?.results.map((contact) => contact.id) ?? [],
      };
    },
    async readTask(taskId, { signal }) {
      const query = { properties: 'hs_task_status' };
      const task = await read(`tasks/${taskId}`, query, taskSchema, signal);
      return task && { isDone: task.properties.hs_task_status === 'COMPLETED' };
    },
  };
}
