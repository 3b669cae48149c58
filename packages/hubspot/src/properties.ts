import { CrmError, type CrmSettings, fieldsNamed } from '@ringback/crm';
import { z } from 'zod';
import { isRefused } from './answers.ts';
import { apiVersion, type HubspotApi } from './api.ts';

/**
 * The contact's properties of ours. `ringback_phone` is the key by which two processes that save one new caller
 * end in one contact: HubSpot's only built-in unique key is the e-mail address, which a caller does not have.
 */
const definitions = [
  {
    name: 'ringback_phone',
    label: 'Ringback phone',
    description:
      'The number that calls are recognised by. Kept by Ringback; change the phone number instead.',
    type: 'string',
    fieldType: 'text',
    hasUniqueValue: true,
  },
  {
    name: 'ringback_sms_status',
    label: 'Ringback SMS status',
    description: 'Whether this person may be texted.',
    type: 'enumeration',
    fieldType: 'select',
    options: [
      { label: 'Opted in', value: 'opted_in', displayOrder: 0, hidden: false },
      { label: 'Opted out', value: 'opted_out', displayOrder: 1, hidden: false },
    ],
  },
  {
    name: 'ringback_sms_opted_out_at',
    label: 'Ringback SMS opted out at',
    description: 'When this person last asked for no more texts.',
    type: 'datetime',
    fieldType: 'date',
  },
  {
    name: 'ringback_sms_opted_in_at',
    label: 'Ringback SMS opted in at',
    description: 'When this person last agreed to texts.',
    type: 'datetime',
    fieldType: 'date',
  },
  {
    name: 'ringback_sms_opt_source',
    label: 'Ringback SMS opt source',
    description: 'How consent was given or withdrawn, with the words that were used.',
    type: 'string',
    fieldType: 'textarea',
  },
  {
    name: 'ringback_source',
    label: 'Ringback source',
    // HubSpot's own source properties are computed by it.
    description: 'How Ringback came to make this contact.',
    type: 'string',
    fieldType: 'text',
  },
] as const;

const path = `/crm/properties/${apiVersion}/contacts`;
const propertySchema = z.object({ name: z.string(), hasUniqueValue: z.boolean().nullish() });
const listSchema = z.object({ results: z.array(propertySchema) });

/**
 * Creates what is missing of our properties; needs the scope `crm.schemas.contacts.write`.
 * @throws CrmError crm-refused when the portal allows no more unique properties, or has one of these names taken
 */
export async function ensureProperties(
  api: HubspotApi,
  options: { readonly signal: AbortSignal },
): Promise<void> {
  const { results } = await api.read({ method: 'GET', path }, listSchema, options);
  const existing = new Map(results.map((property) => [property.name, property]));
  for (const definition of definitions) {
    const property = existing.get(definition.name) ?? (await createProperty(api, definition, options));
    // HubSpot cannot make an existing property unique.
    if ('hasUniqueValue' in definition && property.hasUniqueValue !== true) {
      throw new CrmError(
        'crm-refused',
        `The property "${definition.name}" exists in HubSpot without unique values; delete it there and connect again`,
        { retry: 'never' },
      );
    }
  }
}

async function createProperty(
  api: HubspotApi,
  definition: (typeof definitions)[number],
  options: { readonly signal: AbortSignal },
): Promise<z.output<typeof propertySchema>> {
  try {
    const body = { ...definition, groupName: 'contactinformation', formField: false };
    return await api.write({ method: 'POST', path, body }, propertySchema, options);
  } catch (error) {
    // Another process connects the same account, or an earlier attempt's answer was lost.
    if (!isRefused(error, 409)) throw error;
    return api.read({ method: 'GET', path: `${path}/${definition.name}` }, propertySchema, options);
  }
}

/** The names of properties that the portal lacks: of ours, and of those that the business file names. */
export async function missingProperties(
  api: HubspotApi,
  { doNotText = [] }: CrmSettings,
  options: { readonly signal: AbortSignal },
): Promise<{ readonly ours: readonly string[]; readonly theirs: readonly string[] }> {
  const { results } = await api.read({ method: 'GET', path }, listSchema, options);
  const existing = new Set(results.map((property) => property.name));
  const missing = (names: readonly string[]) => names.filter((name) => !existing.has(name));
  return { ours: missing(definitions.map(({ name }) => name)), theirs: missing(fieldsNamed(doNotText)) };
}
