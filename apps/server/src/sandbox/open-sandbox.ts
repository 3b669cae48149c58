import type { Business } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import { createPhone, createRealClock, type HubspotLookalike, type TwilioLookalike } from '@ringback/sandbox';
import type { Router } from 'express';
import type { HubspotSettings, TwilioSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { NoticeLinks } from '../notices/links.ts';
import { connectHubspot } from './connect-hubspot.ts';
import { serveLookalikes } from './serve-lookalikes.ts';
import { readStory } from './story.ts';

/** The look-alikes of the providers, and the page that plays with them; docs/decisions/0010-the-sandbox-forgets.md */
export type Sandbox = {
  readonly twilio: TwilioSettings;
  readonly hubspot: HubspotSettings;
  /** `signal` ends the page's open streams. */
  openPhone(engine: Engine, options: { readonly links: NoticeLinks; readonly signal: AbortSignal }): Router;
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
  const lookalikes = await serveLookalikes({
    serverUrl: ownUrl,
    clock: createRealClock(),
    numbers: options.businesses.flatMap(({ lines }) => lines.map(({ number }) => number)),
    log: (line) => log.warn({ line }, 'the Twilio look-alike complains'),
    // A new portal at each start: the look-alike keeps nothing, and records of the last one are gone with it.
    portal: {
      id: Math.floor(Date.now() / 1000),
      name: 'Acme Plumbing (look-alike)',
      timeZone: 'America/Chicago',
    },
  });
  const { twilio, hubspot } = lookalikes;
  hubspot.putContact(existingCustomer);

  return {
    twilio: lookalikes.twilioSettings,
    hubspot: lookalikes.hubspotSettings,
    openPhone: (engine, { links, signal }) =>
      openPhone(engine, { twilio, hubspot, business: options.businesses[0], links, signal }),
    async connectHubspot({ adminToken, engine }) {
      const using = engine.directory
        .all()
        .filter(({ settings }) => settings.crm.some(({ system }) => system === 'hubspot'));
      for (const { business } of using)
        await connectHubspot({ url: ownUrl, businessId: business.id, adminToken });
    },
    close: lookalikes.close,
  };
}

function openPhone(
  engine: Engine,
  world: {
    readonly twilio: TwilioLookalike;
    readonly hubspot: HubspotLookalike;
    readonly business: Business | undefined;
    readonly links: NoticeLinks;
    readonly signal: AbortSignal;
  },
) {
  const { twilio, hubspot, business, links, signal } = world;
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
    readStory: () => readStory(engine, { business, links }),
    onStoryChange: engine.subscribe,
    signal,
  });
}
