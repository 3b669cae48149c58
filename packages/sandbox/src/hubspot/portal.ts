import type { Clock } from '../clock.ts';
import { type Associations, createAssociations } from './associations.ts';
import type { PortalIdentity } from './oauth.ts';
import type { ObjectType } from './object-type.ts';
import { type Author, createRecords, type Properties, type RecordChange, type Records } from './records.ts';
import { createSchema, type Schema } from './schema.ts';

export type Owner = {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
};

/** One thing that changed in the portal. */
export type PortalChange = {
  readonly change: RecordChange['change'] | 'associated' | 'merged' | 'erased';
  readonly type: ObjectType;
  /** Of a merge: the record that both are from now on. */
  readonly id: string;
  /** Those with a new value, '' for one that was cleared. */
  readonly properties: Properties;
  /** The records that a merge has joined, the one that was kept for its values first. */
  readonly mergedIds: readonly string[];
  readonly by: Author;
};

export type Portal = {
  readonly identity: PortalIdentity;
  readonly clock: Clock;
  readonly schema: Schema;
  readonly records: Records;
  readonly associations: Associations;
  readonly owners: readonly Owner[];
  readonly openedAt: Date;
  /** Tells whoever listens of a change that the records themselves do not tell. */
  readonly tell: (change: PortalChange) => void;
};

export const defaultOwners: readonly Owner[] = [
  { id: '41629779', email: 'dana.reyes@example.com', firstName: 'Dana', lastName: 'Reyes' },
  { id: '60158084', email: 'sam.okafor@example.com', firstName: 'Sam', lastName: 'Okafor' },
];

/** Everything one HubSpot account holds; knows nothing of HTTP. */
export function createPortal(options: {
  readonly identity: PortalIdentity;
  readonly clock: Clock;
  readonly searchLagMs: number;
  readonly owners: readonly Owner[];
  readonly onChange: (change: PortalChange) => void;
}): Portal {
  const { identity, clock, searchLagMs, owners, onChange } = options;
  return {
    identity,
    clock,
    owners,
    openedAt: clock.now(),
    schema: createSchema(),
    records: createRecords({
      clock,
      searchLagMs,
      onChange: ({ change, record: { type, id }, properties, by }) =>
        onChange({ change, type, id, properties, mergedIds: [], by }),
    }),
    associations: createAssociations(clock, ({ type, id }) =>
      onChange({ change: 'associated', type, id, properties: {}, mergedIds: [], by: 'app' }),
    ),
    tell: onChange,
  };
}
