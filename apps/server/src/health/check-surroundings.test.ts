import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessSchema, toInstant } from '@ringback/core';
import { verifyTwilioRequest } from '@ringback/messaging';
import { createManualClock, createTwilioLookalike } from '@ringback/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { type Served, serve } from '../sandbox/serve.ts';
import { freePort } from '../testing/free-port.ts';
import { checkSettings } from './check-settings.ts';
import { checkAddressAnswers, checkDisk } from './check-surroundings.ts';
import { checkTwilio } from './check-twilio.ts';
import type { Finding } from './finding.ts';

let folder: string;
const served: Served[] = [];
const accountSid = `AC${'1'.repeat(32)}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-health-'));
});

afterEach(async () => {
  for (const each of served.splice(0)) await each.close();
  await rm(folder, { recursive: true, force: true });
});

function configOf(environment: { readonly [name: string]: string } = {}) {
  const withTwilio = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: 'token',
    RINGBACK_CONFIG: join(folder, 'businesses.yaml'),
    PUBLIC_URL: 'https://ringback.example.com',
  };
  return readConfig({ ...withTwilio, ...environment }, { dataDir: folder });
}

async function serving(handler: Parameters<typeof serve>[0]): Promise<string> {
  const one = await serve(handler);
  served.push(one);
  return one.url;
}

function codes(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

async function writeBusinesses(extra = ''): Promise<void> {
  await writeFile(
    join(folder, 'businesses.yaml'),
    `businesses:
  - id: acme
    name: Acme Plumbing
    timeZone: America/Chicago
    lines: [{ number: "+15125550100" }]
${extra}`,
  );
}

test('an address that is not https is told, but not in the sandbox', async () => {
  await writeBusinesses();
  expect(codes(await checkSettings(configOf({ PUBLIC_URL: 'http://ringback.example.com' })))).toEqual([
    'warning address-is-plain-http',
  ]);
  expect(await checkSettings(configOf())).toEqual([]);
  expect(await checkSettings(readConfig({}, { dataDir: folder }))).toEqual([]);
});

test('a business file that is wrong is told with its path, and one that is missing too', async () => {
  await writeBusinesses('    colour: red\n');
  const [finding, ...others] = await checkSettings(configOf());
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'problem', code: 'business-file-wrong' });
  expect(finding?.what).toContain('colour');
  await rm(join(folder, 'businesses.yaml'));
  expect(codes(await checkSettings(configOf()))).toEqual(['problem business-file-wrong']);
});

test('a business that wants e-mail hears that there is none', async () => {
  await writeBusinesses('    notify: { email: owner@example.com }\n');
  expect(await checkSettings(configOf())).toMatchObject([{ code: 'email-off', business: 'acme' }]);
  const mail = { SMTP_URL: 'smtp://smtp.example.com', MAIL_FROM: 'ringback@example.com' };
  expect(await checkSettings(configOf(mail))).toEqual([]);
});

/** The server at the address, as far as it is asked: it knows this token, and its own address. */
function answerAsOurs(authToken: string): Parameters<typeof serve>[0] {
  return async (request, response) => {
    if (request.url === '/healthz') return void response.end('ok\n');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const isSigned = verifyTwilioRequest({
      authTokens: [authToken],
      url: `http://${request.headers.host}${request.url}`,
      params,
      signature: String(request.headers['x-twilio-signature']),
    });
    response.statusCode = isSigned ? 200 : 403;
    response.end(isSigned ? `ringback ${params.nonce}` : 'no');
  };
}

test('a server there that takes our signature for a forged one is told', async () => {
  const url = await serving(answerAsOurs('another token'));
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: url }))).toMatchObject([
    { severity: 'problem', code: 'signature-refused', what: expect.stringContaining('does not accept') },
  ]);
});

test('an address that leads to no server, or to another one, is told', async () => {
  const ours = await serving(answerAsOurs('token'));
  const another = await serving((_request, response) => void response.end('<h1>Welcome</h1>'));
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: ours }))).toEqual([]);
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: another }))).toMatchObject([
    { code: 'address-unreachable', what: expect.stringContaining('not as this server does') },
  ]);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: nowhere }))).toMatchObject([
    { code: 'address-unreachable', what: expect.stringContaining('ECONNREFUSED') },
  ]);
});

test.each([
  [1.1e9, []],
  [0.9e9, ['warning disk-full-soon']],
  [0.1e9, ['problem disk-full-soon']],
])('with %d bytes left for the embedded store: %j', async (bytes, expected) => {
  expect(codes(await checkDisk(configOf(), async () => bytes))).toEqual(expected);
});

