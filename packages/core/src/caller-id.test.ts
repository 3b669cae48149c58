import { expect, test } from 'vitest';
import { dialled, isCallerIdPlaceholder } from './caller-id.ts';

test('letters are dialled by the keys they stand on', () => {
  expect(dialled('abcdefghijklmnopqrstuvwxyz')).toBe('22233344455566677778889999');
  expect(dialled('1-800-Flowers')).toBe('1-800-3569377');
});

test.each(['anonymous', ' Restricted ', '+266696687', '266696687', '+7378742833', '+86282452253'])(
  '%j says that there is no number',
  (raw) => {
    expect(isCallerIdPlaceholder(raw)).toBe(true);
  },
);

test.each(['+15125550142', '+17378742833', '737-874-2833', 'anonymous caller 5125550142', ''])(
  '%j does not',
  (raw) => {
    expect(isCallerIdPlaceholder(raw)).toBe(false);
  },
);
