import { createHash, createHmac } from 'node:crypto';
import { Signature } from '@hubspot/api-client';
import { describe, expect, test } from 'vitest';
import { isSignedByHubspot } from './signature.ts';

const clientSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const nowMs = Date.parse('2026-11-21T15:00:00Z');
const url = 'https://ringback.example/webhooks/hubspot';
const requestBody = '[{"eventId":100,"propertyValue":"Zoë 🛑"}]';

type Headers = { readonly [name: string]: string };

function isSigned(
  headers: Headers,
  asked: { url?: string; body?: string; method?: string; at?: number } = {},
) {
  const { body = requestBody, method = 'POST', at = nowMs, url: address = url } = asked;
  const header = (name: string) => headers[name];
  const request = { method, url: address, body: Buffer.from(body), header, nowMs: at };
  return isSignedByHubspot(request, clientSecret);
}

/** As HubSpot's own client signs. */
function byTheirClient(version: 'v1' | 'v2' | 'v3', address = url): string {
  const options = { clientSecret, requestBody, url: address, timestamp: nowMs, signature: '' };
  return Signature.getSignature('POST', version, { ...options, signatureVersion: version });
}

const third = (address = url): Headers => ({
  'x-hubspot-signature-v3': byTheirClient('v3', address),
  'x-hubspot-request-timestamp': String(nowMs),
});

describe('the third version', () => {
  test("agrees with HubSpot's own client", () => {
    expect(isSigned(third())).toBe(true);
  });

  test.each([
    ['another body', { body: requestBody.replace('100', '101') }],
    ['another address', { url: `${url}/other` }],
    ['a query', { url: `${url}?x=1` }],
    ['another method', { method: 'PUT' }],
  ])('does not fit %s', (_what, asked) => {
    expect(isSigned(third(), asked)).toBe(false);
  });

  test('is over after five minutes, and not good before its time', () => {
    const at = (ms: number) => isSigned(third(), { at: nowMs + ms });
    expect([at(300_000), at(300_001), at(-300_000), at(-300_001)]).toEqual([true, false, true, false]);
  });

  test('is of the address with what HubSpot decodes written out, and nothing else', () => {
    const called = `${url}?a=%2Fb%3a%21&name=%26%C3%A9%20`;
    const signed = `${url}?a=/b:!&name=%26%C3%A9%20`;
    expect(isSigned(third(signed), { url: called })).toBe(true);
    expect(isSigned(third(called), { url: called })).toBe(false);
  });

  test('with another timestamp than the signed one, with none or with nonsense is refused', () => {
    const { 'x-hubspot-signature-v3': signature = '' } = third();
    for (const timestamp of [String(nowMs + 1), '', 'NaN', '-1', '1e13', `${nowMs}.0`]) {
      const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
      expect(isSigned(headers)).toBe(false);
    }
    expect(isSigned({ 'x-hubspot-signature-v3': signature })).toBe(false);
  });

  test('decides where an older one comes along', () => {
    const second = { 'x-hubspot-signature': byTheirClient('v2'), 'x-hubspot-signature-version': 'v2' };
    expect(isSigned({ ...second, ...third(), 'x-hubspot-signature-v3': 'AAAA' })).toBe(false);
  });
});

describe('older versions', () => {
  test('the second is taken where it alone is sent', () => {
    const headers = { 'x-hubspot-signature': byTheirClient('v2'), 'x-hubspot-signature-version': 'v2' };
    expect(isSigned(headers)).toBe(true);
    expect(isSigned(headers, { url: `${url}/other` })).toBe(false);
    expect(isSigned(headers, { body: '[]' })).toBe(false);
  });

  test('the first is not: it does not cover the address', () => {
    const signature = byTheirClient('v1');
    for (const version of ['v1', 'v2', 'v3', '']) {
      const headers = { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
      expect(isSigned(headers)).toBe(false);
    }
  });

  test('nothing signed, or signed with another secret, is refused', () => {
    expect(isSigned({})).toBe(false);
    const forged = createHash('sha256').update(`guess${'POST'}${url}${requestBody}`).digest('hex');
    expect(isSigned({ 'x-hubspot-signature': forged, 'x-hubspot-signature-version': 'v2' })).toBe(false);
    const hmac = createHmac('sha256', 'guess').update(`POST${url}${requestBody}${nowMs}`).digest('base64');
    expect(isSigned({ ...third(), 'x-hubspot-signature-v3': hmac })).toBe(false);
  });
});
