import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { generateZoneTable, zoneTablePath } from './generate-zone-table.ts';

test('the zone table is what its script would write today; run `node scripts/generate-zone-table.ts`', () => {
  expect(readFileSync(zoneTablePath, 'utf8')).toBe(generateZoneTable());
});

test('the zone table stays small enough to travel to a browser', () => {
  expect(gzipSync(readFileSync(zoneTablePath)).length).toBeLessThan(6_000);
});
