import { type Instant, msBetween } from '@ringback/core';
import { untilAborted } from './deadline.ts';
import { CrmError } from './errors.ts';
import type { AccessToken, OAuthVendor, Tokens } from './oauth.ts';

/** A token this close to its end is replaced, so that it does not expire on the way to the vendor. */
const earlyMs = 60_000;

/** Where one connection's tokens live and how they are renewed. */
export type TokenSource = {
  readonly vendor: Pick<OAuthVendor, 'refresh'>;
  load(): Promise<Tokens>;
  /** Must have stored the tokens for good when it resolves: the vendor may have ended the old refresh token. */
  save(tokens: Tokens): Promise<void>;
  now(): Promise<Instant> | Instant;
  /** Keeps other processes from refreshing the same connection meanwhile. */
  readonly lock?: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * An access token that renews itself by its time of expiry, once for all callers that wait in this process. The
 * tokens are read again under the lock, so what another process has just renewed is used.
 * @throws CrmError crm-auth when the grant is gone, crm-unavailable when the vendor or the caller's time ran out
 */
export function createAccessToken(source: TokenSource): AccessToken {
  const lock = source.lock ?? ((work) => work());
  let renewing: Promise<Tokens> | null = null;
  // Tokens that the vendor gave and the store did not take: the only copy of a rotated refresh token.
  let unsaved: Tokens | null = null;

  async function isUsable(tokens: Tokens, refused: string | undefined): Promise<boolean> {
    return tokens.accessToken !== refused && msBetween(await source.now(), tokens.expiresAt) > earlyMs;
  }

  async function store(tokens: Tokens): Promise<Tokens> {
    unsaved = tokens;
    try {
      await source.save(tokens);
    } catch (cause) {
      throw new CrmError('crm-unavailable', 'The new access token could not be stored', {
        retry: 'later',
        cause,
      });
    }
    unsaved = null;
    return tokens;
  }

  async function renew(refused: string | undefined): Promise<Tokens> {
    const tokens = unsaved ? await store(unsaved) : await source.load();
    if (await isUsable(tokens, refused)) return tokens;
    return store(await source.vendor.refresh(tokens.refreshToken, await source.now()));
  }

  async function currentToken(refused: string | undefined): Promise<string> {
    if (!renewing && !unsaved) {
      const tokens = await source.load();
      if (await isUsable(tokens, refused)) return tokens.accessToken;
    }
    renewing ??= lock(() => renew(refused)).finally(() => {
      renewing = null;
    });
    return (await renewing).accessToken;
  }

  return ({ signal, refused }) =>
    untilAborted(
      currentToken(refused),
      signal,
      () => new CrmError('crm-unavailable', 'No access token in the time given', { retry: 'later' }),
    );
}
