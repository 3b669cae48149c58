import type { ObjectType } from './object-type.ts';
import { singularOf } from './object-type.ts';
import { type PropertyDefinition, requiredProperties } from './property-definitions.ts';
import type { Properties, Records, StoredRecord } from './records.ts';
import { invalid, invalidValues, refusal, type ValueProblem } from './reply.ts';
import type { Schema } from './schema.ts';

/** As they arrive: text by the documentation, numbers and booleans tolerated, null to clear. */
export type GivenValues = { readonly [name: string]: string | number | boolean | null };

export type WriteContext = {
  readonly schema: Schema;
  readonly records: Records;
  readonly ownerIds: readonly string[];
  /** The API version of the path; from 2026-09 on the admins' own rules hold for API writes. */
  readonly version: string;
};

const longestNote = 65_536;

function readInstant(value: string): string | null {
  const milliseconds = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/** The value as it will be stored, or what is wrong with it. */
function readValue(
  definition: PropertyDefinition,
  value: string,
): { stored: string } | { code: string; why: string } {
  // Since April 2025 HubSpot refuses spaces around values that are not text.
  if (definition.type !== 'string' && value !== value.trim())
    return { code: 'INVALID_VALUE', why: `"${value}" has leading or trailing spaces` };
  switch (definition.type) {
    case 'string':
      return { stored: value };
    case 'number':
      return Number.isFinite(Number(value))
        ? { stored: value }
        : { code: 'INVALID_INTEGER', why: `${value} was not a valid number.` };
    case 'bool':
      return value === 'true' || value === 'false'
        ? { stored: value }
        : { code: 'INVALID_BOOLEAN', why: `${value} was not a valid boolean.` };
    case 'datetime': {
      const instant = readInstant(value);
      return instant === null
        ? { code: 'INVALID_DATE', why: `${value} was not a valid long.` }
        : { stored: instant };
    }
    case 'date': {
      const instant = readInstant(value);
      return instant === null
        ? { code: 'INVALID_DATE', why: `${value} was not a valid date.` }
        : { stored: instant.slice(0, 10) };
    }
    case 'enumeration': {
      const allowed = definition.options.map((option) => option.value);
      const chosen = definition.fieldType === 'checkbox' ? value.split(';').filter(Boolean) : [value];
      return chosen.every((each) => allowed.includes(each))
        ? { stored: value }
        : {
            code: 'INVALID_OPTION',
            why: `${value} was not one of the allowed options: [${allowed.join(', ')}]`,
          };
    }
    default:
      return definition.type satisfies never;
  }
}

/** Rules that hold for one property alone and that its definition does not tell. */
function findOddity(name: string, value: string, ownerIds: readonly string[]): ValueProblem | null {
  if (name === 'hubspot_owner_id' && !ownerIds.includes(value))
    return { name, code: 'INVALID_OWNER_ID', message: `Owner ${value} does not exist or is not active.` };
  if (name === 'hs_call_recording_url' && !value.startsWith('https://'))
    return { name, code: 'INVALID_URL', message: 'The recording URL has to be an https one.' };
  if (name === 'hs_note_body' && value.length > longestNote)
    return { name, code: 'VALUE_TOO_LONG', message: `The note is longer than ${longestNote} characters.` };
  if (name === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))
    return { name, code: 'INVALID_EMAIL', message: `Email address ${value} is invalid` };
  return null;
}

function checkRequired(type: ObjectType, properties: Properties, context: WriteContext) {
  const { oneOf = [], all = [] } = requiredProperties[type];
  const byAdmins = context.version >= '2026-09' ? context.schema.requiredByAdmins(type, properties) : [];
  const missing = [...all, ...byAdmins].filter((name) => (properties[name] ?? '') === '');
  const lacksAll = oneOf.length > 0 && oneOf.every((name) => (properties[name] ?? '') === '');
  if (missing.length === 0 && !lacksAll) return;
  throw invalid(`Error creating ${singularOf(type).toUpperCase()}. Some required properties were not set.`, {
    context: { properties: [...missing, ...(lacksAll ? oneOf : [])] },
  });
}

function checkUnique(
  type: ObjectType,
  properties: Properties,
  self: StoredRecord | null,
  context: WriteContext,
) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === '' || !context.schema.find(type, name)?.hasUniqueValue) continue;
    const holder = context.records.findByProperty(type, name, value);
    if (holder === null || holder.id === self?.id) continue;
    // Recorded by others: a second contact of one e-mail address is a 409.
    if (name === 'email') throw refusal(409, 'CONFLICT', `Contact already exists. Existing ID: ${holder.id}`);
    // From memory: a custom unique property conflicts with a 400 that names the record holding the value.
    throw invalidValues([
      { name, code: 'CONFLICTING_UNIQUE_VALUE', message: `${holder.id} already has that value.` },
    ]);
  }
}

/**
 * The values to store, when HubSpot would take every one of them.
 * @throws Refusal with the first rule they break
 */
export function checkValues(
  type: ObjectType,
  given: GivenValues,
  self: StoredRecord | null,
  context: WriteContext,
): Properties {
  const problems: ValueProblem[] = [];
  const accepted: Record<string, string> = {};
  for (const [name, raw] of Object.entries(given)) {
    const value = raw === null ? '' : String(raw);
    const definition = context.schema.find(type, name);
    if (definition === null) {
      problems.push({ name, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    if (definition.readOnly) {
      problems.push({ name, code: 'READ_ONLY_VALUE', message: `"${name}" is a read only property` });
      continue;
    }
    if (value === '') {
      accepted[name] = '';
      continue;
    }
    const oddity = findOddity(name, value, context.ownerIds);
    const read = readValue(definition, value);
    if (oddity !== null) problems.push(oddity);
    else if ('stored' in read) accepted[name] = name === 'email' ? read.stored.toLowerCase() : read.stored;
    else problems.push({ name, code: read.code, message: read.why });
  }
  if (problems.length > 0) throw invalidValues(problems);
  checkRequired(type, { ...self?.properties, ...accepted }, context);
  checkUnique(type, accepted, self, context);
  return accepted;
}
