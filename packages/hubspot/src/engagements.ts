import type { CrmContact, CrmRef, Write } from '@ringback/crm';
import { z } from 'zod';
import { apiVersion, type HubspotApi } from './api.ts';
import { batchSchema, checkBatch } from './batch.ts';
import { type EngagementDraft, hasMark } from './mapping.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const createdSchema = z.object({ id });

/**
 * Writes an engagement once for one key. Engagements have no unique key, so on a retry the contact's own are
 * looked through for the mark: associations, unlike a search, show at once what was written.
 */
export async function writeOnce(
  api: HubspotApi,
  { engagement, properties, contacts }: EngagementDraft,
  contact: CrmContact,
  { key, isRetry, signal, mayStart }: Write,
): Promise<CrmRef> {
  const { type, toContact: associationTypeId } = engagement;
  const written = isRetry ? await findByMark(api, engagement, contact, { key, signal }) : null;
  if (written) return { kind: type, id: written };
  const body = {
    properties,
    associations: (contacts ?? [contact.ref]).map(({ id }) => ({
      to: { id },
      types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
    })),
  };
  const request = { method: 'POST', path: `/crm/objects/${apiVersion}/${type}`, body } as const;
  const created = await api.write(request, createdSchema, { signal, ...(mayStart && { mayStart }) });
  return { kind: type, id: created.id };
}

const associationsSchema = z.object({
  results: z.array(z.object({ toObjectId: id })),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

const batchSize = 100;

async function findByMark(
  api: HubspotApi,
  { type, bodyProperty }: EngagementDraft['engagement'],
  contact: CrmContact,
  { key, signal }: Pick<Write, 'key' | 'signal'>,
): Promise<string | null> {
  const path = `/crm/objects/${apiVersion}/${type}/batch/read`;
  const schema = batchSchema(z.object({ id, properties: z.record(z.string(), z.unknown()) }));
  const ids = await associatedIds(api, `contacts/${contact.ref.id}/associations/${type}`, signal);
  for (let start = 0; start < ids.length; start += batchSize) {
    const inputs = ids.slice(start, start + batchSize).map((id) => ({ id }));
    const body = { inputs, properties: [bodyProperty], propertiesWithHistory: [] };
    const { results, errors } = await api.read({ method: 'POST', path, body }, schema, { signal });
    // Somebody may have deleted one since.
    checkBatch(errors, 'OBJECT_NOT_FOUND');
    const marked = results.find(({ properties }) => hasMark(String(properties[bodyProperty] ?? ''), key));
    if (marked) return marked.id;
  }
  return null;
}

/** Newest first, as HubSpot's ids grow: a retry looks for something recent. */
export async function associatedIds(api: HubspotApi, path: string, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const query = { limit: '500', ...(after && { after }) };
    const request = { method: 'GET', path: `/crm/objects/${apiVersion}/${path}`, query } as const;
    const page = await api.read(request, associationsSchema, { signal });
    ids.push(...page.results.map(({ toObjectId }) => toObjectId));
    after = page.paging?.next?.after;
  } while (after);
  return ids.sort((one, other) => other.length - one.length || (other > one ? 1 : -1));
}
