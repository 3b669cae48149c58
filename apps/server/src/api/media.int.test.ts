import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApi } from './testing/open-api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  const { db } = world.engine.store;
  const of = { business_id: 'acme-plumbing', text_id: 'text-MM1' };
  const kinds = ['image/jpeg', 'application/pdf', 'text/vcard'];
  for (const [position, content_type] of kinds.entries()) {
    await db
      .insertInto('text_media')
      .values({
        ...of,
        position,
        caller_id: '+15125550142',
        content_type,
        state: 'stored',
        created_at: new Date(),
      })
      .execute();
    await db
      .insertInto('text_media_bytes')
      .values({ ...of, position, bytes: Buffer.from('<script>') })
      .execute();
  }
});
afterAll(() => world.close());

function get(position: number | string, token: string | null = 'everything'): Promise<Response> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${world.url}/api/v1/texts/text-MM1/media/${position}`, { headers });
}

test.each([
  [0, 'image/jpeg', 'inline; filename="text-1.jpeg"'],
  [1, 'application/pdf', 'attachment; filename="text-2.pdf"'],
  [2, 'text/plain; charset=utf-8', 'attachment; filename="text-3.vcard"'],
])('file %i is served as %s, and can run nothing', async (position, contentType, disposition) => {
  const answer = await get(position);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': contentType,
    'content-disposition': disposition,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  });
  expect(await answer.text()).toBe('<script>');
});

test.each([
  ['without a token', 0, null, 401],
  ['with a token of another business', 0, 'only-dental', 404],
  ['that there is none of', 7, 'everything', 404],
  ['whose place is no number', 'x', 'everything', 400],
])('a file %s is refused', async (_why, position, token, status) => {
  const answer = await get(position, token);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});
