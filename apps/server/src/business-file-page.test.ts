import { readFileSync } from 'node:fs';
import { businessSchema, defineRules } from '@ringback/core';
import { readBusinessFile } from '@ringback/engine';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const page = readFileSync(new URL('../../../docs/reference/business-file.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml = '']) => ({ yaml }));

describe('the page on the business file', () => {
  test('shows examples', () => {
    expect(examples.length).toBeGreaterThan(1);
  });

  test.each(examples)('an example can be used as it stands: $yaml', ({ yaml }) => {
    expect(readBusinessFile(parse(yaml))).toMatchObject([{ business: { id: 'acme-plumbing' } }]);
  });

  test('names every field', () => {
    const [read] = readBusinessFile(parse(examples[0]?.yaml ?? ''));
    const fields = [
      businessSchema.shape,
      businessSchema.shape.lines.element.shape,
      read?.settings ?? {},
    ].flatMap(Object.keys);
    expect(fields.filter((field) => !page.includes(`\n| \`${field}\` |`))).toEqual([]);
  });

  test('gives the rules that it names their defaults', () => {
    const named = [...page.matchAll(/^\| `([a-z]+)\.([a-z]+)` \|.*\| `([^`]+)` \|$/gim)];
    expect(named.length).toBeGreaterThan(2);
    const rules = new Map(Object.entries(defineRules({})));
    for (const [, group = '', name = '', value] of named) {
      const values = new Map<string, unknown>(Object.entries(rules.get(group) ?? {}));
      expect(String(values.get(name)), `${group}.${name}`).toBe(value);
    }
  });
});
