import { type ObjectType, singularOf, timeProperties } from './object-type.ts';
import type { Portal } from './portal.ts';
import { defaultProperties } from './property-definitions.ts';
import type { Properties, StoredRecord } from './records.ts';

type RecordJson = {
  readonly id: string;
  readonly properties: { readonly [name: string]: string | null };
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
  readonly archivedAt?: string;
};

/**
 * A record as the API shows it. Only what was asked for comes back, besides the id and the times: null where the
 * record has no value, nothing where the portal has no such property. `wanted` of null gives everything it has,
 * which is how HubSpot answers a write.
 */
export function recordJson(
  record: StoredRecord,
  wanted: readonly string[] | null,
  portal: Portal,
  properties: Properties = record.properties,
): RecordJson {
  const { created, modified } = timeProperties(record.type);
  const chosen = wanted !== null && wanted.length > 0 ? wanted : defaultProperties[record.type];
  const names = wanted === null ? Object.keys(properties) : [...chosen, 'hs_object_id', created, modified];
  const known = names.filter((name) => portal.schema.find(record.type, name) !== null);
  return {
    id: record.id,
    properties: Object.fromEntries(known.map((name) => [name, properties[name] ?? null])),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: record.archivedAt.toISOString() }),
  };
}

/** The `associations` part of a read that asks for some: types as HubSpot's words, `note_to_contact`. */
export function associationsJson(record: StoredRecord, targets: readonly ObjectType[], portal: Portal) {
  const listed = targets.flatMap((target) => {
    const linked = portal.associations.list({ type: record.type, id: record.id }, target);
    const type = `${singularOf(record.type)}_to_${singularOf(target)}`;
    return linked.length === 0
      ? []
      : [[target, { results: linked.map(({ id }) => ({ id, type })) }] as const];
  });
  return listed.length === 0 ? {} : { associations: Object.fromEntries(listed) };
}
