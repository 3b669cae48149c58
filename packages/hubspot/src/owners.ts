import { type Call, CrmError } from '@ringback/crm';
import { z } from 'zod';
import type { HubspotAccount } from './account.ts';
import { apiVersion } from './api.ts';

const ownersSchema = z.object({
  results: z.array(
    z.object({ id: z.union([z.string(), z.number()]).transform(String), email: z.string().nullish() }),
  ),
});

/**
 * The owner of what nobody owns, by the e-mail address of the business file; null: it names none.
 * @throws CrmError crm-refused when HubSpot knows no user with that address
 */
export async function defaultOwner(
  { api, settings }: HubspotAccount,
  { signal }: Call,
): Promise<string | null> {
  const { owner } = settings;
  if (owner === undefined) return null;
  const path = `/crm/owners/${apiVersion}`;
  const { results } = await api.read({ method: 'GET', path, query: { email: owner } }, ownersSchema, {
    signal,
  });
  const found = results.find(({ email }) => email?.toLowerCase() === owner.toLowerCase());
  if (found) return found.id;
  throw new CrmError('crm-refused', `HubSpot has no user ${owner}, which the business file names as owner`, {
    retry: 'never',
  });
}
