import type { Call, CrmContact, CrmDeal, CrmRef, DealDraft, Write } from '@ringback/crm';
import { CrmError } from '@ringback/crm';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';
import { apiVersion } from './api.ts';
import { batchSchema, checkBatch } from './batch.ts';
import { currentOwner } from './contacts.ts';
import { associatedIds } from './engagements.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const value = z.union([z.string(), z.number(), z.boolean()]).nullish();
const dealSchema = z.object({
  id,
  properties: z.object({ amount: value, hs_is_closed: value, hs_is_closed_won: value }),
});
const createdSchema = z.object({ id });

const dealsPath = `/crm/objects/${apiVersion}/deals`;
const batchSize = 100;

/** HubSpot's own association of a deal with a contact: `associationTypeId` of @hubspot/api-client 14.0.1. */
const dealToContact = 3;

/** The contact's open deal, opened where there is none: the associations show at once what was written. */
export async function saveDeal(
  account: HubspotAccount,
  { name, amount }: DealDraft,
  contact: CrmContact,
  options: Write,
): Promise<CrmRef> {
  const { api, settings } = account;
  const { pipeline, stage } = settings;
  if (!pipeline || !stage) {
    throw new CrmError('crm-refused', 'the business file names no pipeline and stage for deals', {
      retry: 'never',
    });
  }
  const ids = await associatedIds(api, `contacts/${contact.ref.id}/associations/deals`, options.signal);
  const deals = await readDeals(
    account,
    ids.map((each) => ({ kind: 'deals', id: each })),
    options,
  );
  const open = deals.find(({ state }) => state === 'open');
  if (open) return open.ref;
  const ownerId = await currentOwner(account, contact, options);
  const body = {
    properties: {
      dealname: name,
      pipeline,
      dealstage: stage,
      ...(amount !== null && { amount: String(amount) }),
      ...(ownerId && { hubspot_owner_id: ownerId }),
    },
    associations: [
      {
        to: { id: contact.ref.id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: dealToContact }],
      },
    ],
  };
  const { signal, mayStart } = options;
  const request = { method: 'POST', path: dealsPath, body } as const;
  const created = await api.write(request, createdSchema, { signal, ...(mayStart && { mayStart }) });
  return { kind: 'deals', id: created.id };
}

/** How deals stand; those that were deleted are left out. */
export async function readDeals(
  { api }: HubspotAccount,
  refs: readonly CrmRef[],
  { signal }: Call,
): Promise<readonly CrmDeal[]> {
  const found: CrmDeal[] = [];
  for (let start = 0; start < refs.length; start += batchSize) {
    const inputs = refs.slice(start, start + batchSize).map((ref) => ({ id: ref.id }));
    const properties = ['amount', 'hs_is_closed', 'hs_is_closed_won'];
    const body = { inputs, properties, propertiesWithHistory: [] };
    const request = { method: 'POST', path: `${dealsPath}/batch/read`, body } as const;
    const { results, errors } = await api.read(request, batchSchema(dealSchema), { signal });
    checkBatch(errors, 'OBJECT_NOT_FOUND');
    found.push(...results.map(toDeal));
  }
  return found;
}

function toDeal({ id, properties }: z.output<typeof dealSchema>): CrmDeal {
  const { amount, hs_is_closed, hs_is_closed_won } = properties;
  const isWon = String(hs_is_closed_won) === 'true';
  const isClosed = isWon || String(hs_is_closed) === 'true';
  const worth = Number.parseFloat(String(amount ?? ''));
  return {
    ref: { kind: 'deals', id },
    state: isWon ? 'won' : isClosed ? 'lost' : 'open',
    amount: Number.isFinite(worth) ? worth : null,
  };
}
