// How long one core takes to read a reply: node packages/core/bench/read-reply.ts
import { readFileSync } from 'node:fs';
import { type ReplyContext, readReply } from '../src/read-reply/read-reply.ts';

type Row = { readonly text: string } & ReplyContext;

const fixtures = new URL('../../../test-fixtures/replies.jsonl', import.meta.url);
const rows: readonly Row[] = readFileSync(fixtures, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

const readAll = () => {
  for (const row of rows) readReply(row.text, row);
};

for (let round = 0; round < 10; round += 1) readAll();
const start = performance.now();
let read = 0;
while (performance.now() - start < 2_000) {
  readAll();
  read += rows.length;
}
const microseconds = ((performance.now() - start) * 1_000) / read;
process.stdout.write(`readReply: ${microseconds.toFixed(1)} µs a text, over ${rows.length} texts\n`);
