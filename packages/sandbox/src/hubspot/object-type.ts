/** The kinds of records this look-alike keeps, by their names in paths. */
export type ObjectType = 'contacts' | 'companies' | 'deals' | 'calls' | 'communications' | 'notes' | 'tasks';

type Naming = { readonly singular: string; readonly typeId: string };

/** HubSpot accepts the plural, the singular and the object type id wherever a path or a body names a type. */
const namings: { readonly [type in ObjectType]: Naming } = {
  contacts: { singular: 'contact', typeId: '0-1' },
  companies: { singular: 'company', typeId: '0-2' },
  deals: { singular: 'deal', typeId: '0-3' },
  notes: { singular: 'note', typeId: '0-46' },
  tasks: { singular: 'task', typeId: '0-27' },
  calls: { singular: 'call', typeId: '0-48' },
  communications: { singular: 'communication', typeId: '0-18' },
};

export const objectTypes: readonly ObjectType[] = [
  'contacts',
  'companies',
  'deals',
  'calls',
  'communications',
  'notes',
  'tasks',
];

/** The type that `name` stands for, or null for one that this portal does not know. */
export function parseObjectType(name: string): ObjectType | null {
  const wanted = name.toLowerCase();
  const isNamed = (type: ObjectType) =>
    type === wanted || namings[type].singular === wanted || namings[type].typeId === wanted;
  return objectTypes.find(isNamed) ?? null;
}

export const typeIdOf = (type: ObjectType): string => namings[type].typeId;
export const singularOf = (type: ObjectType): string => namings[type].singular;

/** Contacts and companies carry unprefixed times, every other type prefixed ones, except a deal's creation. */
export function timeProperties(type: ObjectType): { readonly created: string; readonly modified: string } {
  if (type === 'contacts') return { created: 'createdate', modified: 'lastmodifieddate' };
  if (type === 'companies' || type === 'deals')
    return { created: 'createdate', modified: 'hs_lastmodifieddate' };
  return { created: 'hs_createdate', modified: 'hs_lastmodifieddate' };
}
