import { afterAll, beforeAll, expect, test } from 'vitest';
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
