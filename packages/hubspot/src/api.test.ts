import { Client } from '@hubspot/api-client';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import rateLimited from '../../../test-fixtures/hubspot/rate-limited.json' with { type: 'json' };
import validationError from '../../../test-fixtures/hubspot/validation-error.json' with { type: 'json' };
import { createHubspotApi, type HubspotApiSettings } from './api.ts';
import { type ScriptedAnswer, serveAnswers, unreachableUrl } from './testing/scripted-server.ts';

const schema = z.object({ id: z.string() });
const found: ScriptedAnswer = { status: 200, body: { id: '7', somethingNew: true } };
const lookUp = { method: 'GET', path: '/crm/objects/2026-03/contacts/7' } as const;
const create = { method: 'POST', path: '/crm/objects/2026-03/notes', body: { properties: {} } } as const;

async function openApi(answers: readonly ScriptedAnswer[], settings: Partial<HubspotApiSettings> = {}) {
  const server = await serveAnswers(...answers);
  const waits: number[] = [];
  const api = createHubspotApi({
    baseUrl: server.baseUrl,
    accessToken: async () => 'token-1',
    async wait(ms) {
      waits.push(ms);
    },
    ...settings,
  });
  return { ...server, api, waits };
}

const options = () => ({ signal: AbortSignal.timeout(10_000) });

test('sends the token of the moment and reads the fields that we know', async () => {
  const { api, requests } = await openApi([found]);
  expect(await api.read(lookUp, schema, options())).toEqual({ id: '7' });
  expect(requests).toMatchObject([
    { method: 'GET', path: lookUp.path, headers: { authorization: 'Bearer token-1' } },
  ]);
});

test('sends the query and the body of a request', async () => {
  const { api, requests } = await openApi([found]);
  await api.read({ ...lookUp, query: { limit: '500', after: 'a&b' } }, schema, options());
  await api.write(create, schema, options());
  expect(requests.map(({ path, body }) => [path, body])).toEqual([
    [`${lookUp.path}?limit=500&after=a%26b`, ''],
    [create.path, '{"properties":{}}'],
  ]);
});

describe('a read', () => {
  test.each([
    { status: 429, headers: { 'retry-after': '3' }, waits: [3_000] },
    { status: 429, body: { policyName: 'SECONDLY' }, waits: [1_000] },
    { status: 429, body: rateLimited, waits: [10_000] },
    { status: 423, waits: [2_000] },
    { status: 477, headers: { 'retry-after': '5' }, waits: [5_000] },
    { status: 502, waits: [200] },
  ])('is tried again after $status, when HubSpot says so', async ({ waits: expected, ...answer }) => {
    const { api, waits, requests } = await openApi([answer, found]);
    expect(await api.read(lookUp, schema, options())).toEqual({ id: '7' });
    expect(waits).toEqual(expected);
    expect(requests).toHaveLength(2);
  });

  test('gives up after the fourth attempt', async () => {
    const { api, waits, requests } = await openApi([{ status: 503 }]);
    await expect(api.read(lookUp, schema, options())).rejects.toMatchObject({
      code: 'crm-unavailable',
      retry: 'later',
    });
    expect(requests).toHaveLength(4);
    expect(waits).toEqual([200, 400, 800]);
  });

  test.each([
    {
      status: 429,
      headers: { 'retry-after': '60' },
      body: {},
      code: 'crm-rate-limited',
      retryAfterMs: 60_000,
    },
    { status: 429, body: { policyName: 'DAILY' }, code: 'crm-rate-limited', retryAfterMs: 3_600_000 },
    { status: 477, headers: { 'retry-after': '86400' }, code: 'crm-unavailable', retryAfterMs: 86_400_000 },
  ])(
    'does not hang for a long wait, but says how long: $retryAfterMs ms',
    async ({ code, retryAfterMs, ...answer }) => {
      const { api, waits } = await openApi([answer]);
      await expect(api.read(lookUp, schema, options())).rejects.toMatchObject({
        code,
        retry: 'later',
        retryAfterMs,
      });
      expect(waits).toEqual([]);
    },
  );

  test('waits no longer than the caller does, and says then what HubSpot said', async () => {
    const { baseUrl, requests } = await serveAnswers({ status: 429, headers: { 'retry-after': '9' } });
    const api = createHubspotApi({ baseUrl, accessToken: async () => 'token-1' });
    await expect(api.read(lookUp, schema, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      code: 'crm-rate-limited',
      retryAfterMs: 9_000,
    });
    expect(requests).toHaveLength(1);
  });

  test('that finds no connection, a broken one or nonsense is unavailable', async () => {
    for (const answer of ['reset', { status: 200, body: '<html>' }, { status: 200, body: {} }] as const) {
      const { api } = await openApi([answer]);
      await expect(api.read(lookUp, schema, options())).rejects.toMatchObject({
        code: 'crm-unavailable',
        retry: 'later',
      });
    }
  });
});

