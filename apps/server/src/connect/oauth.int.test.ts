import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

const path = `/oauth/hubspot/start?business=${businessId}`;

function open(address: string, headers: { readonly [name: string]: string } = {}): Promise<Response> {
  return fetch(new URL(address, world.url), { redirect: 'manual', headers });
}

function signIn(token: string, address = path): Promise<Response> {
  return fetch(new URL(address, world.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }),
  });
}

test('a browser without a token is asked for it, on a page', async () => {
  const answer = await open(path);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('<label for="token">Admin token</label>');
});

test('with the token it is led to HubSpot, with a session cookie that no script can read', async () => {
  const answer = await signIn(world.adminToken);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/\/oauth\/authorize\?.*client_id=ringback/);
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
});

test('the sign-in begins at the name that the CRM sends the browser back to', async () => {
  const { port } = new URL(world.url);
  const other = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
  expect([other.status, other.headers.get('location')]).toEqual([303, `${world.url}${path}`]);
  // Whatever a header says, nobody is led away from this machine.
  const led = await open(path, { host: 'evil.example' });
  expect(led.headers.get('location')).toBeNull();
});

test('a wrong token leads nowhere', async () => {
  expect((await signIn('wrong')).status).toBe(401);
});

test('a business that is not in the file is told so, with its name shown as typed', async () => {
  const answer = await signIn(world.adminToken, '/oauth/hubspot/start?business=%3Cb%3Enobody');
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('&#60;b&#62;nobody');
});

test('a CRM that the business does not use is told to be added to its file first', async () => {
  const answer = await signIn(world.adminToken, `/oauth/salesforce/start?business=${businessId}`);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('business file');
});

test('an administrator who declines at HubSpot is told what HubSpot said', async () => {
  const answer = await open('/oauth/hubspot/callback?error=access_denied&error_description=Not%20today');
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('hubspot says: Not today');
});

test('an answer with a state that nobody began is refused', async () => {
  const answer = await open(`/oauth/hubspot/callback?state=${businessId}.forged&code=x`, {
    cookie: 'ringback_connect=x',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('unknown, used or too old');
});

test('the whole way ends on a page that names the account', async () => {
  const started = await signIn(world.adminToken);
  const agree = (started.headers.get('location') ?? '').replace('/authorize?', '/authorize/approve?');
  const agreed = await fetch(agree, { method: 'POST', redirect: 'manual' });
  const callback = agreed.headers.get('location') ?? '';
  const withoutCookie = await open(callback);
  expect(withoutCookie.status).toBe(400);
});

describe('what is disconnected', () => {
  const disconnect = () =>
    world.api.disconnect({ params: { system: 'hubspot' }, query: { business: businessId } });

  test('is uninstalled and revoked at HubSpot, and leaves no token with us', async () => {
    await world.connectHubspot();
    const before = world.hubspot.requests().length;
    expect(await disconnect()).toMatchObject({ system: 'hubspot', access: 'ended' });
    const asked = world.hubspot.requests().slice(before);
    expect(asked.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['DELETE', '/appinstalls/2026-03/external-install', 204],
      ['POST', '/oauth/2026-03/token/revoke', 200],
    ]);
    const { db } = world.engine.store;
    expect(await db.selectFrom('crm_connections').selectAll().execute()).toEqual([]);
    const { data } = await world.api.listConnections({ query: { business: businessId } });
    expect(data).toMatchObject([{ system: 'hubspot', state: 'absent' }]);
    const { data: acts } = await world.api.listAudit({ query: { business: businessId } });
    expect(acts[0]).toMatchObject({ act: 'disconnect-crm', details: { access: 'ended' } });
    await expect(disconnect()).rejects.toMatchObject({ status: 404, type: '/problems/unknown-connection' });
  });

  test('stays connected while HubSpot cannot be reached', async () => {
    await world.connectHubspot();
    world.hubspot.faults.next({ on: 'any', kind: 'reset-before', times: 1 });
    await expect(disconnect()).rejects.toMatchObject({ status: 503 });
    const { data } = await world.api.listConnections({ query: { business: businessId } });
    expect(data).toMatchObject([{ state: 'connected' }]);
  });

  test('is forgotten also where HubSpot had ended it before', async () => {
    await world.connectHubspot();
    world.hubspot.revokeGrant();
    world.hubspot.expireAccessTokens();
    expect(await disconnect()).toMatchObject({ access: 'gone' });
  });
});
