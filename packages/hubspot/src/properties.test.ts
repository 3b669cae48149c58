import { expect, test } from 'vitest';
import { createHubspotApi } from './api.ts';
import { ensureProperties, missingProperties } from './properties.ts';
import { type ScriptedAnswer, serveAnswers } from './testing/scripted-server.ts';

const names = [
  'ringback_phone',
  'ringback_sms_status',
  'ringback_sms_opted_out_at',
  'ringback_sms_opted_in_at',
  'ringback_sms_opt_source',
  'ringback_source',
];
const list = (...existing: string[]): ScriptedAnswer => ({
  status: 200,
  body: { results: existing.map((name) => ({ name, hasUniqueValue: name === 'ringback_phone' })) },
});
const created: ScriptedAnswer = { status: 201, body: { name: 'any', hasUniqueValue: true } };

async function openApi(...answers: readonly ScriptedAnswer[]) {
  const { baseUrl, requests } = await serveAnswers(...answers);
  return { api: createHubspotApi({ baseUrl, accessToken: async () => 'token-1' }), requests };
}

const options = () => ({ signal: AbortSignal.timeout(10_000) });

test('creates what is missing, the number as a unique key', async () => {
  const { api, requests } = await openApi(list('phone', 'ringback_sms_status'), created);
  await ensureProperties(api, options());
  const bodies = requests.slice(1).map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'ringback_sms_status'));
  expect(bodies[0]).toMatchObject({ hasUniqueValue: true, type: 'string', groupName: 'contactinformation' });
});

test('creates nothing when all is there', async () => {
  const { api, requests } = await openApi(list(...names));
  await ensureProperties(api, options());
  expect(requests).toHaveLength(1);
});

test('takes a property that another process has just created', async () => {
  const { api } = await openApi(
    list(...names.slice(1)),
    { status: 409, body: { message: 'exists' } },
    { status: 200, body: { name: 'ringback_phone', hasUniqueValue: true } },
  );
  await expect(ensureProperties(api, options())).resolves.toBeUndefined();
});

test('says what to do when the key exists without being unique', async () => {
  const { api } = await openApi({ status: 200, body: { results: names.map((name) => ({ name })) } });
  await expect(ensureProperties(api, options())).rejects.toMatchObject({
    code: 'crm-refused',
    message: expect.stringContaining('"ringback_phone" exists in HubSpot without unique values'),
  });
});

test("passes on HubSpot's words when the portal allows no more unique properties", async () => {
  const { api } = await openApi(list(), {
    status: 400,
    body: { message: 'limit of unique properties reached' },
  });
  await expect(ensureProperties(api, options())).rejects.toMatchObject({
    code: 'crm-refused',
    message: 'HubSpot refused: limit of unique properties reached',
  });
});

test('names what is missing', async () => {
  const { api } = await openApi(list('ringback_phone', 'ringback_sms_status'));
  expect(await missingProperties(api, { doNotText: ['quiet', 'ringback_phone'] }, options())).toEqual({
    ours: names.slice(2),
    theirs: ['quiet'],
  });
});
