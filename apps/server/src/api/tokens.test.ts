import { expect, test } from 'vitest';
import { createAdminToken } from './tokens.ts';

test('the administrator’s token sees every business, and no other token is anybody’s', () => {
  const tokens = createAdminToken('a-long-secret');
  expect(tokens.identify('a-long-secret')).toMatchObject({ id: 'admin', businesses: 'all' });
  expect(tokens.identify('a-long-secreT')).toBeNull();
  expect(tokens.identify('a-long-secret ')).toBeNull();
  expect(tokens.identify('')).toBeNull();
});
