import { z } from 'zod';

// Reads Twilio's OpenAPI documents, and holds requests of ours and answers of the look-alike against them.

type Schema = z.infer<typeof schemaShape>;
const schemaShape = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
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
  parameters: z.array(z.object({ name: z.string().optional(), in: z.string().optional() })).optional(),
  requestBody: z
    .object({ content: z.object({ 'application/x-www-form-urlencoded': z.object({ schema: schemaShape }) }) })
    .optional(),
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

/** One request with its answer, as they went over the wire. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly status: number;
  readonly body: unknown;
};

/** What of an exchange the document does not allow, does not know, or misses; null: it does not know the path. */
export function exchangeDifferences(document: SpecDocument, exchange: Exchange): string[] | null {
  const { method, path, query, form, status, body } = exchange;
  const found = Object.entries(document.paths)
    .filter(([template]) => matches(template, path))
    // A word of its own in a path comes before a name that stands for any.
    .toSorted(([one], [other]) => (one.match(/\{/g)?.length ?? 0) - (other.match(/\{/g)?.length ?? 0))[0];
  if (!found) return null;
  const [template, operations] = found;
  const at = `${method} ${template}`;
  const read = operationShape.safeParse(operations[method.toLowerCase()]);
  if (!read.success) return [`${at}: not in the document`];
  const operation = read.data;
  const known = (operation.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
  const unknown = [...query.keys()].filter((name) => !known.includes(name));
  const schema = operation.responses[String(status)]?.content?.['application/json'].schema;
  return [
    ...unknown.map((name) => `${at}?${name}: not in the document`),
    ...formDifferences(document, operation, form).map((each) => `${at} ${each}`),
    ...(schema === undefined
      ? [`${at}: answered ${status}, which is not in the document`]
      : differences(document, schema, body, `${at} body`)),
  ];
}

function formDifferences(
  document: SpecDocument,
  { requestBody }: z.infer<typeof operationShape>,
  form: URLSearchParams,
): string[] {
  const schema = requestBody?.content['application/x-www-form-urlencoded'].schema ?? {};
  const properties = schema.properties ?? {};
  const missing = (schema.required ?? []).filter((name) => !form.has(name));
  const wrong = [...new Set(form.keys())].flatMap((name) => {
    const property = properties[name];
    if (!property) return [`form.${name}: not in the document`];
    return form.getAll(name).flatMap((text) => textDifferences(document, property, text, `form.${name}`));
  });
  return [...missing.map((name) => `form.${name}: missing`), ...wrong];
}

/** In a form everything is text, each entry of a list by itself. */
function textDifferences(document: SpecDocument, given: Schema, text: string, path: string): string[] {
  const bare = given.type === 'array' ? (given.items ?? {}) : given;
  const schema = bare.$ref ? document.components.schemas[bare.$ref.split('/').at(-1) ?? ''] : bare;
  if (!schema) return [`${path}: unknown schema ${bare.$ref}`];
  if (schema.enum && !schema.enum.includes(text)) return [`${path}: ${text} is not in the enum`];
  if (schema.type === 'boolean' && !/^(true|false)$/.test(text)) return [`${path}: ${text} is no boolean`];
  if (schema.format === 'uri' && !URL.canParse(text)) return [`${path}: ${text} is no address`];
  if (schema.pattern && !new RegExp(schema.pattern).test(text))
    return [`${path}: ${text} breaks its pattern`];
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const isLong = text.length >= minLength && text.length <= maxLength;
  return isLong ? [] : [`${path}: ${text.length} characters`];
}

function matches(template: string, path: string): boolean {
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+?');
  return new RegExp(`^${pattern}$`).test(path);
}
