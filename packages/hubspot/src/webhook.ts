import { createHash } from 'node:crypto';
import type { CrmChange } from '@ringback/crm';
import { z } from 'zod';

/** News of one portal. */
export type HubspotNews = { readonly accountId: string; readonly change: CrmChange };

/** The body is no list of events, although it is signed. */
export class HubspotWebhookError extends Error {
  readonly code = 'hubspot-webhook';
}

/** Ids are numbers, as text in places. */
const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);

const eventSchema = z.object({
  portalId: id,
  subscriptionType: z.string(),
  /** Not unique by itself. */
  eventId: z.union([z.number(), z.string()]),
  occurredAt: z.union([z.number(), z.string()]),
  objectTypeId: z.string().nullish(),
  objectId: id.nullish(),
  propertyName: z.string().nullish(),
  propertyValue: z
    .union([z.string(), z.number(), z.boolean()])
    .nullish()
    .transform((value) => (value === null || value === undefined ? '' : String(value))),
  changeSource: z.string().nullish(),
  sourceId: z.union([z.string(), z.number()]).nullish(),
  appId: z.union([z.string(), z.number()]).nullish(),
  primaryObjectId: id.nullish(),
  mergedObjectIds: z.array(id).nullish(),
  newObjectId: id.nullish(),
});

type Event = z.output<typeof eventSchema>;

/**
 * The changes that a webhook's body tells of; what we do not follow, or do not understand, is left out, as HubSpot
 * would repeat a refused request for a day. What the app itself has written is no news to it.
 * @throws HubspotWebhookError
 */
export function readHubspotWebhook(body: Uint8Array): readonly HubspotNews[] {
  return readEvents(body).flatMap((raw) => {
    const parsed = eventSchema.safeParse(raw);
    if (!parsed.success) return [];
    const event = parsed.data;
    const change = toChange(event);
    return change === null ? [] : [{ accountId: event.portalId, change: { key: keyOf(event), ...change } }];
  });
}

function readEvents(body: Uint8Array): readonly unknown[] {
  let events: unknown;
  try {
    events = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new HubspotWebhookError('The body is not JSON.', { cause });
  }
  if (!Array.isArray(events)) throw new HubspotWebhookError('The body is not a list of events.');
  return events;
}

/** HubSpot's event ids are not unique; together with the rest they are, and a repeated delivery keeps all of it. */
function keyOf(event: Event): string {
  const { portalId, subscriptionType, objectId, eventId, occurredAt, propertyName, newObjectId } = event;
  const { primaryObjectId, mergedObjectIds } = event;
  const told = [portalId, subscriptionType, objectId, eventId, occurredAt, propertyName];
  const merged = [primaryObjectId, mergedObjectIds, newObjectId];
  const digest = createHash('sha256').update(JSON.stringify([...told, ...merged]));
  return `hubspot-${digest.digest('base64url')}`;
}

type WithoutKey<T> = T extends unknown ? Omit<T, 'key'> : never;

const kindsOfObject: { readonly [objectTypeId: string]: string } = {
  '0-1': 'contact',
  '0-3': 'deal',
  '0-27': 'task',
};

function toChange(event: Event): WithoutKey<CrmChange> | null {
  const [family = '', what = ''] = event.subscriptionType.split('.');
  const kind = family === 'object' ? kindsOfObject[event.objectTypeId ?? ''] : family;
  const { objectId } = event;
  if (kind === 'contact' && what === 'merge') return toMerge(event);
  if (!objectId) return null;
  switch (`${kind}.${what}`) {
    case 'contact.creation':
    case 'contact.restore':
    case 'contact.propertyChange':
      return isOwn(event) ? null : toContactChange(event, objectId);
    case 'contact.deletion':
      return { type: 'contact-deleted', contactId: objectId };
    case 'contact.privacyDeletion':
      return { type: 'contact-erased', contactId: objectId };
    case 'deal.creation':
    case 'deal.propertyChange':
      return { type: 'deal-changed', dealId: objectId };
    case 'task.propertyChange':
      return isOwn(event) || event.propertyName !== 'hs_task_status'
        ? null
        : { type: 'task-changed', taskId: objectId };
    default:
      return null;
  }
}

/** From memory: what an app has written names that app as its source. */
function isOwn({ changeSource, sourceId, appId }: Event): boolean {
  return changeSource === 'INTEGRATION' && appId != null && String(sourceId) === String(appId);
}

/** `ringback_sms_status`; what any other property says of texts is looked up. */
const saysNo: { readonly [value: string]: boolean } = { opted_out: true, opted_in: false };
const phoneProperties = ['phone', 'mobilephone'];

function toContactChange(event: Event, contactId: string): WithoutKey<CrmChange> {
  const { propertyName, propertyValue } = event;
  const isPhone = phoneProperties.includes(propertyName ?? '');
  return {
    type: 'contact-changed',
    contactId,
    // A store that keeps text cannot keep this character.
    phone: isPhone ? propertyValue.replaceAll('\0', '').slice(0, 100) : null,
    optedOut: propertyName === 'ringback_sms_status' ? (saysNo[propertyValue] ?? null) : null,
  };
}

/** The record that is left may be one of the two, or new. */
function toMerge({
  primaryObjectId,
  mergedObjectIds,
  newObjectId,
  objectId,
}: Event): WithoutKey<CrmChange> | null {
  const intoId = newObjectId ?? primaryObjectId ?? objectId;
  if (!intoId) return null;
  const fromIds = [primaryObjectId, ...(mergedObjectIds ?? [])].filter((each) => each != null);
  return { type: 'contact-merged', intoId, fromIds: fromIds.filter((each) => each !== intoId) };
}
