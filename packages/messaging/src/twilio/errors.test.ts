import { expect, test } from 'vitest';
import { explainTwilioError } from './errors.ts';

test.each([
  ['21610', 'opted-out'],
  ['30006', 'recipient'],
  ['30007', 'content'],
  ['30034', 'registration'],
  ['30003', 'temporary'],
  ['20429', 'rate'],
  ['20003', 'auth'],
  ['21606', 'config'],
  ['30036', 'expired'],
  ['30002', 'account'],
])('knows %s as %s and says so in a sentence', (code, kind) => {
  expect(explainTwilioError(code)).toEqual({ kind, meaning: expect.stringMatching(/^[A-Z].*\.$/) });
});

test.each(['99999', 'toString', '../x'])('says of %s that it is not known, and where to look', (code) => {
  expect(explainTwilioError(code)).toEqual({
    kind: 'unknown',
    meaning: expect.stringContaining(`error ${code}`),
  });
});
