import type { Clock } from '../clock.ts';
import { type ObjectType, timeProperties } from './object-type.ts';
import { findStage } from './pipelines.ts';
import { initialValues } from './property-definitions.ts';
import { searchablePhone } from './searchable-phone.ts';

export type Properties = { readonly [name: string]: string };

/** What the search index holds of a record from `visibleAt` on. */
type IndexedVersion = { readonly visibleAt: number; readonly properties: Properties };

export type StoredRecord = {
  readonly id: string;
  readonly type: ObjectType;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
  readonly properties: Properties;
  readonly indexed: readonly IndexedVersion[];
};

export type Records = {
  all(type: ObjectType): readonly StoredRecord[];
  /** Null also for an archived record, unless `archived` asks for those. */
  find(type: ObjectType, id: string, options?: { readonly archived?: boolean }): StoredRecord | null;
  findByProperty(type: ObjectType, name: string, value: string): StoredRecord | null;
  insert(type: ObjectType, properties: Properties, options?: Written): StoredRecord;
  /** An empty value clears the property. */
  update(record: StoredRecord, properties: Properties, options?: Written): StoredRecord;
  archive(record: StoredRecord, options?: Written): void;
  /** Gone, also for who asks for archived records. Who removes it tells of it. */
  remove(record: StoredRecord): void;
  /** The record's properties as the search index knows them by now; null when it does not know it yet. */
  asIndexed(record: StoredRecord): Properties | null;
};

/** Who changes something: the connected app over HTTP, or a person in HubSpot, whose writes the search knows at once. */
export type Author = 'app' | 'person';

type Written = { readonly by?: Author };

/** `properties` are those with a new value, '' for one that was cleared. */
export type RecordChange = {
  readonly change: 'created' | 'updated' | 'archived';
  readonly record: StoredRecord;
  readonly properties: Properties;
  readonly by: Author;
};

function computedProperties(type: ObjectType, properties: Properties): Properties {
  const { phone = '', mobilephone = '', dealstage, pipeline = 'default' } = properties;
  if (type === 'contacts') {
    const searchable = { phone: searchablePhone(phone), mobile: searchablePhone(mobilephone) };
    return {
      hs_searchable_calculated_phone_number: searchable.phone,
      hs_searchable_calculated_mobile_number: searchable.mobile,
      hs_searchable_calculated_international_phone_number: phone.startsWith('+') ? searchable.phone : '',
      hs_searchable_calculated_international_mobile_number: mobilephone.startsWith('+')
        ? searchable.mobile
        : '',
    };
  }
  if (type === 'companies') return { hs_searchable_calculated_phone_number: searchablePhone(phone) };
  if (type !== 'deals' || dealstage === undefined) return {};
  const stage = findStage(pipeline, dealstage);
  const isWon = stage.isClosed && Number(stage.probability) === 1;
  return {
    hs_is_closed: String(stage.isClosed),
    hs_is_closed_won: String(isWon),
    hs_is_closed_lost: String(stage.isClosed && !isWon),
  };
}

/** What differs between two states of a record, its time of change left out. */
function changedBetween(before: Properties, after: Properties, type: ObjectType): Properties {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete(timeProperties(type).modified);
  const changed = [...names].filter((name) => before[name] !== after[name]);
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? '']));
}

const withoutEmpty = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));

/** The portal's records. `searchLagMs` is how long the search index takes to learn of a write. */
export function createRecords(options: {
  readonly clock: Clock;
  readonly searchLagMs: number;
  readonly onChange: (change: RecordChange) => void;
}): Records {
  const { clock, searchLagMs, onChange } = options;
  const tables = new Map<ObjectType, Map<string, StoredRecord>>();
  let lastId = 21_400_000_000;

  const table = (type: ObjectType) => {
    const known = tables.get(type) ?? new Map<string, StoredRecord>();
    tables.set(type, known);
    return known;
  };

  const find: Records['find'] = (type, id, { archived = false } = {}) => {
    const record = table(type).get(id);
    return record === undefined || (record.archivedAt !== null) !== archived ? null : record;
  };

  const store = (record: Omit<StoredRecord, 'indexed'>, older: readonly IndexedVersion[], lagMs: number) => {
    const now = clock.now().getTime();
    // Of the versions that have become visible only the latest can still be asked for.
    const latestVisible = older.findLastIndex(({ visibleAt }) => visibleAt <= now);
    const version = { visibleAt: now + lagMs, properties: record.properties };
    const stored = { ...record, indexed: [...older.slice(Math.max(latestVisible, 0)), version] };
    table(record.type).set(record.id, stored);
    return stored;
  };

  const lagOf = (by: Author) => (by === 'person' ? 0 : searchLagMs);

  const all: Records['all'] = (type) => [...table(type).values()].filter(({ archivedAt }) => !archivedAt);

  return {
    all,
    find,
    findByProperty: (type, name, value) =>
      all(type).find(({ properties }) => properties[name] === value) ?? null,
    insert(type, given, { by = 'app' } = {}) {
      lastId += 1;
      const now = clock.now();
      const names = timeProperties(type);
      const properties = withoutEmpty({
        hs_object_source: 'INTEGRATION',
        ...initialValues[type],
        [names.created]: now.toISOString(),
        ...given,
        ...computedProperties(type, given),
        [names.modified]: now.toISOString(),
        hs_object_id: String(lastId),
      });
      const record = {
        id: String(lastId),
        type,
        createdAt: now,
        updatedAt: now,
        archivedAt: null,
        properties,
      };
      const stored = store(record, [], lagOf(by));
      onChange({ change: 'created', record: stored, properties, by });
      return stored;
    },
    update(record, given, { by = 'app' } = {}) {
      const now = clock.now();
      const merged = { ...record.properties, ...given };
      const properties = withoutEmpty({
        ...merged,
        ...computedProperties(record.type, merged),
        [timeProperties(record.type).modified]: now.toISOString(),
      });
      const stored = store({ ...record, updatedAt: now, properties }, record.indexed, lagOf(by));
      const changed = changedBetween(record.properties, properties, record.type);
      onChange({ change: 'updated', record: stored, properties: changed, by });
      return stored;
    },
    archive(record, { by = 'app' } = {}) {
      const archived = { ...record, archivedAt: clock.now() };
      table(record.type).set(record.id, archived);
      onChange({ change: 'archived', record: archived, properties: {}, by });
    },
    remove(record) {
      table(record.type).delete(record.id);
    },
    asIndexed(record) {
      const now = clock.now().getTime();
      return record.indexed.findLast(({ visibleAt }) => visibleAt <= now)?.properties ?? null;
    },
  };
}
