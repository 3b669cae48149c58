import { expect, test } from 'vitest';
import { localUrl } from './local-url.ts';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['127.0.0.2', 'http://127.0.0.2:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['::', 'http://[::1]:3000'],
])('a server that listens on %s is reached at %s', (address, url) => {
  expect(localUrl({ address, port: 3000 })).toBe(url);
});
