import { z } from 'zod';
import type { Associations } from './associations.ts';
import { type ObjectType, parseObjectType } from './object-type.ts';
import type { Properties, Records, StoredRecord } from './records.ts';
import { invalid } from './reply.ts';
import type { Schema } from './schema.ts';

const operators = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const filterSchema = z.object({
  propertyName: z.string(),
  operator: z.enum(operators),
  value: scalar.optional(),
  highValue: scalar.optional(),
  values: z.array(scalar).optional(),
});

const sortSchema = z.union([
  z.string(),
  z.object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).optional() }),
]);

const searchBody = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  query: z.string().optional(),
  sorts: z.array(sortSchema).default([]),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().default(10),
  after: z.union([z.string(), z.number()]).optional(),
});

type Filter = z.infer<typeof filterSchema>;
type SearchBody = z.infer<typeof searchBody>;

/** HubSpot's limits of one search. Source: its search guide, read 2026-11-20. */
const most = { groups: 5, filtersPerGroup: 6, filters: 18, page: 200, results: 10_000, bodyLength: 3_000 };

/** @throws Refusal 400 that says which limit the search breaks */
export function readSearch(body: unknown, type: ObjectType, schema: Schema): SearchBody {
  if (JSON.stringify(body ?? {}).length > most.bodyLength)
    throw invalid(`The request body is longer than ${most.bodyLength} characters`);
  const parsed = searchBody.safeParse(body ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`Invalid input JSON: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const search = parsed.data;
  const filters = search.filterGroups.flatMap((group) => group.filters);
  if (search.filterGroups.length > most.groups) throw invalid(`more than ${most.groups} filter groups`);
  if (search.filterGroups.some((group) => group.filters.length > most.filtersPerGroup))
    throw invalid(`more than ${most.filtersPerGroup} filters in a group`);
  if (filters.length > most.filters) throw invalid(`more than ${most.filters} filters`);
  if (search.limit < 1 || search.limit > most.page)
    throw invalid(`The limit must be between 1 and ${most.page}`);
  if (search.sorts.length > 1) throw invalid('Only one sort is supported');
  const offset = Number(search.after ?? 0);
  if (!Number.isInteger(offset) || offset < 0) throw invalid('after is not a paging cursor');
  if (offset + search.limit > most.results) throw invalid(`Searches end after ${most.results} results`);
  for (const { propertyName } of filters) {
    const isKnown = propertyName.startsWith('associations.')
      ? parseObjectType(propertyName.slice('associations.'.length)) !== null
      : schema.find(type, propertyName) !== null;
    if (!isKnown) throw invalid(`There was a problem with the request: no property ${propertyName}`);
  }
  return search;
}

/** Text as the index holds it: tokens of letters and digits, in lower case. A wildcard stays in a token. */
const tokens = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}*]+/gu) ?? [];

function containsToken(stored: string, wanted: string): boolean {
  const held = tokens(stored);
  return tokens(wanted).every((token) => {
    const pattern = new RegExp(`^${token.replaceAll('*', '.*')}$`, 'u');
    return held.some((each) => pattern.test(each));
  });
}

function comparable(value: string): number | string {
  const asNumber = Number(value);
  if (value !== '' && !Number.isNaN(asNumber)) return asNumber;
  const asInstant = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(asInstant) ? value.toLowerCase() : asInstant;
}

const isEqual = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function fits(filter: Filter, stored: readonly string[]): boolean {
  const [first] = stored;
  const { value = '', highValue = '', values = [] } = filter;
  const isAmong = stored.some((each) => values.some((wanted) => isEqual(each, wanted)));
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return first !== undefined;
    case 'NOT_HAS_PROPERTY':
      return first === undefined;
    case 'EQ':
      return stored.some((each) => isEqual(each, value));
    case 'NEQ':
      return !stored.some((each) => isEqual(each, value));
    case 'IN':
      return isAmong;
    case 'NOT_IN':
      return first !== undefined && !isAmong;
    case 'CONTAINS_TOKEN':
      return first !== undefined && containsToken(first, value);
    case 'NOT_CONTAINS_TOKEN':
      return first === undefined || !containsToken(first, value);
    case 'LT':
      return first !== undefined && comparable(first) < comparable(value);
    case 'LTE':
      return first !== undefined && comparable(first) <= comparable(value);
    case 'GT':
      return first !== undefined && comparable(first) > comparable(value);
    case 'GTE':
      return first !== undefined && comparable(first) >= comparable(value);
    case 'BETWEEN':
      return (
        first !== undefined &&
        comparable(first) >= comparable(value) &&
        comparable(first) <= comparable(highValue)
      );
    default:
      return filter.operator satisfies never;
  }
}

/** What `query` looks into. Source: the same guide, contacts, companies and deals. */
const queried = [
  'firstname',
  'lastname',
  'email',
  'phone',
  'mobilephone',
  'company',
  'name',
  'domain',
  'dealname',
];

const textOf = (indexed: Properties) => queried.map((name) => indexed[name] ?? '').join(' ');

type SearchPage = {
  readonly total: number;
  readonly results: readonly { readonly record: StoredRecord; readonly indexed: Properties }[];
  readonly after: string | null;
};

/** The search as the index answers it at this moment: late writes missing, archived records never among them. */
export function runSearch(
  type: ObjectType,
  search: SearchBody,
  portal: { readonly records: Records; readonly associations: Associations },
): SearchPage {
  const { records, associations } = portal;
  const valuesOf = (record: StoredRecord, indexed: Properties, name: string): readonly string[] => {
    const target = name.startsWith('associations.')
      ? parseObjectType(name.slice('associations.'.length))
      : null;
    if (target !== null) return associations.list({ type, id: record.id }, target).map(({ id }) => id);
    const value = indexed[name];
    return value === undefined ? [] : [value];
  };
  const found = records.all(type).flatMap((record) => {
    const indexed = records.asIndexed(record);
    if (indexed === null) return [];
    const inGroups =
      search.filterGroups.length === 0 ||
      search.filterGroups.some(({ filters }) =>
        filters.every((filter) => fits(filter, valuesOf(record, indexed, filter.propertyName))),
      );
    const inQuery = search.query === undefined || containsToken(textOf(indexed), `${search.query}*`);
    return inGroups && inQuery ? [{ record, indexed }] : [];
  });

  const [sort] = search.sorts;
  if (sort !== undefined) {
    const isShort = typeof sort === 'string';
    const name = isShort ? sort.replace(/^-/, '') : sort.propertyName;
    const sign = (isShort ? sort.startsWith('-') : sort.direction === 'DESCENDING') ? -1 : 1;
    found.sort((one, other) => {
      const [left, right] = [comparable(one.indexed[name] ?? ''), comparable(other.indexed[name] ?? '')];
      return left === right ? 0 : (left < right ? -1 : 1) * sign;
    });
  }
  const offset = Number(search.after ?? 0);
  const end = offset + search.limit;
  return {
    total: found.length,
    results: found.slice(offset, end),
    after: end < found.length ? String(end) : null,
  };
}
