import type { Clock } from '../clock.ts';
import type { ObjectType } from './object-type.ts';
import { invalid } from './reply.ts';

export type Reference = { readonly type: ObjectType; readonly id: string };

type Link = { readonly to: Reference; readonly typeId: number; readonly at: number };

type Pair = readonly [from: ObjectType, to: ObjectType, typeId: number, inverseTypeId: number];

/**
 * Unlabelled association types HubSpot defines, in both directions.
 * Source: the AssociationTypes enumeration of @hubspot/api-client 14.0.1.
 */
const pairs: readonly Pair[] = [
  ['communications', 'contacts', 81, 82],
  ['communications', 'deals', 85, 86],
  ['communications', 'companies', 87, 88],
  ['calls', 'companies', 182, 181],
  ['calls', 'contacts', 194, 193],
  ['calls', 'deals', 206, 205],
  ['notes', 'companies', 190, 189],
  ['notes', 'contacts', 202, 201],
  ['notes', 'deals', 214, 213],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'deals', 216, 215],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['contacts', 'companies', 279, 280],
  ['contacts', 'contacts', 449, 449],
];

/** Labelled `Primary`: named besides the unlabelled one, which HubSpot adds by itself. */
const primaries: readonly Pair[] = [
  ['contacts', 'companies', 1, 2],
  ['deals', 'companies', 5, 6],
];

const bothWays = (listed: readonly Pair[]): readonly Pair[] =>
  listed.flatMap(([from, to, id, inverse]): Pair[] => [
    [from, to, id, inverse],
    [to, from, inverse, id],
  ]);

const unlabelled = bothWays(pairs);
const known = [...unlabelled, ...bothWays(primaries)];

export const labelOf = (typeId: number): string | null =>
  bothWays(primaries).some(([, , id]) => id === typeId) ? 'Primary' : null;

/** @throws Refusal when HubSpot knows no association between the two. */
export function defaultTypeId(from: ObjectType, to: ObjectType): number {
  const pair = unlabelled.find(([eachFrom, eachTo]) => eachFrom === from && eachTo === to);
  if (pair === undefined) throw invalid(`No association type from ${from} to ${to} is defined`);
  return pair[2];
}

/** The ends that a type id given in a body joins; @throws Refusal when it does not fit `from`. */
export function targetTypeOf(from: ObjectType, typeId: number): ObjectType {
  const pair = known.find(([eachFrom, , id]) => eachFrom === from && id === typeId);
  if (pair === undefined) throw invalid(`${typeId} is not an association type that starts at ${from}`);
  return pair[1];
}

export type Associations = {
  link(from: Reference, to: Reference, typeId: number): void;
  unlink(from: Reference, to: Reference): void;
  /** The records of one type joined to `from`, each with its association types; oldest first. */
  list(
    from: Reference,
    to: ObjectType,
  ): readonly { readonly id: string; readonly typeIds: readonly number[]; readonly at: number }[];
};

const keyOf = ({ type, id }: Reference) => `${type}/${id}`;

/** Who belongs to whom in the portal. Every link is kept in both directions, as HubSpot shows it. */
export function createAssociations(
  clock: Clock,
  onLink: (from: Reference, to: Reference) => void,
): Associations {
  const linksFrom = new Map<string, Link[]>();
  const linksOf = (from: Reference) => linksFrom.get(keyOf(from)) ?? [];

  const add = (from: Reference, to: Reference, typeId: number) => {
    const links = linksOf(from);
    const isKnown = links.some((link) => link.typeId === typeId && keyOf(link.to) === keyOf(to));
    if (!isKnown) linksFrom.set(keyOf(from), [...links, { to, typeId, at: clock.now().getTime() }]);
  };
  const remove = (from: Reference, to: Reference) => {
    const links = linksOf(from).filter((link) => keyOf(link.to) !== keyOf(to));
    linksFrom.set(keyOf(from), links);
  };
  const inverseOf = (typeId: number, from: ObjectType, to: ObjectType) =>
    known.find(([eachFrom, eachTo, id]) => id === typeId && eachFrom === from && eachTo === to)?.[3];

  return {
    link(from, to, typeId) {
      for (const id of new Set([typeId, defaultTypeId(from.type, to.type)])) {
        add(from, to, id);
        const inverse = inverseOf(id, from.type, to.type);
        if (inverse !== undefined) add(to, from, inverse);
      }
      onLink(from, to);
    },
    unlink(from, to) {
      remove(from, to);
      remove(to, from);
    },
    list(from, to) {
      const grouped = new Map<string, { id: string; typeIds: number[]; at: number }>();
      for (const link of linksOf(from)) {
        if (link.to.type !== to) continue;
        const entry = grouped.get(link.to.id) ?? { id: link.to.id, typeIds: [], at: link.at };
        entry.typeIds.push(link.typeId);
        grouped.set(link.to.id, entry);
      }
      return [...grouped.values()];
    },
  };
}
