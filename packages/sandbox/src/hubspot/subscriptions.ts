import { type ObjectType, typeIdOf } from './object-type.ts';
import type { PortalChange } from './portal.ts';

/**
 * What an app wants to hear of, in the words of its project's webhooks file: `object.*` with a type, or the older
 * `contact.*` and `deal.*`. A `propertyChange` names one property.
 */
export type Subscription = {
  readonly subscriptionType: string;
  /** Of an `object.*` subscription. */
  readonly objectType?: ObjectType;
  /** Of a `propertyChange`. */
  readonly propertyName?: string;
};

/** One event as HubSpot delivers it, before its time and its number are put in. */
export type EventBody = {
  readonly subscriptionType: string;
  readonly changeSource: string;
  readonly sourceId: string;
  readonly [field: string]: unknown;
};

const userSource = { changeSource: 'CRM_UI', sourceId: 'userId:71234567' };

/** The events that a change makes for one subscription; a property's change is one of its own. */
export function eventsFor(
  change: PortalChange,
  { subscriptionType, objectType, propertyName }: Subscription,
  appId: number,
): readonly EventBody[] {
  const [family = '', kind = ''] = subscriptionType.split('.');
  const type = family === 'object' ? objectType : familyTypes[family];
  if (type !== change.type) return [];
  const about = {
    subscriptionType,
    ...(family === 'object' ? { objectTypeId: typeIdOf(change.type) } : {}),
    ...(change.by === 'person'
      ? userSource
      : // From memory: what an app has written itself names that app.
        { changeSource: 'INTEGRATION', sourceId: String(appId) }),
  };
  switch (kind) {
    case 'creation':
      return change.change === 'created' ? [{ ...about, objectId: Number(change.id) }] : [];
    case 'deletion':
      return change.change === 'archived' || change.change === 'erased'
        ? [{ ...about, objectId: Number(change.id) }]
        : [];
    case 'privacyDeletion':
      return change.change === 'erased' ? [{ ...about, objectId: Number(change.id) }] : [];
    case 'merge': {
      if (change.change !== 'merged') return [];
      const [primary = '', ...others] = change.mergedIds;
      // From memory: a merge names the records in fields of its own.
      const joined = { primaryObjectId: Number(primary), mergedObjectIds: others.map(Number) };
      return [{ ...about, ...joined, newObjectId: Number(change.id), numberOfPropertiesMoved: 0 }];
    }
    case 'propertyChange': {
      const value = propertyName === undefined ? undefined : change.properties[propertyName];
      if (change.change !== 'updated' && change.change !== 'created') return [];
      if (value === undefined) return [];
      return [{ ...about, objectId: Number(change.id), propertyName, propertyValue: value }];
    }
    default:
      return [];
  }
}

const familyTypes: { readonly [family: string]: ObjectType } = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
};
