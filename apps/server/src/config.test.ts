import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const defaults = { dataDir: '/data' };
const token = 'a-token-of-twenty-four-characters';
const key = Buffer.alloc(32, 7).toString('base64');
const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'secret',
  RINGBACK_CONFIG: 'businesses.yaml',
  PUBLIC_URL: 'https://ringback.example.com',
};

function problemsOf(environment: { readonly [name: string]: string }): readonly string[] {
  try {
    readConfig(environment, defaults);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('an empty environment is the sandbox on the embedded store', () => {
  expect(readConfig({}, defaults)).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    databaseUrl: null,
    dataDir: '/data',
    role: 'all',
    twilio: null,
    hubspot: null,
  });
});

test('a variable that is set to nothing counts as unset', () => {
  expect(readConfig({ PORT: '', HOST: '' }, defaults)).toMatchObject({ port: 3000, host: '127.0.0.1' });
});

test('a slash at the end of the public address is dropped, as paths are put behind it', () => {
  expect(readConfig({ PUBLIC_URL: 'https://a.example/' }, defaults).publicUrl).toBe('https://a.example');
});

test('a second Twilio token is accepted in signatures while tokens are rotated', () => {
  expect(readConfig({ ...twilio, TWILIO_AUTH_TOKEN: 'new, old' }, defaults).twilio?.authTokens).toEqual([
    'new',
    'old',
  ]);
});

test.each<[string, { readonly [name: string]: string }, RegExp]>([
  ['a port that is none', { PORT: 'http' }, /^PORT must be a port number/],
  ['a port in another notation', { PORT: '1e3' }, /^PORT must be a port number/],
  ['a port that is too high', { PORT: '65536' }, /^PORT must be at most 65535/],
  ['port 0', { PORT: '0' }, /^PORT must be a port number/],
  [
    'a role beside others in the sandbox',
    {
      DATABASE_URL: 'postgres://localhost/ringback',
      RINGBACK_ADMIN_TOKEN: token,
      RINGBACK_SECRET_KEY: key,
      RINGBACK_ROLE: 'web',
    },
    /^RINGBACK_ROLE can only be web with TWILIO_ACCOUNT_SID: the sandbox is one process$/,
  ],
  [
    'a database whose address is broken',
    {
      DATABASE_URL: 'postgres://me:a#b@localhost/ringback',
      RINGBACK_ADMIN_TOKEN: token,
      RINGBACK_SECRET_KEY: key,
    },
    /^DATABASE_URL must be an address such as/,
  ],
  ['an address that is none', { PUBLIC_URL: 'ringback' }, /^PUBLIC_URL must be an address/],
  ['a key that is too short', { RINGBACK_SECRET_KEY: 'c2hvcnQ=' }, /^RINGBACK_SECRET_KEY must be 32 bytes/],
  [
    'an admin token that can be guessed',
    { RINGBACK_ADMIN_TOKEN: 'admin' },
    /^RINGBACK_ADMIN_TOKEN must have at least 24/,
  ],
  ['a role that does not exist', { RINGBACK_ROLE: 'boss' }, /^RINGBACK_ROLE must be all, web or worker/],
  [
    'a worker on the embedded store',
    { RINGBACK_ROLE: 'worker' },
    /^RINGBACK_ROLE can only be worker with DATABASE_URL/,
  ],
  [
    'PostgreSQL without a shared admin token',
    { DATABASE_URL: 'postgres://localhost/ringback', RINGBACK_SECRET_KEY: key },
    /^RINGBACK_ADMIN_TOKEN is missing/,
  ],
  [
    'PostgreSQL without a shared key',
    { DATABASE_URL: 'postgres://localhost/ringback', RINGBACK_ADMIN_TOKEN: token },
    /^RINGBACK_SECRET_KEY is missing/,
  ],
  ['Twilio without its token', { ...twilio, TWILIO_AUTH_TOKEN: '' }, /^TWILIO_AUTH_TOKEN is missing/],
  ['Twilio without a business file', { ...twilio, RINGBACK_CONFIG: '' }, /^RINGBACK_CONFIG is missing/],
  ['Twilio without a public address', { ...twilio, PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
  ['half a HubSpot app', { HUBSPOT_CLIENT_ID: 'x' }, /^HUBSPOT_CLIENT_SECRET is missing/],
])('%s stops the start with one line that names the variable', (_, environment, line) => {
  expect(problemsOf(environment)).toEqual([expect.stringMatching(line)]);
});

test('a secret is never repeated in the complaint about it', () => {
  expect(
    problemsOf({ RINGBACK_SECRET_KEY: 'my-secret', TWILIO_ACCOUNT_SID: 'my-secret' }).join(),
  ).not.toContain('my-secret');
});

test('all problems are told at once', () => {
  expect(problemsOf({ PORT: 'x', RINGBACK_ROLE: 'y' })).toHaveLength(2);
});

test('e-mail leaves through an SMTP server, which needs a sender; neither is named without the other', () => {
  const mail = {
    SMTP_URL: 'smtps://user:p%23ss@smtp.example.com',
    MAIL_FROM: 'Ringback <ringback@example.com>',
  };
  expect(readConfig(mail, defaults).mail).toEqual({ smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM });
  expect(readConfig({}, defaults).mail).toBeNull();
  expect(problemsOf({ SMTP_URL: mail.SMTP_URL })).toEqual([
    'MAIL_FROM is missing: SMTP_URL is set, and every mail needs a sender',
  ]);
  expect(problemsOf({ MAIL_FROM: mail.MAIL_FROM })).toEqual(['SMTP_URL is missing: MAIL_FROM is set']);
  expect(problemsOf({ ...mail, SMTP_URL: 'smtp.example.com' })[0]).toContain('SMTP_URL must be an address');
  expect(problemsOf({ ...mail, MAIL_FROM: 'Ringback' })[0]).toContain('MAIL_FROM must be a sender');
});
