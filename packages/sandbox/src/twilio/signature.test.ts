import { expect, test } from 'vitest';
import { signRequest } from './signature.ts';

// The first is the example of Twilio's own documentation; both were checked with its client 6.2.0, 2026-11-20.
const forVoice = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675310',
  Digits: '1234',
  From: '+14158675310',
  To: '+18005551212',
};
const forText = {
  MessageSid: `SM${'0'.repeat(32)}`,
  From: '+14155550100',
  To: '+14155550199',
  Body: 'Hola ¿qué tal? 👍',
  NumMedia: '0',
  FromCity: '',
  OptOutType: 'STOP',
};

test.each([
  ['https://example.com/myapp.php?foo=1&bar=2', forVoice, 'L/OH5YylLD5NRKLltdqwSvS0BnU='],
  ['https://example.com/myapp.php?foo=1&bar=2#rc=3&rp=5xx', forVoice, 'L/OH5YylLD5NRKLltdqwSvS0BnU='],
  ['https://example.com/twilio/sms?t=acme', forText, 'jxlYIOao5q/uUHhoFRXU1d0Anzc='],
])('signs %s as Twilio does', (url, parameters, signature) => {
  expect(signRequest('12345', url, parameters)).toBe(signature);
});
