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
import type { Checked } from './finding.ts';

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

/** What is wrong by its code, what is well by what was looked at. */
function codes(checked: readonly Checked[]): readonly string[] {
  return checked.map((each) => `${each.severity} ${each.severity === 'ok' ? each.check : each.code}`);
}

function wrongOf(checked: readonly Checked[]): readonly string[] {
  return codes(checked.filter(({ severity }) => severity !== 'ok'));
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
  expect(wrongOf(await checkSettings(configOf({ PUBLIC_URL: 'http://ringback.example.com' })))).toEqual([
    'warning address-is-plain-http',
  ]);
  expect(codes(await checkSettings(configOf()))).toEqual([
    'ok settings',
    'ok https',
    'ok business-file',
    'ok email',
  ]);
  const [inSandbox, ...others] = await checkSettings(readConfig({}, { dataDir: folder }));
  expect(inSandbox?.what).toContain('it is the sandbox');
  expect(others).toEqual([]);
});

test('a business file that is wrong is told with its path, and one that is missing too', async () => {
  await writeBusinesses('    colour: red\n');
  const checked = await checkSettings(configOf());
  expect(wrongOf(checked)).toHaveLength(1);
  const finding = checked.at(-1);
  expect(finding).toMatchObject({ severity: 'problem', code: 'business-file-wrong' });
  expect(finding?.what).toContain('colour');
  await rm(join(folder, 'businesses.yaml'));
  expect(wrongOf(await checkSettings(configOf()))).toEqual(['problem business-file-wrong']);
});

test('a business that wants e-mail hears that there is none', async () => {
  await writeBusinesses('    notify: { email: owner@example.com }\n');
  expect((await checkSettings(configOf())).at(-1)).toMatchObject({ code: 'email-off', business: 'acme' });
  const mail = { SMTP_URL: 'smtp://smtp.example.com', MAIL_FROM: 'ringback@example.com' };
  expect(wrongOf(await checkSettings(configOf(mail)))).toEqual([]);
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
    { severity: 'ok', check: 'address' },
    { severity: 'problem', code: 'signature-refused', what: expect.stringContaining('does not accept') },
  ]);
});

test('an address that leads to no server, or to another one, is told', async () => {
  const ours = await serving(answerAsOurs('token'));
  const another = await serving((_request, response) => void response.end('<h1>Welcome</h1>'));
  expect(codes(await checkAddressAnswers(configOf({ PUBLIC_URL: ours })))).toEqual([
    'ok address',
    'ok signature',
  ]);
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: another }))).toMatchObject([
    { code: 'address-unreachable', what: expect.stringContaining('not as this server does') },
  ]);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  expect(await checkAddressAnswers(configOf({ PUBLIC_URL: nowhere }))).toMatchObject([
    { code: 'address-unreachable', what: expect.stringContaining('ECONNREFUSED') },
  ]);
});

test.each([
  [1.1e9, ['ok disk']],
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
  return { config, url, twilio, one: businesses.slice(0, 1), two: businesses.slice(1) };
}
type Asked = Awaited<ReturnType<typeof askTwilio>>;

const filed = new Set(['+15125550100']);
const isWrong = ({ severity }: Checked) => severity !== 'ok';

/** The number in a messaging service with a campaign, as it was made in the console. */
async function register({ url, twilio }: Asked, status: string): Promise<void> {
  const post = async (path: string, form: Record<string, string>) => {
    const authorization = `Basic ${Buffer.from(`${accountSid}:token`).toString('base64')}`;
    const body = new URLSearchParams(form);
    const response = await fetch(url + path, { method: 'POST', headers: { authorization }, body });
    expect(response.status).toBe(201);
    return ((await response.json()) as { sid: string }).sid;
  };
  const service = await post('/v1/Services', { FriendlyName: 'Made by hand' });
  const numbers = `${url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:token`).toString('base64')}`;
  const listed = await (await fetch(numbers, { headers: { authorization } })).json();
  const [{ sid }] = (listed as { incoming_phone_numbers: [{ sid: string }] }).incoming_phone_numbers;
  await post(`/v1/Services/${service}/PhoneNumbers`, { PhoneNumberSid: sid });
  await post(`/v1/Services/${service}/Compliance/Usa2p`, {
    BrandRegistrationSid: `BN${'0'.repeat(32)}`,
    Description: 'Acme Plumbing answers missed phone calls by one text about the call.',
    MessageFlow: 'The caller hears the recorded greeting, and presses 1 to get a text about the call.',
    MessageSamples: 'Acme Plumbing: sorry we missed your call. Reply STOP to opt out.',
    UsAppToPersonUsecase: 'LOW_VOLUME',
    HasEmbeddedLinks: 'false',
    HasEmbeddedPhone: 'false',
  });
  twilio.review('Usa2p', { status });
}

test('Twilio with our credentials and our numbers has nothing to complain of', async () => {
  const asked = await askTwilio();
  const { config, one } = asked;
  await register(asked, 'VERIFIED');
  expect(codes(await checkTwilio(config, one))).toEqual([
    'ok twilio-account',
    'ok clock',
    'ok numbers',
    'ok registration',
  ]);
  expect(await checkTwilio({ ...config, twilio: null }, one)).toEqual([]);
});

test.each([
  ['IN_PROGRESS', 'warning registration-under-way'],
  ['FAILED', 'problem registration-rejected'],
  ['SUSPENDED', 'problem registration-rejected'],
])('a line whose campaign is %s: %s', async (status, expected) => {
  const asked = await askTwilio();
  await register(asked, status);
  expect(wrongOf(await checkTwilio(asked.config, asked.one))).toEqual([expected]);
});

test('a line that nobody has registered is told, unless its registration is known from the store', async () => {
  const { config, one } = await askTwilio();
  expect(wrongOf(await checkTwilio(config, one))).toEqual(['problem number-unregistered']);
  expect(wrongOf(await checkTwilio(config, one, new Set(['+15125550100'])))).toEqual([]);
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
  expect((await checkTwilio(config, two, filed)).filter(isWrong)).toMatchObject([
    { code: 'number-not-ours', business: 'with-2', what: expect.stringContaining('+15125550199') },
  ]);
});

test('a number whose webhooks go elsewhere is told, with where they should go', async () => {
  const { config, one } = await askTwilio({}, { voiceUrl: 'https://old.example.com/voice' });
  expect((await checkTwilio(config, one, filed)).filter(isWrong)).toMatchObject([
    {
      code: 'number-points-elsewhere',
      what: expect.stringContaining('Calls go to https://old.example.com/voice.'),
      whatToDo: expect.stringContaining('pnpm ringback numbers connect +15125550100'),
    },
  ]);
});

test('a number without a fallback for when this server is away is told as a warning', async () => {
  const { config, one } = await askTwilio({}, { voiceFallbackUrl: '' });
  expect(wrongOf(await checkTwilio(config, one, filed))).toEqual(['warning number-without-fallback']);
});

test.each([
  [3, ['warning clocks-differ']],
  [-45, ['problem clocks-differ']],
])('a clock that is %d s from Twilio’s is told', async (seconds, expected) => {
  const { config, one } = await askTwilio();
  const nowMs = () => Date.parse('2026-11-19T16:00:00Z') + seconds * 1000;
  expect(wrongOf(await checkTwilio({ ...config, nowMs }, one, filed))).toEqual(expected);
});
