import { expect, test } from 'vitest';
import { idsInNotice } from './events.ts';

const [brand, account, bundle] = ['BN', 'AC', 'BU'].map((prefix) => prefix + 'a1'.repeat(16));

test.each([
  ['an event', JSON.stringify([{ type: 'x', data: { brandsid: brand, accountsid: account } }]), [brand]],
  ['a form', new URLSearchParams({ BundleSid: `${bundle}`, Status: 'twilio-approved' }).toString(), [bundle]],
  ['an event within an event', JSON.stringify({ data: JSON.stringify({ brandsid: brand }) }), [brand]],
  ['an id that comes twice', `${brand} ${brand}`, [brand]],
  [
    'an event within a form',
    new URLSearchParams({ event: JSON.stringify({ id: brand }) }).toString(),
    [brand],
  ],
  ['a broken escape', `x=%E0%&y=${brand}`, [brand]],
  ['nothing', '', []],
])('%s names its ids', (_, body, ids) => {
  expect(idsInNotice(body)).toEqual(ids);
});

test('a flood of ids is cut', () => {
  const many = Array.from({ length: 500 }, (_, count) => `BN${count.toString(16).padStart(32, '0')}`);
  expect(idsInNotice(many.join(' '))).toHaveLength(100);
});
