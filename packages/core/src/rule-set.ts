import * as z from 'zod';
import { nearestName } from './key-hint.ts';
import { type DeepPartial, partialSchema, withoutDefault } from './partial-schema.ts';
import { conditionSchema, groupsSchema, sections } from './rule-schema.ts';
import { type TextLimit, templateWarnings } from './template.ts';
import { inWords } from './validate.ts';

const sectionsSchema = z.strictObject(sections);
type Sections = z.output<typeof sectionsSchema>;
type SectionsInput = z.input<typeof sectionsSchema>;

const overrideSchema = z.strictObject({
  when: conditionSchema,
  set: (
    partialSchema(sectionsSchema) as z.ZodType<DeepPartial<Sections>, DeepPartial<SectionsInput>>
  ).describe('Any part of the rules above; what is not named stays as it is.'),
});

export const rulesSchema = z.strictObject({
  ...sections,
  groups: groupsSchema,
  overrides: z
    .array(overrideSchema)
    .max(100)
    .default([])
    .describe(
      'Other rules for a line, a location, a service, a group of callers or a time; the last that applies wins.',
    ),
});

/**
 * A rule set as it is written: what is left out has its default, so `{}` is a whole one. `rulesJsonSchema` says what
 * each rule does.
 *
 * @interface
 */
export type RulesInput = z.input<typeof rulesSchema>;
/**
 * A rule set with every default filled in.
 *
 * @interface
 */
export type Rules = z.output<typeof rulesSchema>;

/** What is wrong with a rule set: `path` as in `dedupe.windowHours`. */
export type RulesProblem = { readonly path: string; readonly message: string };

/** A rule set that does not validate; `problems` names every one of them. */
export class RulesError extends Error {
  readonly problems: readonly RulesProblem[];

  constructor(problems: readonly RulesProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.name = 'RulesError';
    this.problems = problems;
  }
}

/**
 * Validates a rule set and fills in every default; `{}` is a whole one, lawful and useful.
 * @throws RulesError with all problems at once
 */
export function defineRules(input: RulesInput): Rules {
  return checkRules(input).rules;
}

/** A rule set, and what in it may be regretted. */
export type CheckedRules = { readonly rules: Rules; readonly warnings: readonly RulesProblem[] };

/**
 * As `defineRules`, with what is allowed but may be regretted beside it.
 * @throws RulesError with all problems at once
 */
export function checkRules(input: RulesInput): CheckedRules {
  const parsed = rulesSchema.safeParse(input, { error: inWords });
  if (!parsed.success) {
    const { issues } = parsed.error;
    throw new RulesError(
      issues.filter((issue) => !follows(issue, issues)).flatMap((issue) => describeIssue(issue, input)),
    );
  }
  const rules = parsed.data;
  const problems: RulesProblem[] = [rules, ...rules.overrides.map(({ set }) => set)].flatMap(
    ({ routing }, index) =>
      fallbackProblems(routing, rules.routing.people).map((message) => ({
        path: index === 0 ? 'routing.fallback' : `overrides.${index - 1}.set.routing.fallback`,
        message,
      })),
  );
  problems.push(...namesakes(rules));
  if (problems.length > 0) throw new RulesError(problems);
  const warnings = [
    ...warningsOf('', rules, rules.brand.name),
    ...rules.overrides.flatMap(({ set }, index) =>
      warningsOf(`overrides.${index}.set.`, set, set.brand?.name ?? rules.brand.name),
    ),
  ];
  return { rules, warnings };
}

/** For editors: JSON Schema (draft 2020-12) of what `defineRules` takes. */
export function rulesJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(rulesSchema, { io: 'input', unrepresentable: 'any' });
}

type Routing = DeepPartial<Rules['routing']> | undefined;

function fallbackProblems(routing: Routing, people: Rules['routing']['people']): readonly string[] {
  const { fallback } = routing ?? {};
  const names = (routing?.people ?? people).map((person) => person.name);
  if (fallback === undefined || names.includes(fallback)) return [];
  return [`"${fallback}" is nobody of \`routing.people\`${hintFor(fallback, names)}`];
}

/** A conversation is assigned to a person by their name. */
function namesakes({ routing: { people } }: Rules): readonly RulesProblem[] {
  return people.flatMap(({ name }, index) =>
    people.findIndex((person) => person.name === name) === index
      ? []
      : [{ path: `routing.people.${index}.name`, message: `"${name}" is somebody else's name already` }],
  );
}

function warningsOf(
  prefix: string,
  { firstText, secondText }: DeepPartial<Rules>,
  brandName: string | undefined,
): readonly RulesProblem[] {
  const values = brandName === undefined ? {} : { 'business.name': brandName };
  const templates: readonly (readonly [string, string | undefined, TextLimit])[] = [
    ...Object.entries(firstText?.templates ?? {}).map(
      ([variant, template]) =>
        [
          `firstText.templates.${variant}`,
          template,
          variant === 'open' ? 'one-segment' : 'two-segments',
        ] as const,
    ),
    ['secondText.template', secondText?.template, 'two-segments'],
  ];
  return templates.flatMap(([path, template, limit]) =>
    template === undefined
      ? []
      : templateWarnings(template, limit, values).map((message) => ({ path: `${prefix}${path}`, message })),
  );
}

/** A condition with a slip in its only name is not also one that names nothing. */
function follows(issue: z.core.$ZodIssue, issues: readonly z.core.$ZodIssue[]): boolean {
  const path = issue.path.join('.');
  return (
    issue.code === 'custom' &&
    issues.some((other) => other.code === 'unrecognized_keys' && other.path.join('.') === path)
  );
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): readonly RulesProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: `is no rule${hintFor(key, keysAt(path)) || hintFor(key, everyKey)}`,
    }));
  }
  const hint =
    issue.code === 'invalid_value' ? hintFor(String(valueAt(path, input)), issue.values.map(String)) : '';
  return [{ path: path.join('.'), message: `${issue.message}${hint}` }];
}

function valueAt(path: readonly string[], input: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

function hintFor(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === null ? '' : ` (did you mean \`${nearest}\`?)`;
}

/** The keys that may stand at a path; [] where none may. */
function keysAt(path: readonly string[]): readonly string[] {
  let schema: z.ZodType = rulesSchema;
  for (const key of path) {
    const bare = withoutDefault(schema);
    if (bare instanceof z.ZodArray) schema = bare.element as z.ZodType;
    else if (bare instanceof z.ZodObject) schema = bare.shape[key] ?? z.never();
    else return [];
  }
  const bare = withoutDefault(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape) : [];
}

const everyKey: readonly string[] = Object.entries(sections).flatMap(([section, schema]) => {
  const bare = withoutDefault(schema);
  return bare instanceof z.ZodObject ? Object.keys(bare.shape).map((key) => `${section}.${key}`) : [];
});
