import type { RequestListener } from 'node:http';
import type { ApplicantInput } from '@ringback/core';
import { importBusinesses, readBusinessFile } from '@ringback/engine';
import { thursdayMorning } from '@ringback/engine/testing';
import { createTwilioCallFlow, createTwilioRegistration } from '@ringback/messaging';
import { createManualClock, createTwilioLookalike, type TwilioLookalike } from '@ringback/sandbox';
import express from 'express';
import { expect, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { type Served, serve } from '../../sandbox/serve.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { createTwilioWebhooks } from '../../webhooks/twilio.ts';
import { type ApiWorld, openApi } from './open-api.ts';

export const business = 'acme-plumbing';
export const [shop, annex, tollFree] = ['+15125550100', '+15125550101', '+18005550199'] as const;
export const query = { business };

export const company = {
  kind: 'low-volume',
  legalName: 'Acme Plumbing LLC',
  ein: '12-3456789',
  form: 'Limited Liability Corporation',
  industry: 'CONSUMER',
  website: 'https://acme-plumbing.com',
  address: { street: '1 Main Street', city: 'Austin', region: 'TX', postalCode: '78701' },
  representative: {
    firstName: 'Ada',
    lastName: 'Acme',
    email: 'ada@acme-plumbing.com',
    phone: '+15125550111',
  },
} as const satisfies ApplicantInput;
const { legalName: _name, ein: _ein, form: _form, ...person } = company;
export const plumber: ApplicantInput = {
  ...person,
  kind: 'sole-proprietor',
  industry: 'CONSTRUCTION',
  mobile: '+15125550111',
};

export type Registering = {
  readonly world: ApiWorld;
  readonly twilio: TwilioLookalike;
  /** Where the look-alike tells of changes. */
  readonly noticesUrl: string;
  close(): Promise<void>;
};

type LineOf = { readonly number: string; readonly consent?: 'key-press' | 'notice' | 'call-alone' };

function businessWith(lines: readonly LineOf[]) {
  return {
    id: business,
    name: 'Acme Plumbing',
    timeZone: 'America/Chicago',
    hours: { thu: ['08:00-17:00'] },
    lines: lines.map((line) => ({ consent: 'key-press', ...line })),
  };
}

/** The business file is read again, with these lines. */
export async function changeLines({ world }: Registering, ...lines: readonly LineOf[]): Promise<void> {
  const { db } = world.engine.store;
  await importBusinesses(db, readBusinessFile({ businesses: [businessWith(lines)] }));
  await vi.waitFor(() =>
    expect(world.engine.directory.byId(business)?.business.lines).toHaveLength(lines.length),
  );
}

/** A business with one line, before a server that registers through a look-alike. */
export async function openRegistering(
  options: {
    readonly line?: string;
    /** Stands between the server and the look-alike. */
    readonly through?: (url: string) => Promise<Served>;
    /** Whether the account has its own approved profile, as made in the console. */
    readonly hasProfile?: boolean;
  } = {},
): Promise<Registering> {
  const { line = shop, hasProfile = true } = options;
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' };
  const numbers = [line, annex].map((number) => ({ number, voiceUrl: '', statusCallback: '', smsUrl: '' }));
  const twilio = createTwilioLookalike({ ...account, clock: createManualClock(thursdayMorning), numbers });
  if (hasProfile) twilio.approvePrimaryProfile();
  const served = await serve(twilio.app);
  const between = (await options.through?.(served.url)) ?? { url: served.url, close: async () => {} };
  let takeNotice: RequestListener = (_request, response) => void response.writeHead(503).end();
  const own = await serve((request, response) => takeNotice(request, response));
  const registration = createTwilioRegistration({
    ...account,
    apiBaseUrl: between.url,
    publicUrl: own.url,
    timeoutMs: 10_000,
  });
  const world = await openApi({
    registering: { registration, publicUrl: 'https://ringback.example.com' },
    businesses: [businessWith([{ number: line }])],
  });
  const log = createLog('silent');
  takeNotice = express().use(
    '/webhooks/twilio',
    createTwilioWebhooks({
      engine: world.engine,
      callFlow: createTwilioCallFlow({ publicUrl: own.url }),
      publicUrl: own.url,
      authTokens: [account.authToken],
      metrics: createMetrics(),
      tracing: null,
      log,
    }),
  );
  return {
    world: {
      ...world,
      /** What Twilio has told by now arrives before time passes, so that nobody asks at a moment in between. */
      async pass(seconds) {
        await twilio.idle();
        await world.pass(0);
        await world.pass(seconds);
      },
    },
    twilio,
    noticesUrl: `${own.url}/webhooks/twilio/registration`,
    async close() {
      await own.close();
      await world.close();
      await between.close();
      await served.close();
    },
  };
}

/** The one filing of the business. */
export async function readFiling({ world }: Registering) {
  const [filing] = (await world.client.readRegistration({ query })).filings;
  if (!filing) throw new Error('nothing has been described');
  return filing;
}

export async function describeAndSubmit(registering: Registering, applicant: ApplicantInput = company) {
  const { client } = registering.world;
  await client.describeRegistration({ query, body: applicant });
  await client.submitRegistration({ query, body: { confirm: true } });
  await registering.world.pass(0);
}

/** The reviewers approve whatever is before them, until there is nothing left to review. */
export async function approveAll({ world, twilio }: Registering) {
  for (const [kind, status] of [
    ['CustomerProfiles', 'twilio-approved'],
    ['TrustProducts', 'twilio-approved'],
    ['BrandRegistrations', 'APPROVED'],
    ['Usa2p', 'VERIFIED'],
    ['Verifications', 'TWILIO_APPROVED'],
  ] as const) {
    twilio.review(kind, { status, errors: [] });
    await world.pass(3600);
  }
}
