/**
 * Makes Twilio try three times more when the connection fails, an answer does not come, or we answer 5xx; by
 * itself it tries once more, and only for a failed connection. The fragment is no part of the signature.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides, read 2026-11-21
 */
const connectionOverrides = '#rc=3&rp=ct,rt,5xx';

/** An absolute address on our side that Twilio shall call, with its retries switched on. */
export function callbackUrl(
  publicUrl: string,
  path: `/webhooks/twilio/${string}`,
  query: { readonly [name: string]: string } = {},
): string {
  const asked = new URLSearchParams(query);
  const search = asked.size === 0 ? '' : `?${asked}`;
  return `${publicUrl.replace(/\/+$/, '')}${path}${search}${connectionOverrides}`;
}
