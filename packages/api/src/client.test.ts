import { expect, test } from 'vitest';
import { createClient } from './client.ts';

type Asked = { readonly url: string; readonly init: RequestInit };

function answeringWith(status: number, type: string, body: string) {
  const asked: Asked[] = [];
  const client = createClient({
    baseUrl: 'https://ringback.example.com/',
    token: 'secret',
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return new Response(body, { status, headers: { 'content-type': type } });
    },
  });
  return { client, asked };
}

test('a request is made as the contract says', async () => {
  const { client, asked } = answeringWith(201, 'application/json; charset=utf-8', '{"id":"t1"}');
  await client.sendMessage({
    params: { id: 'a/b' },
    query: { business: 'acme' },
    body: { body: 'Hi' },
    idempotencyKey: 'k1',
  });
  expect(asked).toMatchObject([
    {
      url: 'https://ringback.example.com/api/v1/conversations/a%2Fb/messages?business=acme',
      init: {
        method: 'POST',
        body: '{"body":"Hi"}',
        headers: {
          authorization: 'Bearer secret',
          'content-type': 'application/json',
          'idempotency-key': 'k1',
        },
      },
    },
  ]);
});

test('a problem becomes an error that says what to do', async () => {
  const problem = { type: '/problems/text-withheld', title: 'No', status: 409, detail: 'They wrote STOP.' };
  const { client } = answeringWith(409, 'application/problem+json', JSON.stringify(problem));
  await expect(client.me()).rejects.toMatchObject({
    status: 409,
    type: '/problems/text-withheld',
    title: 'No',
    detail: 'They wrote STOP.',
  });
});

test.each([
  [502, '<h1>Bad gateway</h1>'],
  [200, '<h1>Log in</h1>'],
])('a page of a proxy with status %i is an error without a type of ours', async (status, page) => {
  const { client } = answeringWith(status, 'text/html', page);
  await expect(client.me()).rejects.toMatchObject({ status, type: 'about:blank' });
});
