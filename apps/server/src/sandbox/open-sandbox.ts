import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Business } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import {
  createHubspotLookalike,
  createPhone,
  createRealClock,
  createTwilioLookalike,
  type HubspotLookalike,
  type TwilioLookalike,
} from '@ringback/sandbox';
import type { Router } from 'express';
import type { HubspotSettings, TwilioSettings } from '../config.ts';
import type { Log } from '../log.ts';
import { readStory } from './story.ts';

/** The look-alikes of the providers, and the page that plays with them; docs/decisions/0010-the-sandbox-forgets.md */
export type Sandbox = {
  readonly twilio: TwilioSettings;
  readonly hubspot: HubspotSettings;
  /** `signal` ends the page's open streams. */
  openPhone(engine: Engine, signal: AbortSignal): Router;
  /** An administrator connects the demo business to the HubSpot look-alike, click by click over HTTP. */
  connectHubspot(options: { readonly adminToken: string; readonly engine: Engine }): Promise<void>;
  close(): Promise<void>;
};

const existingCustomer = { firstname: 'Maria', lastname: 'Lopez', phone: '(512) 555-0142' };
const callers = [
  { id: 'new', label: 'A new caller', number: '+15125550177' },
  // A caller is texted once a day: whoever wants to play on needs somebody else.
  { id: 'new-2', label: 'Another new caller', number: '+15125550178' },
  { id: 'new-3', label: 'A third new caller', number: '+15125550179' },
  { id: 'customer', label: 'Maria Lopez, a customer', number: '+15125550142' },
  { id: 'withheld', label: 'A withheld number', number: null },
];

export async function openSandbox(options: {
  /** Where this machine reaches the server itself: nothing of the sandbox, least of all a token, leaves the machine. */
  readonly ownUrl: string;
  readonly businesses: readonly Business[];
  readonly log: Log;
}): Promise<Sandbox> {
  const { ownUrl, log } = options;
  const clock = createRealClock();
  const authToken = randomBytes(16).toString('hex');
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const clientSecret = randomBytes(16).toString('hex');
  const twilio = createTwilioLookalike({
    accountSid,
    authToken,
    clock,
    numbers: options.businesses.flatMap(({ lines }) =>
      lines.map(({ number }) => ({
        number,
        voiceUrl: `${ownUrl}/webhooks/twilio/voice`,
        statusCallback: `${ownUrl}/webhooks/twilio/voice/status`,
        smsUrl: `${ownUrl}/webhooks/twilio/messages`,
      })),
    ),
    log: (line) => log.warn({ line }, 'the Twilio look-alike complains'),
  });
  const hubspot = createHubspotLookalike({
    clientId: 'sandbox',
    clientSecret,
    redirectUris: [`${ownUrl}/oauth/hubspot/callback`],
    clock,
    // A new portal at each start: the look-alike keeps nothing, and records of the last one are gone with it.
    portal: {
      id: Math.floor(Date.now() / 1000),
      name: 'Acme Plumbing (look-alike)',
      timeZone: 'America/Chicago',
    },
  });
  hubspot.putContact(existingCustomer);
  const [twilioServer, hubspotServer] = await Promise.all([serve(twilio.app), serve(hubspot.app)]);

  return {
    twilio: { accountSid, authTokens: [authToken], messagingServiceSid: null, apiBaseUrl: twilioServer.url },
    hubspot: {
      clientId: 'sandbox',
      clientSecret,
      apiBaseUrl: hubspotServer.url,
      authorizeUrl: `${hubspotServer.url}/oauth/authorize`,
    },
    openPhone: (engine, signal) =>
      openPhone(engine, { twilio, hubspot, business: options.businesses[0], signal }),
    async connectHubspot({ adminToken, engine }) {
      const using = engine.directory
        .all()
        .filter(({ settings }) => settings.crm.some(({ system }) => system === 'hubspot'));
      for (const { business } of using)
        await connect(`${ownUrl}/oauth/hubspot/start?business=${business.id}`, adminToken);
    },
    async close() {
      await Promise.all([twilioServer.close(), hubspotServer.close()]);
    },
  };
}

function openPhone(
  engine: Engine,
  world: {
    readonly twilio: TwilioLookalike;
    readonly hubspot: HubspotLookalike;
    readonly business: Business | undefined;
    readonly signal: AbortSignal;
  },
) {
  const { twilio, hubspot, business, signal } = world;
  if (!business) throw new Error('the sandbox needs a business');
  return createPhone({
    twilio,
    hubspot,
    business: {
      name: business.name,
      lines: business.lines.map(({ number, label, forwardTo, ringSeconds }) => ({
        number,
        label,
        rings: forwardTo.length > 0,
        ringSeconds,
      })),
    },
    callers,
    readStory: () => readStory(engine, business.id),
    onStoryChange: engine.subscribe,
    signal,
  });
}

/** Follows the steps that a browser would: sign in, agree, come back. */
async function connect(start: string, adminToken: string): Promise<void> {
  const signIn = await fetch(start, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${adminToken}` },
  });
  const agree = new URL(signIn.headers.get('location') ?? '');
  agree.pathname += '/approve';
  const agreed = await fetch(agree, { method: 'POST', redirect: 'manual' });
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const back = await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } });
  if (!back.ok) throw new Error(`the HubSpot look-alike was not connected (${back.status})`);
}

async function serve(app: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