test('the disk itself is asked, but not for PostgreSQL', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(checkDisk(configOf({ RINGBACK_DATA_DIR: join(folder, 'file/x') }))).rejects.toThrow('ENOTDIR');
  expect(await checkDisk(configOf({ RINGBACK_DATA_DIR: join(folder, 'nowhere') }))).toEqual([]);
  const onPostgres = configOf({
    DATABASE_URL: 'postgres://127.0.0.1/x',
    RINGBACK_ADMIN_TOKEN: 'x'.repeat(24),
    RINGBACK_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
  });
  expect(await checkDisk(onPostgres, async () => 0)).toEqual([]);
});

async function askTwilio(
  environment: { readonly [name: string]: string } = {},
  urls: { readonly voiceUrl?: string; readonly voiceFallbackUrl?: string } = {},
) {
  const at = 'https://ringback.example.com/webhooks/twilio';
  const numbers = [
    {
      number: '+15125550100',
      voiceUrl: `${at}/voice#rc=3`,
      voiceFallbackUrl: 'https://handler.twilio.com/twiml/EH00000000000000000000000000000001',
      statusCallback: `${at}/voice/status`,
      smsUrl: `${at}/messages`,
      ...urls,
    },
  ];
  const clock = createManualClock(toInstant('2026-11-19T16:00:00.000Z'));
  const twilio = createTwilioLookalike({ accountSid, authToken: 'token', clock, numbers });
  const url = await serving(twilio.app);
  const lines = [{ number: '+15125550100' }, { number: '+15125550199' }];
  const businesses = [1, 2].map((count) =>
    businessSchema.parse({
      id: `with-${count}`,
      name: 'Acme',
      timeZone: 'America/Chicago',
      lines: lines.slice(0, count),
    }),
  );
  const nowMs = () => Date.parse('2026-11-19T16:00:00.400Z');
  const config = { ...configOf({ TWILIO_API_BASE_URL: url, ...environment }), nowMs };
  return { config, one: businesses.slice(0, 1), two: businesses.slice(1) };
}

test('Twilio with our credentials and our numbers has nothing to complain of', async () => {
  const { config, one } = await askTwilio();
  expect(await checkTwilio(config, one)).toEqual([]);
  expect(await checkTwilio({ ...config, twilio: null }, one)).toEqual([]);
});

test('a token that Twilio refuses is told', async () => {
  const { config, one } = await askTwilio({ TWILIO_AUTH_TOKEN: 'old' });
  expect(codes(await checkTwilio(config, one))).toEqual(['problem twilio-refuses-us']);
});

test('a Twilio that does not answer is told', async () => {
  const { config, one } = await askTwilio({ TWILIO_API_BASE_URL: `http://127.0.0.1:${await freePort()}` });
  expect(await checkTwilio(config, one)).toMatchObject([
    { code: 'twilio-unreachable', what: expect.stringContaining('ECONNREFUSED') },
  ]);
});

test('a line that is no number of the account is told by its business', async () => {
  const { config, two } = await askTwilio();
  expect(await checkTwilio(config, two)).toMatchObject([
    { code: 'number-not-ours', business: 'with-2', what: expect.stringContaining('+15125550199') },
  ]);
});

test('a number whose webhooks go elsewhere is told, with where they should go', async () => {
  const { config, one } = await askTwilio({}, { voiceUrl: 'https://old.example.com/voice' });
  expect(await checkTwilio(config, one)).toMatchObject([
    {
      code: 'number-points-elsewhere',
      what: expect.stringContaining('Calls go to https://old.example.com/voice.'),
      whatToDo: expect.stringContaining('POST /api/v1/numbers/+15125550100/connect'),
    },
  ]);
});

test('a number without a fallback for when this server is away is told as a warning', async () => {
  const { config, one } = await askTwilio({}, { voiceFallbackUrl: '' });
  expect(codes(await checkTwilio(config, one))).toEqual(['warning number-without-fallback']);
});

test.each([
  [3, ['warning clocks-differ']],
  [-45, ['problem clocks-differ']],
])('a clock that is %d s from Twilio’s is told', async (seconds, expected) => {
  const { config, one } = await askTwilio();
  const nowMs = () => Date.parse('2026-11-19T16:00:00Z') + seconds * 1000;
  expect(codes(await checkTwilio({ ...config, nowMs }, one))).toEqual(expected);
});
