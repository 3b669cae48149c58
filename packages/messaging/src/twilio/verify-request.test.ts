import twilio from 'twilio';
import { describe, expect, test } from 'vitest';
import { type FormParams, parseForm } from './form.ts';
import { verifyTwilioJsonRequest, verifyTwilioRequest } from './verify-request.ts';

const authTokens = ['12345'];

describe('a signed form', () => {
  const url = 'https://example.com/myapp.php?foo=1&bar=2';
  const params = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  };
  const signature = 'L/OH5YylLD5NRKLltdqwSvS0BnU=';

  test('is genuine when every part is as it was signed', () => {
    expect(verifyTwilioRequest({ authTokens, url, params, signature })).toBe(true);
  });

  test.each([
    ['a parameter is changed', { params: { ...params, Digits: '1235' } }],
    ['a parameter is added', { params: { ...params, Extra: '' } }],
    ['a parameter is left out', { params: Object.fromEntries(Object.entries(params).slice(1)) }],
    ['the query is changed', { url: 'https://example.com/myapp.php?foo=1&bar=3' }],
    ['the scheme is http', { url: 'http://example.com/myapp.php?foo=1&bar=2' }],
    ['there is no header', { signature: null }],
    ['the header is empty', { signature: '' }],
    ['the token is another one', { authTokens: ['54321'] }],
    ['there is no token', { authTokens: [] }],
  ])('is refused when %s', (_case, change) => {
    expect(verifyTwilioRequest({ authTokens, url, params, signature, ...change })).toBe(false);
  });

  test('is genuine under either of two tokens during a rotation', () => {
    expect(verifyTwilioRequest({ authTokens: ['54321', '12345'], url, params, signature })).toBe(true);
    expect(verifyTwilioRequest({ authTokens: ['12345', '54321'], url, params, signature })).toBe(true);
  });

  test('is refused under an empty token, with which anybody can sign', () => {
    const forged = twilio.getExpectedTwilioSignature('', url, params);
    expect(verifyTwilioRequest({ authTokens: [''], url, params, signature: forged })).toBe(false);
  });

  test('is genuine with the fragment that asks for retries, which Twilio does not sign', () => {
    const configured = `${url}#rc=3&rp=ct,rt,5xx`;
    expect(verifyTwilioRequest({ authTokens, url: configured, params, signature })).toBe(true);
  });

  test('keeps an empty parameter and text beyond ASCII in what is signed', () => {
    const text = parseForm(
      `MessageSid=SM${'0'.repeat(32)}&From=%2B14155550100&To=%2B14155550199` +
        '&Body=Hola+%C2%BFqu%C3%A9+tal%3F+%F0%9F%91%8D&NumMedia=0&FromCity=&OptOutType=STOP',
    );
    const request = {
      authTokens,
      url: 'https://example.com/twilio/sms?t=acme',
      signature: 'jxlYIOao5q/uUHhoFRXU1d0Anzc=',
    };
    expect(verifyTwilioRequest({ ...request, params: text })).toBe(true);
    const { FromCity, ...withoutEmpty } = text;
    expect(FromCity).toBe('');
    expect(verifyTwilioRequest({ ...request, params: withoutEmpty })).toBe(false);
  });
});

describe('a signed JSON body', () => {
  const hash = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862';
  const url = `https://example.com/json?bodySHA256=${hash}`;
  const signature = '2dbqeLZZP02unwOYn2I9MWztx+s=';

  test('is genuine when its bytes have the hash of the signed URL', () => {
    expect(verifyTwilioJsonRequest({ authTokens, url, rawBody: Buffer.from('{"a":1}'), signature })).toBe(
      true,
    );
  });

  test('is refused when one byte differs, even a space', () => {
    expect(verifyTwilioJsonRequest({ authTokens, url, rawBody: Buffer.from('{"a": 1}'), signature })).toBe(
      false,
    );
  });

  test('is refused when the URL carries no hash', () => {
    const bare = 'https://example.com/json';
    const valid = twilio.getExpectedTwilioSignature('12345', bare, {});
    const rawBody = Buffer.from('{"a":1}');
    expect(verifyTwilioJsonRequest({ authTokens, url: bare, rawBody, signature: valid })).toBe(false);
  });

  test('is refused when the hash fits but the signature does not', () => {
    const rawBody = Buffer.from('{"a":1}');
    expect(verifyTwilioJsonRequest({ authTokens, url, rawBody, signature: 'AAAA' })).toBe(false);
  });
});

describe("against Twilio's own library", () => {
  const forms: readonly FormParams[] = [
    {},
    { B: 'b', a: 'a', A: 'A', _: '', É: 'é', '10': 'ten', '9': 'nine' },
    { MediaUrl: ['b', 'a', 'b', ''], Body: '🛑 STOP' },
    { Body: 'a+b&c=d%20\r\n', From: '' },
  ];
  const hosts = ['example.com', 'example.com:443', 'example.com:8443', '[::1]:3000', 'user:word@example.com'];
  const cases = hosts.flatMap((host) =>
    ['https', 'http'].flatMap((scheme) =>
      forms.map(
        (params) => [`${scheme}://${host}/webhooks/twilio/voice?business=acme&call=CA1`, params] as const,
      ),
    ),
  );

  test.each(cases)('accepts what it signs for %s with %j', (url, params) => {
    const plain: { [name: string]: unknown } = { ...params };
    const signature = twilio.getExpectedTwilioSignature('secret', url, plain);
    expect(verifyTwilioRequest({ authTokens: ['secret'], url, params, signature })).toBe(
      twilio.validateRequest('secret', signature, url, plain),
    );
  });

  test.each([
    ['https://example.com:443/a?b=c', 'https://example.com/a?b=c'],
    ['https://example.com/a?b=c', 'https://example.com:443/a?b=c'],
    ['http://example.com/a', 'http://example.com:80/a'],
    ['https://example.com/a', 'https://example.com:8443/a'],
    ['https://example.com:444/a', 'https://example.com:443/a'],
    ['https://example.com/a/', 'https://example.com/a'],
    ['https://example.com/A', 'https://example.com/a'],
    ['https://example.org/a', 'https://example.com/a'],
  ])('agrees on a request signed for %s and checked as %s', (signed, url) => {
    const signature = twilio.getExpectedTwilioSignature('secret', signed, { a: 'b' });
    expect(verifyTwilioRequest({ authTokens: ['secret'], url, params: { a: 'b' }, signature })).toBe(
      twilio.validateRequest('secret', signature, url, { a: 'b' }),
    );
  });
});
