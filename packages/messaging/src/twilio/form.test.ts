import { expect, test } from 'vitest';
import { parseForm } from './form.ts';

test('keeps empty parameters and the values of repeated ones in order', () => {
  expect(parseForm('Body=&MediaUrl=b&From=%2B15125550142&MediaUrl=a&MediaUrl=b&Flag')).toEqual({
    Body: '',
    MediaUrl: ['b', 'a', 'b'],
    From: '+15125550142',
    Flag: '',
  });
});

test('neither trims nor converts what was sent', () => {
  expect(parseForm('Body=+007+%0A&Yes=true')).toEqual({ Body: ' 007 \n', Yes: 'true' });
});

test('reads UTF-8 from raw bytes', () => {
  expect(parseForm(Buffer.from('Body=%C2%BFqu%C3%A9%20tal%3F+%F0%9F%91%8D'))).toEqual({
    Body: '¿qué tal? 👍',
  });
});

test('takes a hostile name as the name of a parameter', () => {
  const params = parseForm('__proto__=x&a=1');
  expect(Object.keys(params)).toEqual(['__proto__', 'a']);
  expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
});
