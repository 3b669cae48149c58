import { afterEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing-world.ts';

let world: World;
afterEach(() => world.close());

const details = '/account-info/2026-09/details';
const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function connected(scope?: string) {
  const code = await world.connect(scope === undefined ? {} : { scope });
  return world.token({ grant_type: 'authorization_code', code });
}

describe('connecting', () => {
  test('shows a page whose one button leads back with code and state', async () => {
    world = await openWorld();
    const query = new URLSearchParams({
      client_id: 'client-1',
      redirect_uri: 'http://localhost:3000/oauth/hubspot/callback',
      scope: 'oauth crm.objects.contacts.read',
      state: 'a&b',
    });
    const shown = await fetch(`${world.base}/oauth/authorize?${query}`);
    const html = await shown.text();
    const action = /action="([^"]+)"/.exec(html)?.[1]?.replaceAll('&#38;', '&') ?? '';
    expect(html.match(/<button/g)).toHaveLength(1);
    const clicked = await fetch(new URL(action, shown.url), { method: 'POST', redirect: 'manual' });
    const back = new URL(clicked.headers.get('location') ?? '');
    expect(clicked.status).toBe(302);
    expect(back.origin + back.pathname).toBe('http://localhost:3000/oauth/hubspot/callback');
    expect(back.searchParams.get('state')).toBe('a&b');
    const granted = await world.token({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
    });
    expect(granted).toMatchObject({
      status: 200,
      body: { expires_in: 1800, hub_id: 24_681_357, scopes: ['oauth', 'crm.objects.contacts.read'] },
    });
  });

  test('never agrees to a link by itself, whatever its query says', async () => {
    world = await openWorld();
    const url = `${world.base}/oauth/authorize?client_id=client-1&scope=oauth&approve=1&redirect_uri=${encodeURIComponent('http://localhost:3000/oauth/hubspot/callback')}`;
    const response = await fetch(url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
  });

  test.each([
    ['another client', { client_id: 'client-2' }],
    ['an unregistered redirect URL', { redirect_uri: 'http://evil.example/' }],
    ['scopes without oauth', { scope: 'crm.objects.contacts.read' }],
  ])('refuses %s', async (_case, query) => {
    world = await openWorld();
    expect(await world.connect(query)).toBe('');
  });

  test('refuses an install link whose scopes are not the registered ones', async () => {
    world = await openWorld({ requiredScopes: ['oauth', 'crm.objects.contacts.read'] });
    expect(await world.connect({ scope: 'oauth' })).toBe('');
    expect(await world.connect({ scope: 'oauth crm.objects.contacts.read' })).not.toBe('');
  });
});

describe('tokens', () => {
  test('takes a code only once', async () => {
    world = await openWorld();
    const code = await world.connect();
    await world.token({ grant_type: 'authorization_code', code });
    const again = await world.token({ grant_type: 'authorization_code', code });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant', status: 'BAD_AUTH_CODE' } });
  });

  test('tells a wrong client apart from a revoked grant', async () => {
    world = await openWorld();
    const { body } = await connected();
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    const wrongClient = await world.token({ ...form, client_secret: 'guess' });
    world.hubspot.revokeGrant();
    const revoked = await world.token(form);
    expect(wrongClient.body).toMatchObject({ error: 'invalid_client', status: 'BAD_CLIENT_SECRET' });
    expect(revoked).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' },
    });
  });

  test('rotates the refresh token, so that the old one is dead', async () => {
    world = await openWorld();
    const { body: first } = await connected();
    const form = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await world.token(form, '/oauth/2026-09/token');
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect((await world.token(form)).body.status).toBe('BAD_REFRESH_TOKEN');
    const third = await world.token({
      grant_type: 'refresh_token',
      refresh_token: second.body.refresh_token,
    });
    expect(third.status).toBe(200);
  });

  test('an access token is good for 1800 seconds', async () => {
    world = await openWorld();
    const { body } = await connected();
    await world.clock.advance(1_799_000);
    const before = await fetch(world.base + details, withToken(body.access_token));
    await world.clock.advance(1_000);
    const after = await fetch(world.base + details, withToken(body.access_token));
    expect([before.status, after.status]).toEqual([200, 401]);
    expect(await after.json()).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
  });

  test('says what a token is good for, until the refresh token is revoked', async () => {
    world = await openWorld();
    const { body } = await connected('oauth');
    const path = '/oauth/2026-03/token';
    const refresh = { token: body.refresh_token };
    const access = await world.token({ token: body.access_token }, `${path}/introspect`);
    expect(access.body).toMatchObject({
      active: true,
      hub_id: 24_681_357,
      scopes: ['oauth'],
      expires_in: 1800,
    });
    await world.token(refresh, `${path}/revoke`);
    expect((await world.token(refresh, `${path}/introspect`)).body).toEqual({ active: false });
  });

  test('refuses calls without the scope they need', async () => {
    world = await openWorld();
    const { body } = await connected('oauth crm.objects.contacts.read');
    const owners = await fetch(`${world.base}/crm/owners/2026-03`, withToken(body.access_token));
    const contacts = await fetch(`${world.base}/crm/objects/2026-03/contacts`, withToken(body.access_token));
    expect([owners.status, contacts.status]).toEqual([403, 200]);
    expect(await owners.json()).toMatchObject({ category: 'MISSING_SCOPES' });
  });

  test('an uninstalled app cannot refresh any more', async () => {
    world = await openWorld();
    const { body } = await connected();
    const uninstalled = await fetch(`${world.base}/appinstalls/2026-03/external-install`, {
      method: 'DELETE',
      ...withToken(body.access_token),
    });
    const refreshed = await world.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect([uninstalled.status, refreshed.body.status]).toEqual([204, 'BAD_REFRESH_TOKEN']);
  });
});
