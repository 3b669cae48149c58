import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '@ringback/api';
import type { Engine } from '@ringback/engine';
import { openTestStore, thursdayMorning } from '@ringback/engine/testing';
import { createManualClock, type HubspotLookalike, type TwilioLookalike } from '@ringback/sandbox';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { connectHubspot } from '../sandbox/connect-hubspot.ts';
import { serveLookalikes } from '../sandbox/serve-lookalikes.ts';
import { startServer, type Timing } from '../start-server.ts';
import { businessFile, businessId, providersOfAcme } from './acme-plumbing.ts';
import { freePort } from './free-port.ts';

/** The whole server, its store, and the providers round it, all over HTTP; time passes only by `pass`. */
export type World = {
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly engine: Engine;
  readonly api: Client;
  readonly url: string;
  readonly adminToken: string;
  readonly twilioAuthToken: string;
  readonly hubspotSecret: string;
  /** Lets so many seconds pass, everywhere at once and in small steps, and everything happen that falls due. */
  pass(seconds: number, options?: { readonly stepSeconds: number }): Promise<void>;
  /** Waits until nobody has anything left to do at this moment. */
  settle(): Promise<void>;
  /** An administrator connects the business to HubSpot in their browser. */
  connectHubspot(): Promise<void>;
  close(): Promise<void>;
};

/** `config` replaces what differs from one server of every role. */
export async function openWorld(config: Partial<Config> = {}, timing: Timing = {}): Promise<World> {
  const world = await openTestStore({ start: thursdayMorning });
  const clock = createManualClock(thursdayMorning);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const adminToken = randomBytes(24).toString('base64url');
  const lookalikes = await serveLookalikes({ ...providersOfAcme, serverUrl: url, clock });
  const { twilio, hubspot, twilioSettings, hubspotSettings } = lookalikes;
  // However far the time leaps, Twilio has its answer before it gives up waiting for it.
  clock.settleWith(twilio.idle);
  const server = await startServer({
    store: world.store,
    log: createLog('silent'),
    timing: { wait: async () => {}, nowMs: () => clock.now().getTime(), ...timing },
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
      twilio: twilioSettings,
      hubspot: hubspotSettings,
      mail: null,
      tracesEndpoint: null,
      logLevel: 'silent',
      ...config,
    },
  });

  async function settle(): Promise<void> {
    await twilio.idle();
    await server.engine.settled();
    await Promise.all([twilio.idle(), hubspot.idle()]);
    // What HubSpot has just told is followed, too.
    await server.engine.settled();
  }

  return {
    twilio,
    hubspot,
    engine: server.engine,
    url,
    adminToken,
    twilioAuthToken: twilioSettings.authTokens[0],
    hubspotSecret: hubspotSettings.clientSecret,
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
    connectHubspot: () => connectHubspot({ url, businessId, adminToken }),
    async close() {
      await server.stop();
      await lookalikes.close();
      await world.close();
    },
  };
}
