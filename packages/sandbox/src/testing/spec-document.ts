import { z } from 'zod';

// Reads Twilio's OpenAPI documents, and holds answers of the look-alike against them.

type Schema = z.infer<typeof schemaShape>;
const schemaShape = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  $ref: z.string().optional(),
  get properties() {
    return z.record(z.string(), schemaShape).optional();
  },
  get items() {
    return schemaShape.optional();
  },
});
export const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
});
export const operationShape = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.object({ 'application/json': z.object({ schema: schemaShape }) }).optional() }),
  ),
});
export type SpecDocument = z.infer<typeof documentShape>;

const dateFormat = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

// Not nullable by the document, whose own examples have null there, as they have for references.
const nullInExamples = new Set(['body.line_type_intelligence.error_code']);

/** What of `value` the schema does not allow, does not know, or misses, each with its path. */
export function differences(document: SpecDocument, given: Schema, value: unknown, path: string): string[] {
  const schema = given.$ref ? document.components.schemas[given.$ref.split('/').at(-1) ?? ''] : given;
  if (!schema) return [`${path}: unknown schema ${given.$ref}`];
  if (value === null) {
    const isAllowed = schema.nullable || given.$ref || !schema.type || nullInExamples.has(path);
    return isAllowed ? [] : [`${path}: null`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${path}: ${String(value)} is not in the enum`];
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: not an array`];
    return value.flatMap((item, index) =>
      differences(document, schema.items ?? {}, item, `${path}[${index}]`),
    );
  }
  if (schema.type === 'object' || schema.properties) {
    if (typeof value !== 'object') return [`${path}: not an object`];
    if (!schema.properties) return [];
    const properties = schema.properties;
    const known = Object.entries(properties).flatMap(([name, property]) =>
      name in value
        ? differences(
            document,
            property,
            Object.entries(value).find(([key]) => key === name)?.[1],
            `${path}.${name}`,
          )
        : [`${path}.${name}: missing`],
    );
    const unknown = Object.keys(value).filter((name) => !(name in properties));
    return [...known, ...unknown.map((name) => `${path}.${name}: not in the document`)];
  }
  if (schema.type === 'integer') return Number.isInteger(value) ? [] : [`${path}: not an integer`];
  if (schema.type && typeof value !== schema.type) return [`${path}: ${typeof value}, not ${schema.type}`];
  const text = String(value);
  if (schema.pattern && !new RegExp(schema.pattern).test(text))
    return [`${path}: ${text} breaks its pattern`];
  if (schema.format === 'date-time-rfc-2822' && !dateFormat.test(text))
    return [`${path}: ${text} is no date`];
  return [];
}
