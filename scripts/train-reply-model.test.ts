import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { generateModelTable, judgeOn, modelTablePath } from './train-reply-model.ts';

const slow = 60_000;

test('the model is what its script would train today; run `node scripts/train-reply-model.ts`', {
  timeout: slow,
}, () => {
  expect(readFileSync(modelTablePath, 'utf8')).toBe(generateModelTable());
});

test('the model stays small enough to travel to a browser', () => {
  expect(gzipSync(readFileSync(modelTablePath)).length).toBeLessThan(19_000);
});

test('a writer whom the model has not met is understood', { timeout: slow }, () => {
  const judged = judgeOn('third');
  expect(judged.silence.recall).toBeGreaterThanOrEqual(0.97);
  expect(judged.silence.precision).toBeGreaterThanOrEqual(0.96);
  expect(judged.urgent.recall).toBeGreaterThanOrEqual(0.94);
  expect(judged.urgent.precision).toBeGreaterThanOrEqual(0.9);
});
