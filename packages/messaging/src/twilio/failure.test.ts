import { expect, test } from 'vitest';
import { toMessagingError } from './failure.ts';

function networkError(code: string, syscall: string): Error {
  const cause = Object.assign(new Error(code), { code, syscall });
  return Object.assign(new Error(code, { cause }), { code });
}

test.each(['ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'])(
  '%s while connecting means that nothing was sent',
  (code) => {
    expect(toMessagingError(networkError(code, 'connect'))).toMatchObject({
      code: 'messaging-unreachable',
      retry: 'later',
    });
  },
);

test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE'])('%s once connected is unclear', (code) => {
  expect(toMessagingError(networkError(code, 'read'))).toMatchObject({
    code: 'messaging-unclear',
    retry: 'unknown',
  });
});

test.each([undefined, null, 'a word', 7, new TypeError('a mistake of ours')])('%s is unclear', (cause) => {
  expect(toMessagingError(cause)).toMatchObject({ code: 'messaging-unclear', retry: 'unknown', cause });
});
