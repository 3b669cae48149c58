import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request that says to come from HubSpot. */
export type SignedRequest = {
  readonly method: string;
  /** As HubSpot called it: scheme, host, path and query. */
  readonly url: string;
  /** As it came, byte for byte. */
  readonly body: Uint8Array;
  readonly header: (name: string) => string | undefined;
  /** The moment of its arrival, in milliseconds. */
  readonly nowMs: number;
};

/** Older requests are refused, as anybody may have recorded them; so are those from as far ahead. */
const farthestMs = 5 * 60_000;

/**
 * What HubSpot decodes in an address before it signs it; all else stays escaped.
 * Source: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation,
 * read 2026-11-20
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

/**
 * Whether HubSpot has signed the request with the app's secret. The third version of the signature decides wherever it
 * is sent; the second, which ages never, only where it alone is, as for actions of workflows. The first, which leaves
 * out the address, is not taken. (`Signature.isValid` of HubSpot's client takes requests from the future, compares in a
 * way that tells by its time how much was right, and does not decode the address.)
 */
export function isSignedByHubspot(request: SignedRequest, clientSecret: string): boolean {
  const { method, url, body, header, nowMs } = request;
  const third = header('x-hubspot-signature-v3');
  if (third !== undefined) {
    const timestamp = header('x-hubspot-request-timestamp') ?? '';
    if (!/^\d{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > farthestMs) return false;
    const plainUrl = url.replace(/%[0-9A-F]{2}/gi, (escaped) => decoded[escaped.toUpperCase()] ?? escaped);
    const hmac = createHmac('sha256', clientSecret)
      .update(method + plainUrl)
      .update(body)
      .update(timestamp);
    return isSame(hmac.digest('base64'), third);
  }
  const second = header('x-hubspot-signature');
  if (second === undefined || header('x-hubspot-signature-version')?.toLowerCase() !== 'v2') return false;
  const hash = createHash('sha256')
    .update(clientSecret + method + url)
    .update(body);
  return isSame(hash.digest('hex'), second);
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
