import { createHash, createHmac } from 'node:crypto';

/**
 * What HubSpot decodes in an address before it signs it.
 * Source: HubSpot's page on validating requests, read 2026-11-20.
 */
const decoded: { readonly [escaped: string]: string } = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export type SignedRequest = {
  readonly clientSecret: string;
  readonly method: 'POST';
  readonly url: string;
  readonly body: string;
  /** When it is sent, in milliseconds. */
  readonly timestamp: number;
};

/** The headers by which a receiver knows that a request comes from HubSpot. */
export function signRequest(request: SignedRequest): { readonly [name: string]: string } {
  const { clientSecret, method, url, body, timestamp } = request;
  const plainUrl = url.replace(/%[0-9A-F]{2}/gi, (escaped) => decoded[escaped.toUpperCase()] ?? escaped);
  const signed = createHmac('sha256', clientSecret).update(`${method}${plainUrl}${body}${timestamp}`);
  return {
    'x-hubspot-signature-v3': signed.digest('base64'),
    'x-hubspot-request-timestamp': String(timestamp),
    // From memory: the oldest kind of signature still comes along.
    'x-hubspot-signature-version': 'v1',
    'x-hubspot-signature': createHash('sha256').update(`${clientSecret}${body}`).digest('hex'),
  };
}
