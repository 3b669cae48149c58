import { randomBytes } from 'node:crypto';
import {
  type Clock,
  createHubspotLookalike,
  createTwilioLookalike,
  type HubspotLookalike,
  type HubspotLookalikeOptions,
  type HubspotSubscription,
  type TwilioLookalike,
  type TwilioLookalikeOptions,
} from '@ringback/sandbox';
import type { HubspotSettings, TwilioSettings } from '../config.ts';
import { serve } from './serve.ts';

/** The look-alikes of Twilio and HubSpot, each on a port of its own, and what leads a server to them. */
export type Lookalikes = {
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly twilioSettings: TwilioSettings & { readonly apiBaseUrl: string };
  readonly hubspotSettings: HubspotSettings;
  close(): Promise<void>;
};

export type LookalikesOptions = {
  /** Where the server that they call is reached. */
  readonly serverUrl: string;
  readonly clock: Clock;
  /** The lines, in E.164. */
  readonly numbers: readonly string[];
  readonly log?: TwilioLookalikeOptions['log'];
} & Pick<HubspotLookalikeOptions, 'portal' | 'limits'>;

const hubspotAppId = 4_711_001;

/** As docs/how-to/connect-hubspot.md has an app's webhooks file ask for them. */
export const hubspotSubscriptions: readonly HubspotSubscription[] = [
  { subscriptionType: 'object.creation', objectType: 'contacts' },
  { subscriptionType: 'object.deletion', objectType: 'contacts' },
  { subscriptionType: 'object.merge', objectType: 'contacts' },
  ...['phone', 'mobilephone', 'firstname', 'lastname', 'hubspot_owner_id', 'ringback_sms_status'].map(
    (propertyName) => ({
      subscriptionType: 'object.propertyChange',
      objectType: 'contacts' as const,
      propertyName,
    }),
  ),
  ...['dealstage', 'amount'].map((propertyName) => ({
    subscriptionType: 'object.propertyChange',
    objectType: 'deals' as const,
    propertyName,
  })),
  { subscriptionType: 'object.propertyChange', objectType: 'tasks', propertyName: 'hs_task_status' },
  { subscriptionType: 'contact.privacyDeletion' },
];

/** An account and an app that nobody has used before, with credentials of their own. */
export async function serveLookalikes(options: LookalikesOptions): Promise<Lookalikes> {
  const { serverUrl, clock, numbers, log, portal, limits } = options;
  const account = {
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: randomBytes(16).toString('hex'),
  };
  const app = { clientId: 'ringback', clientSecret: randomBytes(16).toString('hex') };
  const twilio = createTwilioLookalike({
    ...account,
    clock,
    numbers: numbers.map((number) => ({
      number,
      voiceUrl: `${serverUrl}/webhooks/twilio/voice`,
      voiceFallbackUrl: 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001',
      statusCallback: `${serverUrl}/webhooks/twilio/voice/status`,
      smsUrl: `${serverUrl}/webhooks/twilio/messages`,
    })),
    ...(log && { log }),
  });
  const hubspot = createHubspotLookalike({
    ...app,
    redirectUris: [`${serverUrl}/oauth/hubspot/callback`],
    clock,
    portal,
    webhooks: {
      targetUrl: `${serverUrl}/webhooks/hubspot`,
      appId: hubspotAppId,
      subscriptions: hubspotSubscriptions,
    },
    ...(limits && { limits }),
  });
  const [twilioServer, hubspotServer] = await Promise.all([serve(twilio.app), serve(hubspot.app)]);
  return {
    twilio,
    hubspot,
    twilioSettings: {
      accountSid: account.accountSid,
      authTokens: [account.authToken],
      messagingServiceSid: null,
      apiBaseUrl: twilioServer.url,
    },
    hubspotSettings: {
      ...app,
      apiBaseUrl: hubspotServer.url,
      authorizeUrl: `${hubspotServer.url}/oauth/authorize`,
    },
    async close() {
      await Promise.all([twilioServer.close(), hubspotServer.close()]);
    },
  };
}
