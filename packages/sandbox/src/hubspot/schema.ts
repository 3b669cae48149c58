import { type ObjectType, objectTypes } from './object-type.ts';
import { defaultGroup, type PropertyDefinition, standardProperties } from './property-definitions.ts';
import { invalid, refusal } from './reply.ts';

/** HubSpot's limit of unique properties an object, email not counted. */
const maximumUniqueProperties = 10;

export type Schema = {
  list(type: ObjectType): readonly PropertyDefinition[];
  find(type: ObjectType, name: string): PropertyDefinition | null;
  add(type: ObjectType, definition: PropertyDefinition): void;
  change(type: ObjectType, name: string, changes: Partial<PropertyDefinition>): PropertyDefinition | null;
  remove(type: ObjectType, name: string): void;
  groups(type: ObjectType): readonly string[];
  addGroup(type: ObjectType, name: string): void;
  /** What the portal's admins made compulsory of a record with these values; enforced on API writes from 2026-09 on. */
  requiredByAdmins(type: ObjectType, properties: { readonly [name: string]: string }): readonly string[];
  requireProperty(type: ObjectType, name: string, when?: RequiredWhen): void;
};

/** A rule of the admins' that holds only where another property has this value. */
export type RequiredWhen = { readonly property: string; readonly value: string };

type AdminRule = { readonly name: string; readonly when: RequiredWhen | null };

/** The properties of one portal: HubSpot's own and those that were added to it. */
export function createSchema(): Schema {
  const properties = new Map<ObjectType, Map<string, PropertyDefinition>>();
  const groups = new Map<ObjectType, Set<string>>();
  const compulsory = new Map<ObjectType, readonly AdminRule[]>();
  for (const type of objectTypes) {
    const definitions = standardProperties[type].map((each) => ({ ...each, groupName: defaultGroup[type] }));
    properties.set(type, new Map(definitions.map((each) => [each.name, each])));
    groups.set(type, new Set([defaultGroup[type]]));
  }
  const of = (type: ObjectType) => properties.get(type) ?? new Map<string, PropertyDefinition>();
  const groupsOf = (type: ObjectType) => groups.get(type) ?? new Set<string>();
  return {
    list: (type) => [...of(type).values()],
    find: (type, name) => of(type).get(name) ?? null,
    add(type, definition) {
      // The status and the category of a second creation are from memory, not from a recorded answer.
      if (of(type).has(definition.name))
        throw refusal(409, 'OBJECT_ALREADY_EXISTS', `A property named '${definition.name}' already exists.`);
      if (!groupsOf(type).has(definition.groupName))
        throw invalid(`Property group ${definition.groupName} does not exist`);
      const unique = [...of(type).values()].filter((each) => each.hasUniqueValue && !each.hubspotDefined);
      if (definition.hasUniqueValue && unique.length >= maximumUniqueProperties)
        throw invalid(`No more than ${maximumUniqueProperties} unique properties are allowed on an object`);
      of(type).set(definition.name, definition);
    },
    change(type, name, changes) {
      const known = of(type).get(name);
      if (known === undefined) return null;
      const changed = { ...known, ...changes };
      of(type).set(name, changed);
      return changed;
    },
    remove(type, name) {
      of(type).delete(name);
    },
    groups: (type) => [...groupsOf(type)],
    addGroup(type, name) {
      if (groupsOf(type).has(name))
        throw refusal(409, 'OBJECT_ALREADY_EXISTS', `A property group named '${name}' already exists.`);
      groupsOf(type).add(name);
    },
    requiredByAdmins: (type, properties) =>
      (compulsory.get(type) ?? [])
        .filter(({ when }) => when === null || properties[when.property] === when.value)
        .map(({ name }) => name),
    requireProperty(type, name, when) {
      compulsory.set(type, [...(compulsory.get(type) ?? []), { name, when: when ?? null }]);
    },
  };
}
