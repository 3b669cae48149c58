// Writes docs/reference/rules.md and docs/reference/rules.schema.json from the schema of the rules.
//
//   node scripts/generate-rules-reference.ts
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rulesJsonSchema } from '../packages/core/src/rule-set.ts';

const reference = resolve(import.meta.dirname, '../docs/reference');
/** Where the generated files lie in the repository. */
export const rulesPagePath = resolve(reference, 'rules.md');
export const rulesSchemaPath = resolve(reference, 'rules.schema.json');

/** What the page uses of a JSON Schema. */
type Schema = {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: { readonly [key: string]: Schema } | undefined;
  readonly items?: Schema | undefined;
  readonly additionalProperties?: unknown;
};

const introduction = `# The rules

<!-- Written by scripts/generate-rules-reference.ts from packages/core/src/rule-schema.ts; do not edit. -->

Everything under \`rules\` in the business file, or given to \`defineRules\` of \`@ringback/core\`. Every setting has a
default that is lawful and useful, so \`{}\` is a whole rule set. For editors the same lies beside this page as JSON
Schema: \`rules.schema.json\`. Texts of your own are written with the variables in
[Templates](#templates).
`;

const templates = `## Templates

A first text has to name the business and to say how to opt out; a variable that is not known anywhere is refused.
Written as \`{{name}}\`, or \`{{name | "what to say when it is not known"}}\`. Where a value is missing and no fallback is
written, the built-in text leaves instead, and the reasons say so.

| variable | stands for |
|---|---|
| \`{{business.name}}\` | the brand's name, else the name of the business |
| \`{{opens}}\` | when the business opens next: \`8 AM tomorrow\`, \`Monday at 8 AM\` |
| \`{{booking.link}}\` | \`brand.bookingUrl\`, else the \`bookingUrl\` of the business |
| \`{{terms.link}}\` | \`brand.termsUrl\` |
| \`{{caller.firstName}}\` | the first name, where one contact alone has the number |
| \`{{call.day}}\` | the day of the call, as it is on the day of the text: \`today\`, \`yesterday\`, \`on Tuesday\` |
| \`{{line.label}}\` | the label of the line that was called |
| \`{{holiday}}\` | the name of today's closure |

\`checkRules\` warns, with the figures, of two links, two questions, characters that make a segment hold 70 instead of
160, an \`open\` text of more than one segment and any other of more than two at the longest plausible values.
`;

export function generateRulesPage(): string {
  const { properties } = rulesJsonSchema() as Schema;
  const sections = Object.entries(properties ?? {}).map(([name, schema]) => section(name, schema));
  return [introduction, ...sections, templates].join('\n');
}

export function generateRulesSchema(): string {
  return `${JSON.stringify({ title: 'Ringback rules', ...rulesJsonSchema() }, null, 2)}\n`;
}

function section(name: string, schema: Schema): string {
  const rows = rowsOf(name, schema);
  const table = ['| setting | takes | default | meaning |', '|---|---|---|---|', ...rows];
  return `## ${name}\n\n${schema.description ?? ''}\n\n${table.join('\n')}\n`;
}

function rowsOf(path: string, schema: Schema): readonly string[] {
  const isList = schema.type === 'array' && schema.items?.properties !== undefined;
  const parts = isList ? schema.items?.properties : schema.properties;
  const inside = Object.entries(parts ?? {}).flatMap(([key, part]) =>
    // What an override may set is everything above, so it is not listed a second time.
    path === 'overrides' && key === 'set'
      ? [row('overrides[].set', part)]
      : rowsOf(`${path}${isList ? '[]' : ''}.${key}`, part),
  );
  if (isList) return [row(path, schema), ...inside];
  return parts === undefined ? [row(path, schema)] : inside;
}

function row(path: string, schema: Schema): string {
  const fallback = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
  return `| \`${path}\` | ${takes(schema)} | ${fallback} | ${schema.description ?? ''} |`;
}

function takes({
  type,
  enum: values,
  minimum,
  maximum,
  maxItems,
  items,
  additionalProperties,
}: Schema): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (type === 'array') {
    const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
    return items?.properties ? `list${most}` : `list of ${items ? takes(items) : 'anything'}${most}`;
  }
  if (type === 'object' && typeof additionalProperties === 'object') return 'name: number';
  if (type === 'object') return 'any of the settings above';
  // Whole numbers without a limit have the largest safe one in their schema.
  const greatest = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : maximum;
  const kind = { integer: 'whole number', string: 'text', boolean: 'true, false' }[type ?? ''] ?? type ?? '';
  if (minimum === undefined) return kind;
  return greatest === null ? `${kind} from ${minimum}` : `${kind}, ${minimum} to ${greatest}`;
}

if (import.meta.main) {
  writeFileSync(rulesPagePath, generateRulesPage());
  writeFileSync(rulesSchemaPath, generateRulesSchema());
}
