import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Instant, toInstant } from '@ringback/core';
import { type CrmSettings, createAccessToken, type Tokens } from '@ringback/crm';
import type { CrmWorld, Fault } from '@ringback/crm/conformance';
import {
  createHubspotLookalike,
  createManualClock,
  type HubspotLookalike,
  type HubspotLookalikeOptions,
} from '@ringback/sandbox';
import { createHubspotAdapter, type HubspotAdapter } from '../adapter.ts';
import { createHubspotOAuth } from '../oauth.ts';

const clientId = 'client-1';
const clientSecret = 'secret-1';
const redirectUri = 'https://ringback.example/oauth/hubspot/callback';
const forever = 1_000_000;

type Limits = NonNullable<HubspotLookalikeOptions['limits']>;

/** The look-alike behind a port of its own; writes are refused before they reach it while `isRefusing`. */
async function serve(lookalike: HubspotLookalike, isRefusing: () => boolean) {
  const server = createServer((request, response) => {
    if (!isRefusing() || !isRecordWrite(request)) return lookalike.app(request, response);
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ status: 'error', category: 'VALIDATION_ERROR', message: 'Branch is required' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function isRecordWrite({ method, url = '' }: IncomingMessage): boolean {
  const isLookUp = method === 'GET' || /\/(search|batch\/read)$/.test(url);
  return url.startsWith('/crm/objects/') && !isLookUp;
}

/** Installs the app as an administrator's browser would, and gives the code of the redirect. */
async function agree(authorizeUrl: string): Promise<string> {
  const approval = authorizeUrl.replace('/oauth/authorize?', '/oauth/authorize/approve?');
  const response = await fetch(approval, { method: 'POST', redirect: 'manual' });
  const code = new URL(response.headers.get('location') ?? '').searchParams.get('code');
  if (!code) throw new Error('the look-alike gave no code');
  return code;
}

/** What HubSpot's page shows of a body: its markup gone, its entities as the characters they stand for. */
function rendered(html: string): string {
  return html
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

/**
 * A portal of the look-alike in which the app was installed through OAuth and our properties were made. Each
 * `connect` is one process of ours on the same connection.
 */
export async function openPortal(
  options: { readonly searchLagMs?: number; readonly limits?: Limits; readonly settings?: CrmSettings } = {},
) {
  let isRefusing = false;
  const clock = createManualClock('2026-11-20T15:00:00.000Z');
  const lookalike = createHubspotLookalike({
    clock,
    clientId,
    clientSecret,
    redirectUris: [redirectUri],
    portal: { id: 4_711, name: 'Acme Plumbing', timeZone: 'America/Chicago' },
    owners: [{ id: '77', email: 'maria@acme.example', firstName: 'Maria', lastName: 'Lopez' }],
    ...(options.limits && { limits: options.limits }),
    ...(options.searchLagMs && { searchLagMs: options.searchLagMs }),
  });
  const { url: baseUrl, close } = await serve(lookalike, () => isRefusing);
  const now = (): Instant => toInstant(clock.now());
  const oauth = createHubspotOAuth({
    clientId,
    clientSecret,
    baseUrl,
    authorizeUrl: `${baseUrl}/oauth/authorize`,
  });
  const code = await agree(oauth.authorizeUrl({ state: 'state-1', redirectUri }));
  let tokens: Tokens = (await oauth.exchangeCode({ code, redirectUri, now: now() })).tokens;

  function connect(): HubspotAdapter {
    const accessToken = createAccessToken({
      vendor: oauth,
      load: async () => tokens,
      async save(renewed) {
        tokens = renewed;
      },
      now,
    });
    return createHubspotAdapter({
      baseUrl,
      accessToken,
      country: 'US',
      settings: {
        doNotText: ['do_not_text'],
        pipeline: 'default',
        stage: 'appointmentscheduled',
        ...options.settings,
      },
      wait: async () => undefined,
    });
  }

  /** A request of somebody else with the same rights. */
  const request = (method: string, path: string, body?: object) =>
    fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.accessToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  await connect().ensureProperties({ signal: AbortSignal.timeout(10_000) });
  await request('POST', '/crm/properties/2026-03/contacts', {
    name: 'do_not_text',
    label: 'Do not text',
    type: 'bool',
    fieldType: 'booleancheckbox',
    groupName: 'contactinformation',
  });
  const refuseWrites = (refusing: boolean) => {
    isRefusing = refusing;
  };
  return { lookalike, clock, connect, refuseWrites, request, close };
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`the look-alike answered ${response.status}`);
  return (await response.json()) as T;
}

/** The same portal, as the conformance suite sees it. */
export async function openHubspotWorld(): Promise<CrmWorld> {
  const { lookalike, clock, connect, refuseWrites, request, close } = await openPortal();

  const start: { readonly [fault in Fault]: () => void } = {
    'rate-limited': () => lookalike.faults.next({ on: 'any', kind: 'status-429', times: forever }),
    unavailable: () => lookalike.faults.next({ on: 'any', kind: 'status-500', times: forever }),
    silent: () => lookalike.faults.next({ on: 'any', kind: 'slow', times: forever }),
    'lost-answer'() {
      for (const on of ['create', 'update', 'upsert'] as const) {
        lookalike.faults.next({ on, kind: 'reset-after', times: forever });
      }
    },
    refused: () => refuseWrites(true),
    'expired-token': () => void clock.advance(31 * 60_000),
    'dead-grant'() {
      lookalike.revokeGrant();
      lookalike.expireAccessTokens();
    },
  };

  return {
    adapter: connect(),
    async putContact({ phone, firstName, ownerId }) {
      const contact = lookalike.putContact({
        phone,
        firstname: firstName,
        ...(ownerId && { hubspot_owner_id: ownerId }),
      });
      return { kind: 'contacts', id: contact.id };
    },
    async deals({ id }) {
      const { results } = await read<{ results: readonly { toObjectId: string | number }[] }>(
        await request('GET', `/crm/objects/2026-03/contacts/${id}/associations/deals`),
      );
      return Promise.all(
        results.map(async ({ toObjectId }) => {
          const query = 'properties=amount,hs_is_closed,hs_is_closed_won,hubspot_owner_id';
          const { properties } = await read<{ properties: { readonly [name: string]: string | null } }>(
            await request('GET', `/crm/objects/2026-03/deals/${toObjectId}?${query}`),
          );
          const isClosed = properties.hs_is_closed === 'true';
          const state = !isClosed ? 'open' : properties.hs_is_closed_won === 'true' ? 'won' : 'lost';
          const ref = { kind: 'deals', id: String(toObjectId) };
          const ownerId = properties.hubspot_owner_id ?? null;
          return { ref, state, amount: Number(properties.amount), ownerId } as const;
        }),
      );
    },
    async closeDeal({ id }, state, amount) {
      const properties = { dealstage: state === 'won' ? 'closedwon' : 'closedlost', amount };
      await read(await request('PATCH', `/crm/objects/2026-03/deals/${id}`, { properties }));
    },
    async optOut({ id }, by) {
      const property = by === 'our-field' ? { ringback_sms_status: 'opted_out' } : { do_not_text: 'true' };
      lookalike.putContact(property, id);
    },
    async deleteContact({ id }) {
      const gone = await request('DELETE', `/crm/objects/2026-03/contacts/${id}`);
      if (!gone.ok) throw new Error(`the look-alike did not delete the contact (${gone.status})`);
    },
    contacts: async () => lookalike.contacts().map(({ id }) => ({ kind: 'contacts', id })),
    timeline: async ({ id }) =>
      lookalike
        .timeline(id)
        .filter(({ kind }) => kind !== 'task')
        .map(({ title, bodyHtml, at }) => ({ text: `${title}\n${rendered(bodyHtml)}`, at: toInstant(at) })),
    tasks: async ({ id }) =>
      lookalike
        .timeline(id)
        .filter(({ kind }) => kind === 'task')
        .map(({ title, bodyHtml, at, properties }) => ({
          text: `${title}\n${rendered(bodyHtml)}`,
          dueAt: toInstant(at),
          isDone: properties.hs_task_status === 'COMPLETED',
          isUrgent: properties.hs_task_priority === 'HIGH',
          ownerId: properties.hubspot_owner_id ?? null,
        })),
    async setFault(fault) {
      lookalike.faults.clear();
      refuseWrites(false);
      if (fault) start[fault]();
    },
    close,
  };
}