describe('a write', () => {
  test.each([
    'reset',
    'silence',
    { status: 500 },
    { status: 201, body: '<html>' },
    { status: 201, body: {} },
  ] as const)('is sent once, and unclear after %j', async (answer) => {
    const { api, requests } = await openApi([answer]);
    const signal = AbortSignal.timeout(answer === 'silence' ? 50 : 10_000);
    await expect(api.write(create, schema, { signal })).rejects.toMatchObject({
      code: 'crm-unclear',
      retry: 'unknown',
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    { status: 429, code: 'crm-rate-limited', retry: 'later' },
    { status: 423, code: 'crm-unavailable', retry: 'later' },
    { status: 477, code: 'crm-unavailable', retry: 'later' },
  ])('was certainly not carried out after $status', async ({ status, code, retry }) => {
    const { api, requests } = await openApi([{ status }]);
    await expect(api.write(create, schema, options())).rejects.toMatchObject({ code, retry });
    expect(requests).toHaveLength(1);
  });

  test('was not carried out either when HubSpot could not be reached', async () => {
    const { api } = await openApi([found], { baseUrl: await unreachableUrl() });
    await expect(api.write(create, schema, options())).rejects.toMatchObject({
      code: 'crm-unavailable',
      retry: 'later',
    });
  });

  test("that the portal's rules forbid carries HubSpot's own message", async () => {
    const { api } = await openApi([{ status: 400, body: validationError }]);
    await expect(api.write(create, schema, options())).rejects.toMatchObject({
      code: 'crm-refused',
      retry: 'never',
      message: 'HubSpot refused: Property values were not valid: "branch" is required',
    });
  });
});

describe('a token that HubSpot refuses before its time', () => {
  test('is replaced once, also for a write, which was not carried out', async () => {
    const refused: (string | undefined)[] = [];
    const { api, requests } = await openApi([{ status: 401 }, found], {
      async accessToken({ refused: token }) {
        refused.push(token);
        return token ? 'token-2' : 'token-1';
      },
    });
    expect(await api.write(create, schema, options())).toEqual({ id: '7' });
    expect(refused).toEqual([undefined, 'token-1']);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('means that the connection is gone when the next one is refused too', async () => {
    const { api, requests } = await openApi([{ status: 401 }], {
      accessToken: async ({ refused }) => (refused ? 'token-2' : 'token-1'),
    });
    await expect(api.write(create, schema, options())).rejects.toMatchObject({
      code: 'crm-auth',
      retry: 'never',
    });
    expect(requests).toHaveLength(2);
  });

  test('means so at once when there is no other', async () => {
    const { api, requests } = await openApi([{ status: 401 }]);
    await expect(api.read(lookUp, schema, options())).rejects.toMatchObject({
      code: 'crm-auth',
      retry: 'never',
    });
    expect(requests).toHaveLength(1);
  });
});

test('a missing scope ends the connection, another prohibition only this request', async () => {
  const scope = await openApi([{ status: 403, body: { category: 'MISSING_SCOPES', message: 'no' } }]);
  await expect(scope.api.read(lookUp, schema, options())).rejects.toMatchObject({ code: 'crm-auth' });
  const other = await openApi([{ status: 403, body: { category: 'BANNED', message: 'no' } }]);
  await expect(other.api.read(lookUp, schema, options())).rejects.toMatchObject({ code: 'crm-refused' });
});

test("keeps the client's own retries off, whatever another part of the process has switched on", async () => {
  const { api, requests, baseUrl } = await openApi([{ status: 500 }]);
  const other = new Client({ basePath: baseUrl, numberOfApiCallRetries: 6 });
  expect(other).toBeDefined();
  await expect(api.write(create, schema, options())).rejects.toMatchObject({ code: 'crm-unclear' });
  expect(requests).toHaveLength(1);
});

describe('what the account may be asked', () => {
  async function openCounted(ms: number) {
    const asked: string[] = [];
    const waited: number[] = [];
    const server = await serveAnswers({ status: 200, body: {} });
    const api = createHubspotApi({
      baseUrl: server.baseUrl,
      accessToken: async () => 'token-1',
      async allowance(kind, { perSecond, burst }) {
        asked.push(`${kind} ${perSecond}/s ${burst}`);
        return ms;
      },
      wait: async (waitMs) => void waited.push(waitMs),
    });
    return { api, asked, waited };
  }
  const get = { method: 'GET', path: '/crm/objects/2026-03/contacts/1' } as const;
  const search = { method: 'POST', path: '/crm/objects/2026-03/contacts/search', body: {} } as const;

  test('is taken before each request, searches apart, and waited for', async () => {
    const { api, asked, waited } = await openCounted(250);
    await api.read(get, z.object({}), { signal: AbortSignal.timeout(5_000) });
    await api.write(get, z.object({}), { signal: AbortSignal.timeout(5_000) });
    await api.read(search, z.object({}), { signal: AbortSignal.timeout(5_000) });
    expect(asked).toEqual(['request 8/s 20', 'request 8/s 20', 'search 4/s 1']);
    expect(waited).toEqual([250, 250, 250]);
  });

  test('is counted for what is urgent, which does not wait', async () => {
    const { api, asked, waited } = await openCounted(250);
    await api.read(get, z.object({}), { signal: AbortSignal.timeout(5_000), urgent: true });
    expect(asked).toHaveLength(1);
    expect(waited).toEqual([]);
  });
});
