import { expect, test } from 'vitest';
import { createMemo } from './memo.ts';

test('asks once for each question, until others have taken its place', () => {
  const asked: string[] = [];
  const lengthOf = createMemo(2, (question) => {
    asked.push(question);
    return question.length;
  });
  expect(['a', 'bb', 'a', 'bb', 'ccc', 'bb', 'a'].map(lengthOf)).toEqual([1, 2, 1, 2, 3, 2, 1]);
  expect(asked).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('remembers that there is no answer', () => {
  let asked = 0;
  const nothing = createMemo(2, () => {
    asked += 1;
    return null;
  });
  expect([nothing('a'), nothing('a'), asked]).toEqual([null, null, 1]);
});
