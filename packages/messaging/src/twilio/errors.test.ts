import { expect, test } from 'vitest';
import { explainTwilioError } from './errors.ts';

test.each([
  ['21610', 'opted-out'],
  ['30006', 'not-textable'],
  ['30007', 'words'],
  ['30034', 'unregistered'],
  ['30003', 'unreachable'],
  ['20429', 'congested'],
  ['20003', 'credentials'],
  ['21606', 'sender'],
  ['30036', 'expired'],
  ['30002', 'account'],
])('knows %s as %s and says so in a sentence', (code, kind) => {
  expect(explainTwilioError(code)).toEqual({ kind, meaning: expect.stringMatching(/^[A-Z].*\.$/) });
});

test.each(['99999', 'toString', '../x'])('says of %s that it is not known, and where to look', (code) => {
  expect(explainTwilioError(code)).toEqual({
    kind: 'other',
    meaning: expect.stringContaining(`error ${code}`),
  });
});
