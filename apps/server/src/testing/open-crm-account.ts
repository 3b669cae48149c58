import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { E164 } from '@ringback/core';
import {
  createEngine,
  createSecrets,
  type Engine,
  importBusinesses,
  readBusinessFile,
} from '@ringback/engine';
import { openTestStore, thursdayMorning } from '@ringback/engine/testing';
import { createHubspotLookalike, createManualClock } from '@ringback/sandbox';
import { crmSystems } from '../connect/crm-systems.ts';

const redirectUri = 'https://ringback.example/oauth/hubspot/callback';
const app = { clientId: 'ringback', clientSecret: 'secret' };
export const line = '+15125550100' as E164;

/** Every request of one instant is allowed: what is asked for and when is told by `asked`. */
const anyNumber = { perTenSeconds: 100_000, searchesPerSecond: 100_000 };

/**
 * A business that is connected to the look-alike of HubSpot over HTTP, and engines that do its work on one store;
 * time passes only by `pass`.
 */
export async function openCrmAccount(
  options: {
    readonly engines?: number;
    readonly searchLagMs?: number;
    /** Puts another version into every path: from 2026-09 on HubSpot applies the portal's own rules. */
    readonly version?: string;
  } = {},
) {
  const { store, clock: storeClock, close } = await openTestStore();
  const clock = createManualClock(thursdayMorning);
  const hubspot = createHubspotLookalike({
    ...app,
    clock,
    redirectUris: [redirectUri],
    portal: { id: 4_711, name: 'Acme Plumbing', timeZone: 'America/Chicago' },
    limits: anyNumber,
    ...(options.searchLagMs && { searchLagMs: options.searchLagMs }),
  });
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    request.url = options.version ? url.replace('/2026-03', `/${options.version}`) : url;
    hubspot.app(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  await importBusinesses(
    store.db,
    readBusinessFile({
      businesses: [
        {
          id: 'acme',
          name: 'Acme Plumbing',
          timeZone: 'America/Chicago',
          hours: { thu: ['08:00-17:00'] },
          lines: [{ number: line }],
          crm: ['hubspot'],
        },
      ],
    }),
  );
  /** Each text that left: to whom and when. */
  const sent: { readonly to: E164; readonly at: Date }[] = [];
  /** For how long each request to HubSpot had to wait for its turn, from when on. */
  const waits: { readonly from: Date; readonly ms: number }[] = [];
  const systems = crmSystems(
    { hubspot: { ...app, apiBaseUrl, authorizeUrl: `${apiBaseUrl}/oauth/authorize` } },
    { wait: async (ms) => void waits.push({ from: clock.now(), ms }) },
  );
  const engines: Engine[] = [];
  for (let count = options.engines ?? 1; count > 0; count -= 1) {
    const engine = await createEngine({
      store,
      systems,
      messenger: {
        async send({ to }) {
          sent.push({ to, at: clock.now() });
          return { providerId: `SM${sent.length}` };
        },
        listSent: async () => [],
        readSent: async () => null,
      },
      secrets: createSecrets([Buffer.alloc(32, 1)]),
      performs: true,
      log: { warn: () => {}, error: () => {} },
    });
    engines.push(engine);
    await engine.start();
  }
  const [first] = engines;
  if (!first) throw new Error('there is no engine');

  const begun = { businessId: 'acme', system: 'hubspot', session: 's', redirectUri, by: 'Dana' };
  const agree = (await first.connections.begin(begun)).replace('/authorize?', '/authorize/approve?');
  const agreed = await fetch(agree, { method: 'POST', redirect: 'manual' });
  const { searchParams } = new URL(agreed.headers.get('location') ?? '');
  const answer = { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' };
  await first.connections.finish({ ...begun, ...answer });

  async function settle(): Promise<void> {
    for (const engine of engines) await engine.settled();
  }

  let texts = 0;
  return {
    store,
    hubspot,
    engines,
    sent,
    waits,
    settle,
    now: () => clock.now(),
    receiveText(from: E164, body: string, engine = first): Promise<unknown> {
      texts += 1;
      const textId = `text-${texts}`;
      return engine.handle({
        type: 'text-received',
        id: textId,
        textId,
        businessId: 'acme',
        callerId: from,
        line,
        body,
        media: [],
        handledByProvider: null,
      });
    },
    /** A call that the carrier forwarded because nobody took it. */
    async missCall(callId: string, from: E164): Promise<void> {
      const report = { businessId: 'acme', callId, party: { line, from } };
      await first.handleCall({
        ...report,
        signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }),
      });
      await first.handleCall({ ...report, signal: (at) => ({ type: 'ended', at, talkSeconds: 0 }) });
    },
    async pass(ms: number): Promise<void> {
      await storeClock.advance(ms);
      await clock.advance(ms);
      await settle();
    },
    async close(): Promise<void> {
      for (const engine of engines) await engine.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await close();
    },
  };
}

export type CrmAccount = Awaited<ReturnType<typeof openCrmAccount>>;
