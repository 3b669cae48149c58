import { expect, test } from 'vitest';
import * as z from 'zod';
import { applicantSchema } from './applicant.ts';
import { validate } from './validate.ts';

const schema = z.strictObject({
  name: z.string().min(1),
  count: z.number().min(2).max(9).default(5),
  mode: z.enum(['day', 'night']).default('day'),
  tags: z.array(z.string()).min(1).default(['x']),
  code: z.string().regex(/^\d+$/, 'write digits').default('1'),
  site: z.url({ protocol: /^https$/, hostname: z.regexes.domain }).default('https://example.com'),
  nested: z.strictObject({ on: z.boolean() }).default({ on: true }),
});

function problemsOf(value: unknown): readonly string[] {
  return (validate(schema, value).problems ?? []).map(({ path, message }) => `${path}: ${message}`);
}

test('what is right is given with its defaults', () => {
  expect(validate(schema, { name: 'A' })).toMatchObject({ data: { name: 'A', count: 5 }, problems: null });
});

test.each<[unknown, readonly string[]]>([
  [{}, ['name: is missing; write a text']],
  [{ name: 4 }, ['name: is 4; write a text']],
  [{ name: '' }, ['name: is empty; write something']],
  [{ name: 'A', count: '5' }, ['count: is "5"; write a number, without quotes']],
  [{ name: 'A', count: 1 }, ['count: is 1; the least is 2']],
  [{ name: 'A', count: 10 }, ['count: is 10; the most is 9']],
  [{ name: 'A', mode: 'dusk' }, ['mode: is "dusk"; write one of day, night']],
  [{ name: 'A', tags: 'x' }, ['tags: is "x"; write a list, as in [one, another]']],
  [{ name: 'A', tags: [] }, ['tags: has 0 entries; list at least 1']],
  [{ name: 'A', code: 'x' }, ['code: write digits']],
  [{ name: 'A', nested: { on: 'yes' } }, ['nested.on: is "yes"; write true or false']],
  [{ name: 'A', nested: [] }, ['nested: is a list; write names with their values']],
  [
    { name: 'A', colour: 1, shade: 2 },
    [
      'colour: is not known here; correct its spelling, or leave it out',
      'shade: is not known here; correct its spelling, or leave it out',
    ],
  ],
])('%j is refused with the field and what to do', (value, expected) => {
  expect(problemsOf(value)).toEqual(expected);
});

test('an address is told once, however much is wrong with it, and is not repeated', () => {
  const [problem, ...others] = problemsOf({ name: 'A', site: 'http://user:secret@x' });
  expect(problem).toContain('site: is no public web address');
  expect(problem).not.toContain('secret');
  expect(others).toEqual([]);
});

test('no word of the library is left in what is said of who applies to the carriers', () => {
  for (const value of [undefined, {}, { kind: 'small' }, { kind: 'standard' }, { kind: 'sole-proprietor' }]) {
    const { problems } = validate(applicantSchema, value);
    const words = (problems ?? []).map(({ message }) => message).join('\n');
    expect(words).not.toBe('');
    expect(words).not.toMatch(/invalid|expected|received|undefined/i);
  }
  expect(validate(applicantSchema, { kind: 'small' }).problems).toEqual([
    { path: 'kind', message: 'is "small"; write one of low-volume, standard, sole-proprietor' },
  ]);
});
