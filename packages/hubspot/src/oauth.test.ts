import { toInstant } from '@ringback/core';
import { describe, expect, test } from 'vitest';
import badRefreshToken from '../../../test-fixtures/hubspot/bad-refresh-token.json' with { type: 'json' };
import granted from '../../../test-fixtures/hubspot/tokens.json' with { type: 'json' };
import { createHubspotOAuth } from './oauth.ts';
import { type ScriptedAnswer, serveAnswers } from './testing/scripted-server.ts';

const now = toInstant('2026-11-20T12:00:00.000Z');
const redirectUri = 'https://ringback.example/oauth/hubspot/callback';

async function openOAuth(...answers: readonly ScriptedAnswer[]) {
  const server = await serveAnswers(...answers);
  const oauth = createHubspotOAuth({
    clientId: 'client-1',
    clientSecret: 'secret & 1',
    baseUrl: server.baseUrl,
    authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
  });
  return { oauth, requests: server.requests };
}

test('sends the administrator to agree to what the adapter needs', async () => {
  const { oauth } = await openOAuth();
  const url = new URL(oauth.authorizeUrl({ state: 'state-1', redirectUri }));
  expect(url.origin + url.pathname).toBe('https://app.hubspot.com/oauth/authorize');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'client-1',
    redirect_uri: redirectUri,
    state: 'state-1',
    scope:
      'oauth crm.objects.contacts.read crm.objects.contacts.write crm.schemas.contacts.read crm.schemas.contacts.write crm.objects.deals.read crm.objects.deals.write crm.objects.owners.read',
  });
});

test('exchanges the code, form-encoded, for the tokens of one portal', async () => {
  const { oauth, requests } = await openOAuth({ status: 200, body: granted });
  expect(await oauth.exchangeCode({ code: 'code-1', redirectUri, now })).toEqual({
    tokens: {
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAt: '2026-11-20T12:30:00.000Z',
    },
    accountId: '4711',
    accountName: 'HubSpot account 4711',
  });
  const [request] = requests;
  expect(request).toMatchObject({ method: 'POST', path: '/oauth/2026-03/token' });
  expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    grant_type: 'authorization_code',
    code: 'code-1',
    redirect_uri: redirectUri,
    client_id: 'client-1',
    client_secret: 'secret & 1',
  });
});

test('gives the refresh token that HubSpot returned, which may be a new one', async () => {
  const rotated = { ...granted, access_token: 'access-2', refresh_token: 'refresh-2' };
  const { oauth, requests } = await openOAuth({ status: 200, body: rotated });
  expect(await oauth.refresh('refresh-1', now)).toEqual({
    accessToken: 'access-2',
    refreshToken: 'refresh-2',
    expiresAt: '2026-11-20T12:30:00.000Z',
  });
  expect(new URLSearchParams(requests[0]?.body).get('refresh_token')).toBe('refresh-1');
});

describe('a refresh that fails', () => {
  const refused = (body: object): ScriptedAnswer => ({ status: 400, body });

  test.each([
    [refused(badRefreshToken), 'crm-auth', 'never'],
    [refused({ error: 'invalid_request', status: 'BAD_HUB', message: 'gone' }), 'crm-auth', 'never'],
    [refused({ error: 'access_denied', message: 'gone' }), 'crm-auth', 'never'],
    [
      refused({ error: 'invalid_client', status: 'BAD_CLIENT_SECRET', message: 'no' }),
      'crm-misconfigured',
      'later',
    ],
    [
      refused({ error: 'invalid_grant', status: 'BAD_CLIENT_ID', message: 'no' }),
      'crm-misconfigured',
      'later',
    ],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'crm-rate-limited', 'later'],
    [{ status: 423 }, 'crm-unavailable', 'later'],
    [{ status: 477 }, 'crm-unavailable', 'later'],
    [{ status: 503 }, 'crm-unavailable', 'later'],
    [{ status: 200, body: 'not json' }, 'crm-unavailable', 'later'],
    ['reset', 'crm-unavailable', 'later'],
  ] satisfies [ScriptedAnswer, string, string][])('with %j is %s', async (answer, code, retry) => {
    const { oauth } = await openOAuth(answer);
    await expect(oauth.refresh('refresh-1', now)).rejects.toMatchObject({ name: 'CrmError', code, retry });
  });
});

test('a code that is wrong or used is told apart from a HubSpot that is away', async () => {
  const { oauth } = await openOAuth({
    status: 400,
    body: { error: 'invalid_grant', status: 'BAD_AUTH_CODE', message: 'missing or unknown auth code' },
  });
  await expect(oauth.exchangeCode({ code: 'used', redirectUri, now })).rejects.toMatchObject({
    code: 'crm-auth',
    message: 'The connection to HubSpot has ended: missing or unknown auth code',
  });
});
