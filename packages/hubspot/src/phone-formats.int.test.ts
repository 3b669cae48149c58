import { type E164, parsePhone } from '@ringback/core';
import { matchContact } from '@ringback/crm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPortal } from './testing/hubspot-world.ts';

// Who is found by the number that calls, among people whose numbers were typed by hand.

type Portal = Awaited<ReturnType<typeof openPortal>>;
let portal: Portal;

beforeAll(async () => {
  portal = await openPortal({ limits: { perTenSeconds: 100_000, searchesPerSecond: 100_000 } });
});

afterAll(() => portal.close());

const prefixes = ['', '1 ', '1-', '+1.', '+1 ', '+1-', '+1', '1'] as const;
const shapes = [
  (area: string, exchange: string, rest: string) => `${area}${exchange}${rest}`,
  (area: string, exchange: string, rest: string) => `${area}-${exchange}-${rest}`,
  (area: string, exchange: string, rest: string) => `${area}.${exchange}.${rest}`,
  (area: string, exchange: string, rest: string) => `${area} ${exchange} ${rest}`,
  (area: string, exchange: string, rest: string) => `(${area}) ${exchange}-${rest}`,
  (area: string, exchange: string, rest: string) => `(${area})${exchange}-${rest}`,
  (area: string, exchange: string, rest: string) => `(${area}) ${exchange} ${rest}`,
  (area: string, exchange: string, rest: string) => `(${area}) ${exchange}.${rest}`,
  (area: string, exchange: string, rest: string) => `${area} ${exchange}-${rest}`,
  (area: string, exchange: string, rest: string) => `${area}-${exchange}.${rest}`,
  (area: string, exchange: string, rest: string) => `${area} - ${exchange} - ${rest}`,
  (area: string, exchange: string, rest: string) => `${area}\u2011${exchange}\u2011${rest}`,
  (area: string, exchange: string, rest: string) => ` ${area} ${exchange} ${rest} `,
] as const;

/** 8 prefixes in 13 shapes, in the main number and in the mobile number: 208 people, each with a number of their own. */
const people = prefixes.flatMap((prefix, row) =>
  shapes.flatMap((shape, column) =>
    (['phone', 'mobilephone'] as const).map((property, place) => {
      const rest = String(1_000 + row * 100 + column * 2 + place);
      return { property, typed: `${prefix}${shape('512', '555', rest)}`, calls: `+1512555${rest}` as E164 };
    }),
  ),
);

/** Numbers that hold the digits of `+1512555…` and are another's: 50 of them. */
const lookAlikes = Array.from({ length: 10 }, (_, index) => {
  const rest = String(7_000 + index * 11);
  return [
    { typed: `+90 512 555 ${rest.slice(0, 2)} ${rest.slice(2)}`, calls: `+1512555${rest}` },
    { typed: `+91 512 555 ${rest}`, calls: `+1512555${rest}` },
    { typed: `+1 212 555 ${rest}`, calls: `+1512555${rest}` },
    { typed: `512-555-${rest} ext. ${index + 1}`, calls: `+1512555${rest}` },
    { typed: `512-555-${rest} x${index + 11}`, calls: `+1512555${rest}` },
  ];
}).flat();

const call = () => ({ signal: AbortSignal.timeout(10_000) });

describe('the same number, however it was typed', () => {
  test('is found for each of two hundred people, and nobody else is', async () => {
    expect(new Set(people.map(({ calls }) => calls)).size).toBe(people.length);
    const ids = people.map(
      ({ property, typed }) => portal.lookalike.putContact({ firstname: 'Ana', [property]: typed }).id,
    );
    const adapter = portal.connect();
    const missed: string[] = [];
    for (const [index, { typed, calls }] of people.entries()) {
      const { contact } = matchContact(calls, await adapter.findContactsByPhone(calls, call()));
      if (contact?.ref.id !== ids[index]) missed.push(typed);
    }
    expect(missed).toEqual([]);
  });
});

test('fifty numbers of another country, another area or a shared office line are nobody', async () => {
  for (const { typed } of lookAlikes) portal.lookalike.putContact({ firstname: 'Not Ana', phone: typed });
  const adapter = portal.connect();
  const mistaken: string[] = [];
  for (const { typed, calls } of lookAlikes) {
    const phone = parsePhone(calls, 'US')?.e164;
    if (!phone) throw new Error(`${calls} is no phone number`);
    const { match } = matchContact(phone, await adapter.findContactsByPhone(phone, call()));
    if (match !== 'none') mistaken.push(typed);
  }
  expect(mistaken).toEqual([]);
  expect(lookAlikes).toHaveLength(50);
});
