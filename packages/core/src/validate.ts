import type * as z from 'zod';

/** What is wrong with a value: `path` as in `lines.0.number`, `message` what is wrong and what to write. */
export type ValidationProblem = { readonly path: string; readonly message: string };

/** What a value holds, or everything that is wrong with it; never both. */
export type Validated<T> =
  | { readonly data: T; readonly problems: null }
  | { readonly data: null; readonly problems: readonly [ValidationProblem, ...ValidationProblem[]] };

/** Reads what came from outside by a schema: what it holds, or everything that is wrong with it, in words. */
export function validate<S extends z.ZodType>(schema: S, value: unknown): Validated<z.output<S>> {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return { data: parsed.data, problems: null };
  const told = new Map<string, ValidationProblem>();
  for (const issue of parsed.error.issues) {
    for (const problem of problemsOf(issue)) told.set(`${problem.path} ${problem.message}`, problem);
  }
  const [first, ...others] = told.values();
  if (first === undefined) throw new Error('a value is refused without a reason');
  return { data: null, problems: [first, ...others] };
}

/** An unknown key is told where it stands, one by one. */
function problemsOf(issue: z.core.$ZodIssue): readonly ValidationProblem[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: issue.message }));
}

/**
 * Words for what a schema has no words of its own for; for `safeParse(value, { error: inWords })`. What a key, an
 * address or a name holds is not repeated: it may be a secret.
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; write ${typeWords(issue.expected)}`
        : `is ${written(issue.input)}; write ${typeWords(issue.expected)}`;
    case 'invalid_value':
      return `is ${written(issue.input)}; write one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union': {
      const { discriminator, options } = issue as { discriminator?: string; options?: readonly unknown[] };
      if (discriminator === undefined || options === undefined) return undefined;
      return `is ${written(fieldOf(issue.input, discriminator))}; write one of ${options.join(', ')}`;
    }
    case 'invalid_format':
      return formatWords[issue.format];
    case 'too_small':
      return sizeWords(issue.origin, issue.input, { bound: Number(issue.minimum), isLeast: true });
    case 'too_big':
      return sizeWords(issue.origin, issue.input, { bound: Number(issue.maximum), isLeast: false });
    case 'unrecognized_keys':
      return 'is not known here; correct its spelling, or leave it out';
    default:
      return undefined;
  }
};

function typeWords(expected: string): string {
  return typeNames[expected] ?? expected;
}

const typeNames: { readonly [expected: string]: string } = {
  number: 'a number, without quotes',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list, as in [one, another]',
  object: 'names with their values',
  record: 'names with their values',
};

const formatWords: { readonly [format: string]: string | undefined } = {
  email: 'is no e-mail address; write one such as owner@example.com',
  url: 'is no public web address; write one such as https://example.com/contact',
  date: 'is no date; write one such as 2026-12-25',
  datetime: 'is no time; write one such as 2026-11-21T09:30:00Z',
  uuid: 'is no UUID',
};

function sizeWords(
  origin: string,
  value: unknown,
  { bound, isLeast }: { readonly bound: number; readonly isLeast: boolean },
): string | undefined {
  const limit = isLeast ? 'least' : 'most';
  switch (origin) {
    case 'string':
      return isLeast && bound === 1
        ? 'is empty; write something'
        : `has ${String(value).length} characters; write at ${limit} ${bound}`;
    case 'array':
      return `has ${Array.isArray(value) ? value.length : 0} entries; list at ${limit} ${bound}`;
    case 'number':
    case 'int':
      return `is ${written(value)}; the ${limit} is ${bound}`;
    default:
      return undefined;
  }
}

const longestShown = 40;

/** As JSON, so that a text that looks like a number is seen to be one; what is long is named only. */
function written(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of names';
  const json = JSON.stringify(value);
  return json.length <= longestShown ? json : 'something else';
}

function fieldOf(input: unknown, key: string): unknown {
  return typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined;
}
