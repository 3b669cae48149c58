import { addSeconds, type Instant } from '@ringback/core';
import { CrmError, type OAuthVendor, type Tokens } from '@ringback/crm';
import { z } from 'zod';
import { type Answer, unreadableError, vendorError } from './answers.ts';
import { apiVersion, exchange, postForm } from './api.ts';

/**
 * What an administrator agrees to. Calls, communications, notes and tasks are covered by the contact scopes;
 * the schema scopes are for the properties of ours, the one of deals for the revenue of those that are won.
 */
export const scopes = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.owners.read',
] as const;

export type HubspotOAuthSettings = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the token endpoint is: https://api.hubapi.com */
  readonly baseUrl: string;
  /** Where administrators agree: https://app.hubspot.com/oauth/authorize */
  readonly authorizeUrl: string;
};

const tokenPath = `/oauth/${apiVersion}/token`;
const deadlineMs = 10_000;

const tokensSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});
const grantSchema = tokensSchema.extend({ hub_id: z.union([z.number(), z.string()]).transform(String) });

const refusalSchema = z.object({
  error: z.string().optional(),
  status: z.string().optional(),
  error_description: z.string().optional(),
  message: z.string().optional(),
});

export function createHubspotOAuth(settings: HubspotOAuthSettings): OAuthVendor {
  async function requestTokens<T>(
    grant: { readonly [name: string]: string },
    schema: z.ZodType<T>,
  ): Promise<T> {
    const form = { ...grant, client_id: settings.clientId, client_secret: settings.clientSecret };
    const answer = await postForm(settings.baseUrl, tokenPath, form, {
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (answer.status >= 400) throw refusal(answer);
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw unreadableError('read', parsed.error);
    return parsed.data;
  }

  return {
    system: 'hubspot',
    authorizeUrl({ state, redirectUri }) {
      const url = new URL(settings.authorizeUrl);
      url.searchParams.set('client_id', settings.clientId);
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('scope', scopes.join(' '));
      url.searchParams.set('state', state);
      return url.href;
    },
    async exchangeCode({ code, redirectUri, now }) {
      const grant = await requestTokens(
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
        grantSchema,
      );
      return {
        tokens: toTokens(grant, now),
        accountId: grant.hub_id,
        accountName: `HubSpot account ${grant.hub_id}`,
      };
    },
    async refresh(refreshToken, now) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      return toTokens(await requestTokens(form, tokensSchema), now);
    },
    async endAccess({ accessToken, refreshToken }, { signal }) {
      const path = `/appinstalls/${apiVersion}/external-install`;
      const uninstalled = await exchange(settings.baseUrl, accessToken, { method: 'DELETE', path }, 'write', {
        signal,
      });
      // Not installed any more is what was wanted.
      if (uninstalled.status >= 400 && uninstalled.status !== 404) throw vendorError(uninstalled, 'write');
      const { clientId: client_id, clientSecret: client_secret } = settings;
      const form = { token: refreshToken, client_id, client_secret };
      const revoked = await postForm(settings.baseUrl, `${tokenPath}/revoke`, form, { signal });
      if (revoked.status >= 400) throw refusal(revoked);
    },
  };
}

/** `now` is the moment before the request, so that a token never lives longer for us than for HubSpot. */
function toTokens(answer: z.output<typeof tokensSchema>, now: Instant): Tokens {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: addSeconds(now, answer.expires_in),
  };
}

/** Only what HubSpot says of this very grant ends the connection; an app that it does not know is our mistake. */
function refusal(answer: Answer): CrmError {
  const { error = '', status = '', ...rest } = refusalSchema.safeParse(answer.body).data ?? {};
  const words = rest.message ?? rest.error_description ?? `HTTP ${answer.status} without a message`;
  if (error === 'invalid_client' || status.startsWith('BAD_CLIENT')) {
    return new CrmError(
      'crm-misconfigured',
      `HubSpot does not know this app; check its client id and secret: ${words}`,
      { retry: 'later' },
    );
  }
  const isGone =
    error === 'invalid_grant' ||
    error === 'access_denied' ||
    ['BAD_REFRESH_TOKEN', 'BAD_AUTH_CODE', 'BAD_HUB'].includes(status);
  if (isGone)
    return new CrmError('crm-auth', `The connection to HubSpot has ended: ${words}`, { retry: 'never' });
  return vendorError(answer, 'read');
}
