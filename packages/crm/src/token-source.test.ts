import { addSeconds, toInstant } from '@ringback/core';
import { expect, test } from 'vitest';
import { CrmError } from './errors.ts';
import type { Tokens } from './oauth.ts';
import { createAccessToken, type TokenSource } from './token-source.ts';

const noon = toInstant('2026-11-20T12:00:00.000Z');
const signal = new AbortController().signal;

/** A store and a vendor whose tokens are numbered: `access-2` comes with `refresh-2`. */
function openConnection(overrides: Partial<TokenSource> & { validSeconds?: number } = {}) {
  const { validSeconds = 1800, ...rest } = overrides;
  const tokens = (n: number, seconds: number): Tokens => ({
    accessToken: `access-${n}`,
    refreshToken: `refresh-${n}`,
    expiresAt: addSeconds(noon, seconds),
  });
  const connection = { stored: tokens(1, validSeconds), refreshed: [] as string[], log: [] as string[] };
  const accessToken = createAccessToken({
    vendor: {
      async refresh(refreshToken) {
        connection.refreshed.push(refreshToken);
        return tokens(connection.refreshed.length + 1, 1800);
      },
    },
    async load() {
      return connection.stored;
    },
    async save(saved) {
      connection.stored = saved;
      connection.log.push(`saved ${saved.refreshToken}`);
    },
    now: () => noon,
    ...rest,
  });
  return { connection, accessToken };
}

test('gives the stored token while it lasts', async () => {
  const { connection, accessToken } = openConnection();
  expect(await accessToken({ signal })).toBe('access-1');
  expect(connection.refreshed).toEqual([]);
});

test('renews a token that ends within a minute', async () => {
  const { connection, accessToken } = openConnection({ validSeconds: 60 });
  expect(await accessToken({ signal })).toBe('access-2');
  expect(connection.refreshed).toEqual(['refresh-1']);
  expect(await openConnection({ validSeconds: 61 }).accessToken({ signal })).toBe('access-1');
});

test('renews once for all who wait', async () => {
  const { connection, accessToken } = openConnection({ validSeconds: 0 });
  const given = await Promise.all([1, 2, 3].map(() => accessToken({ signal })));
  expect(given).toEqual(['access-2', 'access-2', 'access-2']);
  expect(connection.refreshed).toEqual(['refresh-1']);
});

test('stores the rotated refresh token before anybody gets the access token', async () => {
  const { connection, accessToken } = openConnection({ validSeconds: 0 });
  connection.log.push(`given ${await accessToken({ signal })}`);
  expect(connection.log).toEqual(['saved refresh-2', 'given access-2']);
});

test('uses what another process has renewed while it waited for the lock', async () => {
  const { connection, accessToken } = openConnection({
    validSeconds: 0,
    async lock(work) {
      connection.stored = { accessToken: 'theirs', refreshToken: 'r', expiresAt: addSeconds(noon, 1800) };
      return work();
    },
  });
  expect(await accessToken({ signal })).toBe('theirs');
  expect(connection.refreshed).toEqual([]);
});

test('renews a token that the vendor refused before its time', async () => {
  const { connection, accessToken } = openConnection();
  expect(await accessToken({ signal, refused: 'access-1' })).toBe('access-2');
  expect(await accessToken({ signal, refused: 'access-1' })).toBe('access-2');
  expect(connection.refreshed).toEqual(['refresh-1']);
});

test('does not lose rotated tokens that the store did not take', async () => {
  let isBroken = true;
  const stored: Tokens[] = [];
  const { connection, accessToken } = openConnection({
    validSeconds: 0,
    async save(tokens) {
      if (isBroken) throw new Error('disk full');
      stored.push(tokens);
    },
  });
  await expect(accessToken({ signal })).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
  isBroken = false;
  expect(await accessToken({ signal })).toBe('access-2');
  expect(stored.map((tokens) => tokens.refreshToken)).toEqual(['refresh-2']);
  expect(connection.refreshed).toEqual(['refresh-1']);
});

test.each([
  ['crm-auth', 'never'],
  ['crm-unavailable', 'later'],
] as const)('passes on why the vendor did not renew: %s', async (code, retry) => {
  const { accessToken } = openConnection({
    validSeconds: 0,
    vendor: { refresh: () => Promise.reject(new CrmError(code, 'no', { retry })) },
  });
  await expect(accessToken({ signal })).rejects.toMatchObject({ code, retry });
});

test('asks the vendor again after a failed renewal', async () => {
  let attempts = 0;
  const { accessToken } = openConnection({
    validSeconds: 0,
    vendor: {
      async refresh() {
        attempts += 1;
        if (attempts === 1) throw new CrmError('crm-unavailable', 'away', { retry: 'later' });
        return { accessToken: 'access-2', refreshToken: 'refresh-2', expiresAt: addSeconds(noon, 1800) };
      },
    },
  });
  await expect(accessToken({ signal })).rejects.toMatchObject({ code: 'crm-unavailable' });
  expect(await accessToken({ signal })).toBe('access-2');
});

test('stops waiting when the signal aborts, while the renewal goes on and is stored', async () => {
  const { promise: answer, resolve } = Promise.withResolvers<Tokens>();
  const { promise: saved, resolve: onSaved } = Promise.withResolvers<Tokens>();
  const { accessToken } = openConnection({
    validSeconds: 0,
    vendor: { refresh: () => answer },
    async save(tokens) {
      onSaved(tokens);
    },
  });
  const controller = new AbortController();
  const waiting = accessToken({ signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
  resolve({ accessToken: 'access-2', refreshToken: 'refresh-2', expiresAt: addSeconds(noon, 1800) });
  expect((await saved).refreshToken).toBe('refresh-2');
});
