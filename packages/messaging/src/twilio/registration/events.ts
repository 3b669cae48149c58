import { callbackUrl } from '../callback-url.ts';
import type { TwilioClient } from './step.ts';

/** Where Twilio tells that something of a registration has changed; what, we ask. */
export function changesUrl(publicUrl: string): string {
  return callbackUrl(publicUrl, '/webhooks/twilio/registration').split('#', 1)[0] ?? '';
}

const description = 'Ringback registrations';

/** Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/event-streams-setup, read 2026-11-21 */
const eventTypes = [
  'brand-registration.brand-registered',
  'brand-registration.brand-failure',
  'brand-registration.brand-verified',
  'brand-registration.brand-unverified',
  'campaign-registration.campaign-approved',
  'campaign-registration.campaign-failure',
  'number-registration.successful',
  'number-registration.failed',
  'toll-free-verification.request-approved',
  'toll-free-verification.rejected',
  'toll-free-verification.expired',
].map((name) => `com.twilio.messaging.compliance.${name}`);

/** A sink that leads to us and its subscription, made where they are missing. */
export async function subscribeToChanges({ events }: TwilioClient, publicUrl: string): Promise<void> {
  const destination = changesUrl(publicUrl);
  const sinks = await events.v1.sinks.list({ pageSize: 100 });
  const ours = sinks.find((sink) => sink.sinkConfiguration?.destination === destination);
  const sinkSid =
    ours?.sid ??
    (
      await events.v1.sinks.create({
        description,
        sinkType: 'webhook',
        sinkConfiguration: { destination, method: 'POST', batch_events: false },
      })
    ).sid;
  const [subscribed] = await events.v1.subscriptions.list({ sinkSid, limit: 1 });
  if (subscribed) return;
  await events.v1.subscriptions.create({ description, sinkSid, types: eventTypes.map((type) => ({ type })) });
}

/**
 * The provider's ids in a notice of a change, whatever its shape: a form of Trust Hub, or a CloudEvent as JSON. What has
 * become of them is asked, so that nothing else of the notice has to be believed.
 */
export function idsInNotice(body: string): readonly string[] {
  return [...new Set(body.match(ids) ?? [])].slice(0, mostIds);
}

/** Of profiles, brands, campaigns, verifications and messaging services; in a form letters may stand close before them. */
const ids = /(?:BU|BN|QE|HH|MG)[\da-f]{32}(?![\da-f])/g;

/** Far more than any notice is about. */
const mostIds = 100;
