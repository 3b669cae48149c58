import { readFileSync } from 'node:fs';
import { z } from 'zod';

const directory = new URL('../../../../test-fixtures/twilio/', import.meta.url);

/** The parameters of one webhook from `test-fixtures/twilio`. */
export function readFixture(name: string): { readonly [parameter: string]: string } {
  const text = readFileSync(new URL(`${name}.json`, directory), 'utf8');
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}
