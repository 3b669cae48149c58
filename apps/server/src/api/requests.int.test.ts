import { type Problem, problemSchema, problems, routes } from '@ringback/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  await world.missCall({ id: 'CA1', from: '+15125550142' });
});
afterAll(() => world.close());

async function ask(path: string, init: RequestInit = {}): Promise<{ response: Response; problem: Problem }> {
  const headers = { authorization: 'Bearer everything', ...Object.fromEntries(new Headers(init.headers)) };
  const response = await fetch(`${world.url}/api/v1${path}`, { ...init, headers });
  const body: unknown = response.ok ? null : await response.json();
  return { response, problem: body === null ? ok : problemSchema.parse(body) };
}
const ok: Problem = { type: 'none', title: '', status: 200, detail: '' };

const json = { 'content-type': 'application/json' };
const messages = '/conversations/call-CA1-conversation/messages';

describe('a token', () => {
  test('shows whose it is and what it sees', async () => {
    const me = await world.client.me();
    expect(routes.me.answer.parse(me)).toEqual(me);
    expect(me).toMatchObject({ id: 'admin', name: 'Dana' });
    expect(me.businesses.map(({ id }) => id).sort()).toEqual(['acme-plumbing', 'bright-dental']);
    expect((await world.dental.me()).businesses).toEqual([{ id: 'bright-dental', name: 'Bright Dental' }]);
  });

  test.each([[''], ['Bearer'], ['Bearer wrong'], ['Basic everything'], ['everything']])(
    'is needed: "%s" gets 401',
    async (authorization) => {
      const { response, problem } = await ask('/me', { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="ringback"');
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(problem.type).toBe('/problems/unauthorized');
    },
  );

  test('shows nothing of a business that is not its own', async () => {
    const notFound = (type: string) => ({ status: 404, type: `/problems/${type}` });
    const { dental } = world;
    expect((await dental.listCalls()).data).toEqual([]);
    expect((await dental.listConversations()).data).toEqual([]);
    expect((await dental.listEvents()).data).toEqual([]);
    const query = { business: 'acme-plumbing' };
    await expect(dental.listCalls({ query })).rejects.toMatchObject(notFound('unknown-business'));
    const params = { id: 'call-CA1-conversation' };
    await expect(dental.explainCall({ params: { id: 'CA1' } })).rejects.toMatchObject(
      notFound('unknown-call'),
    );
    await expect(dental.close({ params })).rejects.toMatchObject(notFound('unknown-conversation'));
    await expect(dental.optOut({ params: { phone: '+15125550142' }, query })).rejects.toMatchObject(
      notFound('unknown-business'),
    );
  });

  test('whose businesses are all gone sees empty lists', async () => {
    const client = world.clientFor('gone-business');
    expect(await client.listCalls()).toEqual({ data: [], nextCursor: null });
    expect(await client.listConnections()).toEqual({ data: [], nextCursor: null });
  });
});

test('one call id in two businesses asks which is meant', async () => {
  await world.missCall({ id: 'CA-twice', from: '+15125550146' });
  await world.missCall({ id: 'CA-twice', from: '+15125550146', businessId: 'bright-dental' });
  const params = { id: 'CA-twice' };
  await expect(world.client.explainCall({ params })).rejects.toMatchObject({
    status: 400,
    type: '/problems/business-needed',
  });
  const query = { business: 'bright-dental' };
  expect((await world.client.explainCall({ params, query })).decision).toBe('text');
});

test.each([
  ['GET', '/calls?limit=0', {}, 'invalid-request', 'query.limit'],
  ['GET', '/calls?limit=101', {}, 'invalid-request', 'query.limit'],
  ['GET', '/calls?limit=ten', {}, 'invalid-request', 'query.limit'],
  ['GET', '/calls?limit=1&limit=2', {}, 'invalid-request', 'query.limit'],
  ['GET', '/calls?outcome=lost', {}, 'invalid-request', 'query.outcome'],
  ['GET', '/calls?colour=red', {}, 'invalid-request', 'colour'],
  ['GET', '/calls?cursor=abc', {}, 'invalid-request', 'query.cursor'],
  [
    'GET',
    `/calls?cursor=${btoa('{"at":"x","businessId":"a","id":"b"}')}`,
    {},
    'invalid-request',
    'query.cursor',
  ],
  ['GET', `/events?cursor=${btoa('"99999999999999999999"')}`, {}, 'invalid-request', 'query.cursor'],
  ['GET', '/calls?business=No%20Such', {}, 'invalid-request', 'query.business'],
  ['GET', '/calls?business=no-such', {}, 'unknown-business', 'no-such'],
  ['GET', '/calls/CA-none/decision', {}, 'unknown-call', 'CA-none'],
  ['GET', '/conversations/none', {}, 'unknown-conversation', 'none'],
  ['GET', '/calls/%E0%A4%A/decision', {}, 'invalid-request', '%'],
  ['GET', '/calls/CA%00/decision', {}, 'invalid-request', 'path.id'],
  ['POST', messages, { headers: json, body: '{"body":"a\\u0000b"}' }, 'invalid-request', 'body.body'],
  ['POST', messages, { headers: json, body: '{"body":"a\\ud83d"}' }, 'invalid-request', 'body.body'],
  ['GET', '/nowhere', {}, 'unknown-route', '/api/v1/nowhere'],
  ['POST', messages, { headers: json }, 'invalid-request', 'body'],
  ['POST', messages, { headers: json, body: '{"body":' }, 'malformed-body', 'JSON'],
  ['POST', messages, { headers: json, body: '{}' }, 'invalid-request', 'body.body'],
  ['POST', messages, { headers: json, body: '{"body":"  "}' }, 'invalid-request', 'body.body'],
  ['POST', messages, { headers: json, body: '{"body":"Hi","to":"+1"}' }, 'invalid-request', 'to'],
  ['POST', messages, { headers: json, body: `{"body":"${'x'.repeat(1601)}"}` }, 'invalid-request', '1600'],
  ['POST', messages, { headers: json, body: `{"body":"${'x'.repeat(70_000)}"}` }, 'body-too-large', '64 kB'],
  [
    'POST',
    messages,
    { headers: { 'content-type': 'text/plain' }, body: 'Hi' },
    'unsupported-media-type',
    'text/plain',
  ],
  [
    'POST',
    messages,
    { headers: { ...json, 'idempotency-key': 'x'.repeat(256) }, body: '{"body":"Hi"}' },
    'invalid-request',
    'Idempotency-Key',
  ],
  ['POST', '/contacts/5125550142/opt-out?business=acme-plumbing', {}, 'invalid-request', 'path.phone'],
  ['POST', '/contacts/+15125550142/opt-out', {}, 'invalid-request', 'query.business'],
  ['POST', '/contacts/+19995550142/opt-out?business=acme-plumbing', {}, 'invalid-request', 'path.phone'],
  [
    'POST',
    '/contacts/+15125550142/opt-in?business=acme-plumbing',
    { headers: json, body: '{}' },
    'invalid-request',
    'body.evidence',
  ],
] as const)('%s %s %o is answered with %s', async (method, path, init, code, named) => {
  const { response, problem } = await ask(path, { method, ...init });
  expect(problem).toMatchObject({ type: `/problems/${code}`, status: problems[code].status });
  expect(response.status).toBe(problem.status);
  expect(problem.detail).toContain(named);
});

test('a wrong method says which are right', async () => {
  const { response, problem } = await ask('/calls', { method: 'DELETE' });
  expect(response.headers.get('allow')).toBe('GET, HEAD');
  expect(problem).toMatchObject({ status: 405, type: '/problems/method-not-allowed' });
  expect((await ask(messages)).response.headers.get('allow')).toBe('POST');
});

test('the description of the API needs no token', async () => {
  const response = await fetch(`${world.url}/api/v1/openapi.json`);
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
});

test('nothing of all this was a failure of the server', () => {
  expect(world.failures).toEqual([]);
});
