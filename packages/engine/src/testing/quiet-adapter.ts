import type { CrmAdapter } from '@ringback/crm';

/** A CRM that knows nobody and takes everything; a test says what else it shall do. */
export const quietAdapter: CrmAdapter = {
  vendor: 'hubspot',
  abilities: { tasks: true, uniqueContacts: true, deals: true },
  findContactsByPhone: async () => [],
  saveContact: async ({ phone, neutralName }) => ({
    ref: { kind: 'contact', id: phone },
    firstName: neutralName,
    lastName: null,
    phones: [phone],
    ownerId: null,
    optedOut: false,
  }),
  record: async (_entry, _contact, _task, { key }) => ({ entry: { kind: 'note', id: key }, task: null }),
  saveDeal: async (_draft, contact) => ({ kind: 'deal', id: `deal of ${contact.ref.id}` }),
  readDeals: async (deals) => deals.map((ref) => ({ ref, state: 'open', amount: null })),
  askWho: async (question) => ({ kind: 'task', id: question.taskId }),
  readConsent: async () => ({ optedOut: false, source: null, contact: null }),
  checkConnection: async () => ({ ok: true, account: 'test', problem: null }),
};
