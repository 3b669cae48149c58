import { createHmac } from 'node:crypto';

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1 under the auth token, in base64, of the whole URL without its
 * fragment followed by every form parameter, sorted by name, name and value joined with nothing between.
 * Source: www.twilio.com/docs/usage/security, read 2026-11-20.
 */
export function signRequest(authToken: string, url: string, parameters: Readonly<Record<string, string>>) {
  const signed = Object.keys(parameters)
    .sort()
    .reduce((text, name) => text + name + (parameters[name] ?? ''), withoutFragment(url));
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

export function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
