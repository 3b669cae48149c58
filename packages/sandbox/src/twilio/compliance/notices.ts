import type { Webhook } from '../webhook-sender.ts';
import type { ComplianceThing, Registry } from './registry.ts';

/** Source: https://www.twilio.com/docs/events/event-types, read 2026-11-21 */
const eventNames: { readonly [status: string]: string | undefined } = {
  'BrandRegistrations APPROVED': 'brand-registration.brand-registered',
  'BrandRegistrations FAILED': 'brand-registration.brand-failure',
  'Usa2p VERIFIED': 'campaign-registration.campaign-approved',
  'Usa2p FAILED': 'campaign-registration.campaign-failure',
  'Verifications TWILIO_APPROVED': 'toll-free-verification.request-approved',
  'Verifications TWILIO_REJECTED': 'toll-free-verification.rejected',
};

/** Who is told that reviewers have decided: bundles by their own callback, everything else by Event Streams. */
export function noticesOf(thing: ComplianceThing, registry: Registry): readonly Webhook[] {
  const callback = thing.fields.StatusCallback;
  if (typeof callback === 'string') {
    const parameters = { BundleSid: thing.sid, Status: thing.status };
    return [{ kind: 'registration', url: callback, parameters }];
  }
  const name = eventNames[`${thing.kind} ${thing.status}`];
  if (name === undefined) return [];
  const type = `com.twilio.messaging.compliance.${name}`;
  return registry
    .all('Subscriptions')
    .filter(({ fields }) => [fields.Types ?? []].flat().some((each) => each.includes(`"${type}"`)))
    .map(({ fields }) => registry.get('Sinks', String(fields.SinkSid)))
    .map((sink) => {
      const { destination } = JSON.parse(String(sink.fields.SinkConfiguration)) as { destination: string };
      const event = { specversion: '1.0', type, id: `EZ${thing.sid.slice(2)}`, data: dataOf(thing) };
      return { kind: 'registration', url: destination, parameters: {}, json: [event] };
    });
}

/** A campaign's event names it by its number at the registry, and by its messaging service. */
function dataOf({ kind, sid, parentSid }: ComplianceThing) {
  switch (kind) {
    case 'BrandRegistrations':
      return { brandsid: sid };
    case 'Usa2p':
      return { campaignsid: `CM${sid.slice(2)}`, messagingservicesid: parentSid };
    default:
      return { tollfreeverificationsid: sid };
  }
}
