import { z } from 'zod';
import { targetTypeOf } from './associations.ts';
import { type ObjectType, singularOf } from './object-type.ts';
import type { Portal } from './portal.ts';
import { checkValues, type GivenValues } from './property-values.ts';
import type { StoredRecord } from './records.ts';
import { invalid, notFound } from './reply.ts';

export const valuesShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const idShape = z.union([z.string(), z.number()]).transform(String);

export const createShape = z.object({
  properties: valuesShape.default({}),
  associations: z
    .array(
      z.object({
        to: z.object({ id: idShape }),
        types: z
          .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
          .min(1),
      }),
    )
    .nullish(),
});

export type CreateBody = z.infer<typeof createShape>;

/** A portal with the API version of the request in hand: its rules differ by that. */
export type Write = { readonly portal: Portal; readonly version: string };

const contextOf = ({ portal, version }: Write) => ({
  schema: portal.schema,
  records: portal.records,
  ownerIds: portal.owners.map(({ id }) => id),
  version,
});

type PreparedCreate = () => StoredRecord;

/**
 * Checks a creation and gives the step that carries it out, so that a batch can be checked whole before anything
 * of it is written.
 * @throws Refusal
 */
export function prepareCreate(type: ObjectType, body: CreateBody, write: Write): PreparedCreate {
  const { portal } = write;
  const properties = checkValues(type, body.properties, null, contextOf(write));
  const links = (body.associations ?? []).flatMap(({ to, types }) =>
    types.map(({ associationCategory, associationTypeId }) => {
      if (associationCategory !== 'HUBSPOT_DEFINED')
        throw invalid(
          `${associationCategory} ${associationTypeId} is not an association type of this account`,
        );
      const target = { type: targetTypeOf(type, associationTypeId), id: to.id };
      // From memory: the record to associate with is checked before the new one is made.
      if (portal.records.find(target.type, target.id) === null)
        throw invalid(`No ${singularOf(target.type)} with ID ${target.id} exists`);
      return { target, typeId: associationTypeId };
    }),
  );
  return () => {
    const record = portal.records.insert(type, properties);
    for (const { target, typeId } of links) portal.associations.link(record, target, typeId);
    return record;
  };
}

export function updateRecord(record: StoredRecord, given: GivenValues, write: Write): StoredRecord {
  return write.portal.records.update(record, checkValues(record.type, given, record, contextOf(write)));
}

/** @throws Refusal 400 when `idProperty` is no unique property of the type */
export function requireUniqueProperty(type: ObjectType, idProperty: string, portal: Portal) {
  if (idProperty !== 'hs_object_id' && !portal.schema.find(type, idProperty)?.hasUniqueValue)
    throw invalid(`${idProperty} is not a unique property of ${type}`);
}

/** The record of an id, or of a value of a unique property; null when there is none. */
export function findRecord(type: ObjectType, id: string, idProperty: string | undefined, portal: Portal) {
  if (idProperty === undefined) return portal.records.find(type, id);
  requireUniqueProperty(type, idProperty, portal);
  return portal.records.findByProperty(type, idProperty, idProperty === 'email' ? id.toLowerCase() : id);
}

/** @throws Refusal 404 */
export function getRecord(type: ObjectType, id: string, idProperty: string | undefined, portal: Portal) {
  const record = findRecord(type, id, idProperty, portal);
  if (record === null) throw notFound();
  return record;
}

/** A record set up by hand: the same checks of values, but no admins' rules, and the search knows it at once. */
export function putRecord(
  type: ObjectType,
  given: GivenValues,
  id: string | undefined,
  portal: Portal,
): StoredRecord {
  const known = id === undefined ? null : getRecord(type, id, undefined, portal);
  const properties = checkValues(type, given, known, contextOf({ portal, version: '' }));
  return known === null
    ? portal.records.insert(type, properties, { by: 'person' })
    : portal.records.update(known, properties, { by: 'person' });
}
