import type { TextStatus } from '@ringback/core';

/** Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values, read 2026-11-21 */
const statuses: ReadonlyMap<string, TextStatus> = new Map([
  ['queued', 'accepted'],
  ['accepted', 'accepted'],
  ['scheduled', 'accepted'],
  ['sending', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'withdrawn'],
]);

/** Twilio's word for the state of an outgoing text in ours; null for a word that says nothing of one. */
export function readTextStatus(twilioStatus: string): TextStatus | null {
  return statuses.get(twilioStatus) ?? null;
}
