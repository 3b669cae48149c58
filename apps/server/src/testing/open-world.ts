import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@ringback/api';
import type { Engine } from '@ringback/engine';
import { openTestStore, thursdayMorning } from '@ringback/engine/testing';
import {
  createHubspotLookalike,
  createManualClock,
  createTwilioLookalike,
  type HubspotLookalike,
  type TwilioLookalike,
} from '@ringback/sandbox';
import { createLog } from '../log.ts';
import { startServer } from '../start-server.ts';
import { freePort, serve } from './serve.ts';

export const businessId = 'acme-plumbing';
export const ringingLine = '+15125550100';
export const forwardedLine = '+15125550101';
export const shopPhone = '+15125550111';

const businessFile = fileURLToPath(
  new URL('../../../../test-fixtures/businesses/acme-plumbing.yaml', import.meta.url),
);

/** The whole server, its store, and the providers round it, all over HTTP; time passes only by `pass`. */
export type World = {
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly engine: Engine;
  readonly api: Client;
  readonly url: string;
  readonly adminToken: string;
  readonly twilioAuthToken: string;
  /** Lets so many seconds pass, everywhere at once and in small steps, and everything happen that falls due. */
  pass(seconds: number, options?: { readonly stepSeconds: number }): Promise<void>;
  /** Waits until nobody has anything left to do at this moment. */
  settle(): Promise<void>;
  /** An administrator connects the business to HubSpot in their browser. */
  connectHubspot(): Promise<void>;
  close(): Promise<void>;
};

export async function openWorld(): Promise<World> {
  const world = await openTestStore({ start: thursdayMorning });
  const clock = createManualClock(thursdayMorning);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const authToken = randomBytes(16).toString('hex');
  const clientSecret = randomBytes(16).toString('hex');
  const adminToken = randomBytes(24).toString('base64url');

  const twilio = createTwilioLookalike({
    accountSid,
    authToken,
    clock,
    numbers: [ringingLine, forwardedLine].map((number) => ({
      number,
      voiceUrl: `${url}/webhooks/twilio/voice`,
      statusCallback: `${url}/webhooks/twilio/voice/status`,
      smsUrl: `${url}/webhooks/twilio/messages`,
    })),
  });
  const hubspot = createHubspotLookalike({
    clientId: 'ringback',
    clientSecret,
    redirectUris: [`${url}/oauth/hubspot/callback`],
    clock,
    portal: { id: 4711, name: 'Acme Plumbing', timeZone: 'America/Chicago' },
  });
  const [twilioServer, hubspotServer] = await Promise.all([serve(twilio.app), serve(hubspot.app)]);
  const server = await startServer({
    store: world.store,
    log: createLog('silent'),
    timing: { wait: async () => {} },
    config: {
      port,
      host: 'localhost',
      publicUrl: url,
      databaseUrl: null,
      dataDir: '',
      businessFile,
      adminToken,
      secretKeys: [randomBytes(32)],
      role: 'all',
      twilio: {
        accountSid,
        authTokens: [authToken],
        messagingServiceSid: null,
        apiBaseUrl: twilioServer.url,
      },
      hubspot: {
        clientId: 'ringback',
        clientSecret,
        apiBaseUrl: hubspotServer.url,
        authorizeUrl: `${hubspotServer.url}/oauth/authorize`,
      },
      logLevel: 'silent',
    },
  });

  async function settle(): Promise<void> {
    await twilio.idle();
    await server.engine.settled();
    await twilio.idle();
  }

  return {
    twilio,
    hubspot,
    engine: server.engine,
    url,
    adminToken,
    twilioAuthToken: authToken,
    api: createClient({ baseUrl: url, token: adminToken }),
    settle,
    async pass(seconds, { stepSeconds } = { stepSeconds: 0.5 }) {
      // What has just been done is told at the moment it was done, not half a second later.
      await settle();
      for (let left = seconds; left > 0; left -= stepSeconds) {
        const ms = Math.min(stepSeconds, left) * 1000;
        await world.clock.advance(ms);
        await clock.advance(ms);
        await settle();
      }
    },
    async connectHubspot() {
      const start = `${url}/oauth/hubspot/start?business=${businessId}`;
      const signedIn = await fetch(start, {
        redirect: 'manual',
        headers: { authorization: `Bearer ${adminToken}` },
      });
      const consent = (signedIn.headers.get('location') ?? '').replace('/authorize?', '/authorize/approve?');
      const agreed = await fetch(consent, { method: 'POST', redirect: 'manual' });
      const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      const back = await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } });
      if (!back.ok) throw new Error(`not connected: ${await back.text()}`);
    },
    async close() {
      await server.stop();
      await Promise.all([twilioServer.close(), hubspotServer.close()]);
      await world.close();
    },
  };
}
