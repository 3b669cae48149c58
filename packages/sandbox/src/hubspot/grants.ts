import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { refusal } from './reply.ts';

/** One installation of the app into the portal. */
type Grant = { readonly scopes: readonly string[] };

type IssuedCode = {
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly expiresAt: number;
};

type AccessToken = { readonly grant: Grant; readonly expiresAt: number };

export type TokenPair = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
};

/** Source: HubSpot's OAuth guide, read 2026-11-20. */
export const accessTokenSeconds = 1800;
/** HubSpot does not say how long a code lives; ten minutes is the most that RFC 6749 recommends. */
const codeMs = 600_000;

export type Grants = {
  issueCode(code: Omit<IssuedCode, 'expiresAt'>): string;
  /** The code's particulars; a code is taken only once. Null for an unknown, used or old one. */
  takeCode(code: string): IssuedCode | null;
  open(scopes: readonly string[]): TokenPair;
  /** New tokens; the refresh token given is dead from now on. Null when it was never good or is revoked. */
  rotate(refreshToken: string): TokenPair | null;
  revokeRefreshToken(refreshToken: string): void;
  /** All installations end; access tokens already issued live on until they expire, as in HubSpot. */
  revokeAll(): void;
  expireAccessTokens(): void;
  inspect(token: string): {
    readonly use: 'access' | 'refresh';
    readonly scopes: readonly string[];
    readonly secondsLeft?: number;
  } | null;
  /** The scopes behind a request's Authorization header; @throws Refusal 401 */
  authenticate(authorization: string | undefined): readonly string[];
};

const secret = (prefix: string) => `${prefix}${randomBytes(48).toString('base64url')}`;

export function createGrants(clock: Clock): Grants {
  const codes = new Map<string, IssuedCode>();
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, Grant>();
  const now = () => clock.now().getTime();

  const issue = (grant: Grant): TokenPair => {
    const accessToken = secret('CNsandbox-');
    const refreshToken = secret('na1-');
    accessTokens.set(accessToken, { grant, expiresAt: now() + accessTokenSeconds * 1000 });
    refreshTokens.set(refreshToken, grant);
    return { accessToken, refreshToken, scopes: grant.scopes };
  };

  return {
    issueCode(code) {
      const name = secret('na1-');
      codes.set(name, { ...code, expiresAt: now() + codeMs });
      return name;
    },
    takeCode(name) {
      const code = codes.get(name);
      codes.delete(name);
      return code === undefined || code.expiresAt <= now() ? null : code;
    },
    open: (scopes) => issue({ scopes }),
    rotate(refreshToken) {
      const grant = refreshTokens.get(refreshToken);
      if (grant === undefined) return null;
      refreshTokens.delete(refreshToken);
      return issue(grant);
    },
    revokeRefreshToken(refreshToken) {
      refreshTokens.delete(refreshToken);
    },
    revokeAll() {
      refreshTokens.clear();
      codes.clear();
    },
    expireAccessTokens() {
      for (const [name, token] of accessTokens)
        accessTokens.set(name, { ...token, expiresAt: Math.min(token.expiresAt, now()) });
    },
    inspect(token) {
      const access = accessTokens.get(token);
      if (access !== undefined && access.expiresAt > now())
        return {
          use: 'access',
          scopes: access.grant.scopes,
          secondsLeft: Math.floor((access.expiresAt - now()) / 1000),
        };
      const grant = refreshTokens.get(token);
      return grant === undefined ? null : { use: 'refresh', scopes: grant.scopes };
    },
    authenticate(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      const known = token === undefined ? undefined : accessTokens.get(token);
      if (known === undefined)
        throw refusal(
          401,
          'INVALID_AUTHENTICATION',
          'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
        );
      if (known.expiresAt <= now()) {
        const ago = Math.floor((now() - known.expiresAt) / 1000);
        throw refusal(
          401,
          'EXPIRED_AUTHENTICATION',
          `The OAuth token used to make this call expired ${ago} second(s) ago.`,
        );
      }
      return known.grant.scopes;
    },
  };
}
