import { once } from 'node:events';
import { createServer } from 'node:http';
import { createManualClock, type ManualClock } from '../clock.ts';
import { createHubspotLookalike, type HubspotLookalike, type HubspotLookalikeOptions } from './lookalike.ts';

const app = {
  clientId: 'client-1',
  clientSecret: 'secret-1',
  redirectUris: ['http://localhost:3000/oauth/hubspot/callback'],
};

const everyScope =
  'oauth crm.objects.contacts.read crm.objects.contacts.write crm.schemas.contacts.write ' +
  'crm.objects.deals.read crm.objects.deals.write crm.objects.owners.read';

/** What the tests read of answers of every kind; a field that an answer lacks makes a test fail. */
type AnswerBody = {
  readonly id: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly status: string;
  readonly message: string;
  readonly policyName: string;
  readonly archived: boolean;
  readonly new: boolean;
  readonly total: number;
  readonly context: object;
  readonly metadata: object;
  readonly properties: { readonly [name: string]: string | null };
  readonly paging: { readonly next: { readonly after: string } };
  readonly results: readonly AnswerBody[];
  readonly errors: readonly AnswerBody[];
  readonly stages: readonly AnswerBody[];
};

type Answer = { readonly status: number; readonly headers: Headers; readonly body: AnswerBody };

export type World = {
  readonly base: string;
  readonly clock: ManualClock;
  readonly hubspot: HubspotLookalike;
  /** Clicks `Connect app`; gives the code. */
  connect(query?: { readonly [name: string]: string }): Promise<string>;
  /** A token request with the right client, unless `form` says otherwise. */
  token(form: { readonly [name: string]: string }, path?: string): Promise<Answer>;
  /** With the access token of a connected app. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
};

export async function openWorld(options: Partial<HubspotLookalikeOptions> = {}): Promise<World> {
  const clock = createManualClock('2026-11-21T15:00:00Z');
  const portal = { id: 24_681_357, name: 'Acme Plumbing', timeZone: 'America/Chicago' };
  const hubspot = createHubspotLookalike({ ...app, clock, portal, ...options });
  const server = createServer(hubspot.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  let accessToken: string | null = null;

  const read = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') };
  };
  const world: World = {
    base,
    clock,
    hubspot,
    async connect(query = {}) {
      const install = new URLSearchParams({
        client_id: app.clientId,
        redirect_uri: app.redirectUris[0] ?? '',
        scope: everyScope,
        state: 'state-1',
        ...query,
      });
      const url = `${base}/oauth/authorize/approve?${install}`;
      const response = await fetch(url, { method: 'POST', redirect: 'manual' });
      return new URL(response.headers.get('location') ?? 'http://none').searchParams.get('code') ?? '';
    },
    async token(form, path = '/oauth/2026-03/token') {
      const body = new URLSearchParams({
        client_id: app.clientId,
        client_secret: app.clientSecret,
        redirect_uri: app.redirectUris[0] ?? '',
        ...form,
      });
      return read(await fetch(`${base}${path}`, { method: 'POST', body }));
    },
    async call(method, path, body) {
      if (accessToken === null) {
        const code = await world.connect();
        const granted = await world.token({ grant_type: 'authorization_code', code });
        accessToken = String(granted.body.access_token);
      }
      const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      return read(await fetch(`${base}${path}`, { method, headers, ...sent }));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return world;
}
