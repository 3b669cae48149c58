import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);

test('what was encrypted is read again, and does not show what it holds', () => {
  const secrets = createSecrets([newKey]);
  const encrypted = secrets.encrypt('refresh-token', 'acme/hubspot');
  expect(encrypted).not.toContain('refresh');
  expect(secrets.decrypt(encrypted, 'acme/hubspot')).toBe('refresh-token');
});

test('the same secret never looks the same twice', () => {
  const secrets = createSecrets([newKey]);
  expect(secrets.encrypt('token', 'a')).not.toBe(secrets.encrypt('token', 'a'));
});

test('after a key was replaced, what the previous one encrypted is still read', () => {
  const encrypted = createSecrets([oldKey]).encrypt('token', 'a');
  expect(createSecrets([newKey, oldKey]).decrypt(encrypted, 'a')).toBe('token');
  expect(() => createSecrets([newKey]).decrypt(encrypted, 'a')).toThrow('no key of ours');
});

test('a value that was moved to another row is refused', () => {
  const secrets = createSecrets([newKey]);
  const encrypted = secrets.encrypt('token', 'acme/hubspot');
  expect(() => secrets.decrypt(encrypted, 'other/hubspot')).toThrow('no key of ours');
});

test.each(['', 'token', 'v1.a.b', 'v2.a.b.c', 'v1.a.b.c', 'v1...'])('"%s" is no encrypted value', (value) => {
  expect(() => createSecrets([newKey]).decrypt(value, 'a')).toThrow('not an encrypted value');
});
