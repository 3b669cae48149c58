import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FormParams } from './form.ts';

type Signed = {
  /** The account's tokens that may have signed: the current one and, during a rotation, the other. */
  readonly authTokens: readonly string[];
  /** The configured public address with the path and query as they arrived, undecoded. */
  readonly url: string;
  /** The header `X-Twilio-Signature`; null when there was none. */
  readonly signature: string | null;
};

/** Whether the two are equal, in a time that tells nothing about where they differ. */
function isEqual(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The URL as Twilio may have signed it: without the fragment, and with or without the port. */
function signedForms(url: string): readonly string[] {
  const bare = url.split('#', 1)[0] ?? '';
  const [, scheme, host, port, rest] = /^(https?):\/\/(\[[^\]]*\]|[^/?:]*)(:\d+)?(.*)$/is.exec(bare) ?? [];
  if (scheme === undefined) return [bare];
  const standardPort = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const withoutPort = `${scheme}://${host}${rest}`;
  const withPort = `${scheme}://${host}${port ?? standardPort}${rest}`;
  return [withoutPort, withPort];
}

function serialize(params: FormParams): string {
  return Object.keys(params)
    .sort()
    .flatMap((name) => {
      const value = params[name] ?? '';
      const values = typeof value === 'string' ? [value] : [...new Set(value)].sort();
      return values.map((each) => name + each);
    })
    .join('');
}

/** The header that Twilio would send with this form, for whoever tries the way of a webhook. */
export function signTwilioRequest(request: {
  readonly authToken: string;
  readonly url: string;
  readonly params: FormParams;
}): string {
  return createHmac('sha1', request.authToken)
    .update(request.url + serialize(request.params), 'utf8')
    .digest('base64');
}

/**
 * Whether Twilio signed this form (or, with no `params`, this GET request).
 * Source: https://www.twilio.com/docs/usage/security, read 2026-11-21
 */
export function verifyTwilioRequest(request: Signed & { readonly params: FormParams }): boolean {
  const { authTokens, url, params, signature } = request;
  if (signature === null) return false;
  const tail = serialize(params);
  for (const token of authTokens) {
    // Anybody can sign with an empty key.
    if (token === '') continue;
    for (const form of signedForms(url)) {
      const expected = createHmac('sha1', token)
        .update(form + tail, 'utf8')
        .digest('base64');
      // Which of them it was is no secret.
      if (isEqual(signature, expected)) return true;
    }
  }
  return false;
}

/** Whether Twilio signed this JSON body: the URL carries its hash, and the signature covers the URL. */
export function verifyTwilioJsonRequest(request: Signed & { readonly rawBody: Uint8Array }): boolean {
  const { rawBody, ...signed } = request;
  const query = new URLSearchParams(signed.url.split('#', 1)[0]?.split('?').slice(1).join('?') ?? '');
  const hash = query.get('bodySHA256');
  if (hash === null) return false;
  const actual = createHash('sha256').update(rawBody).digest('hex');
  return isEqual(hash, actual) && verifyTwilioRequest({ ...signed, params: {} });
}
