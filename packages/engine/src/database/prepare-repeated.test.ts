import type { ClientBase } from 'pg';
import { expect, test } from 'vitest';
import { createStatementNames, prepareRepeated } from './prepare-repeated.ts';

test('a statement gets a name when it comes the second time, and keeps it', () => {
  const names = createStatementNames();
  expect(names.of('select 1')).toBeNull();
  const name = names.of('select 1');
  expect(name).toMatch(/^ringback_[\w-]{24}$/);
  expect(names.of('select 1')).toBe(name);
});

test('no two statements share a name', () => {
  const names = createStatementNames();
  const statements = Array.from({ length: 50 }, (_, index) => `select ${index}`);
  for (const statement of statements) names.of(statement);
  expect(new Set(statements.map((statement) => names.of(statement))).size).toBe(50);
});

test('a statement that would change its shape with a new column is never kept', () => {
  const names = createStatementNames();
  for (let times = 0; times < 3; times += 1) expect(names.of('select * from texts')).toBeNull();
});

test('there is an end to the plans that a session keeps', () => {
  const names = createStatementNames();
  const statements = Array.from({ length: 400 }, (_, index) => `select ${index}`);
  for (let times = 0; times < 2; times += 1) for (const statement of statements) names.of(statement);
  expect(statements.filter((statement) => names.of(statement) !== null)).toHaveLength(200);
});

test('whoever gives a callback is called back, also when the statement has got a name', () => {
  const answered: string[] = [];
  const client = {
    query: (...given: unknown[]) => (given.at(-1) as (answer: string) => void)(JSON.stringify(given[0])),
  };
  prepareRepeated(client as unknown as ClientBase, createStatementNames());
  for (let times = 0; times < 2; times += 1) {
    client.query('select $1', [1], (answer: string) => answered.push(answer));
  }
  expect(answered).toEqual(['"select $1"', expect.stringContaining('"name":"ringback_')]);
});
