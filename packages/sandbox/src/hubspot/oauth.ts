import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { accessTokenSeconds, type Grants, type TokenPair } from './grants.ts';
import { Refusal, type Reply } from './reply.ts';

export type OauthApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** When given, the install URL's `scope` has to name exactly these, as HubSpot demands of a project's app. */
  readonly requiredScopes?: readonly string[];
};

export type PortalIdentity = { readonly id: number; readonly name: string; readonly timeZone: string };

/** The user of the portal who clicks `Connect app`. */
const userId = 71_234_567;

const authorizeQuery = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string(),
  optional_scope: z.string().default(''),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').default('S256'),
});

type Install = z.infer<typeof authorizeQuery>;

const words = (spaced: string) => spaced.split(/[\s,]+/).filter(Boolean);

/** The install request, or the sentence HubSpot's error page would show. */
function readInstall(request: Request, app: OauthApp): Install | string {
  const parsed = authorizeQuery.safeParse(request.query);
  if (!parsed.success) return `The install link is not complete: ${parsed.error.issues[0]?.path.join('.')}.`;
  const install = parsed.data;
  if (install.client_id !== app.clientId) return 'No app has this client ID.';
  if (!app.redirectUris.includes(install.redirect_uri))
    return 'The redirect URL is not among those that the app has registered.';
  const scopes = words(install.scope);
  const required = app.requiredScopes ?? [];
  const isExact =
    required.length === 0 ||
    (required.length === scopes.length && required.every((each) => scopes.includes(each)));
  if (!scopes.includes('oauth') || !isExact)
    return "The scopes of the install link are not the ones in the app's settings.";
  return install;
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>
body{font:16px/1.5 system-ui,sans-serif;background:#f5f8fa;color:#33475b;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;border:1px solid #dfe3eb;border-radius:8px;padding:2rem;max-width:26rem;box-shadow:0 1px 6px #33475b22}
h1{font-size:1.3rem;margin:0 0 .5rem}li{font-family:ui-monospace,monospace;font-size:.85rem}
button{font:inherit;font-weight:600;background:#b8420f;color:#fff;border:0;border-radius:4px;padding:.6rem 1.4rem;cursor:pointer}
small{color:#5b6b7b}</style><main>${body}</main></html>`;
}

function showConsent(request: Request, response: Response, app: OauthApp, portal: PortalIdentity) {
  const install = readInstall(request, app);
  if (typeof install === 'string') return refuseInstall(response, install);
  const query = request.originalUrl.split('?')[1] ?? '';
  const scopes = [...words(install.scope), ...words(install.optional_scope)];
  const list = scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('');
  response.send(
    page(
      'Connect app',
      `<h1>Connect app to ${escapeHtml(portal.name)}</h1><p>It asks for:</p><ul>${list}</ul>
<form method="post" action="authorize/approve?${escapeHtml(query)}"><button type="submit">Connect app</button></form>
<p><small>A look-alike of HubSpot for trying things out. No real account is touched.</small></p>`,
    ),
  );
}

function refuseInstall(response: Response, why: string) {
  response.status(400).send(page('Error', `<h1>This app cannot be connected</h1><p>${escapeHtml(why)}</p>`));
}

function approve(request: Request, response: Response, app: OauthApp, grants: Grants) {
  const install = readInstall(request, app);
  if (typeof install === 'string') return refuseInstall(response, install);
  const code = grants.issueCode({
    scopes: [...words(install.scope), ...words(install.optional_scope)],
    redirectUri: install.redirect_uri,
    challenge: install.code_challenge ?? null,
  });
  const target = new URL(install.redirect_uri);
  target.searchParams.set('code', code);
  if (install.state !== undefined) target.searchParams.set('state', install.state);
  response.redirect(302, target.href);
}

/** The page an administrator sees, and the form behind its one button. */
export function createInstallPages(app: OauthApp, portal: PortalIdentity, grants: Grants): Router {
  const router = Router();
  router.get('/oauth/authorize', (request, response) => showConsent(request, response, app, portal));
  router.post('/oauth/authorize/approve', (request, response) => approve(request, response, app, grants));
  return router;
}

function oauthError(error: string, status: string, description: string): Refusal {
  const body = { error, error_description: description, status, message: description };
  return new Refusal({ status: 400, body }, description);
}

const tokenForm = z.object({
  grant_type: z.string().optional(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  refresh_token: z.string().optional(),
  token: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});

type TokenForm = z.infer<typeof tokenForm>;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The form of a token request whose client is known; credentials count in the body only. */
function readForm(request: Request, app: OauthApp): TokenForm {
  const parsed = tokenForm.safeParse(
    request.is('application/x-www-form-urlencoded') ? request.body : undefined,
  );
  if (!parsed.success) throw oauthError('invalid_request', 'BAD_REQUEST', 'the body has to be form-encoded');
  const form = parsed.data;
  if (form.client_id !== app.clientId)
    throw oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  if (!timingSafeEqual(digest(form.client_secret ?? ''), digest(app.clientSecret)))
    throw oauthError('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
  return form;
}

function exchangeCode(form: TokenForm, grants: Grants): TokenPair {
  const code = grants.takeCode(form.code ?? '');
  if (code === null) throw oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
  if (code.redirectUri !== form.redirect_uri)
    throw oauthError('invalid_grant', 'MISMATCH_REDIRECT_URI_AUTH_CODE', 'the redirect URI is another one');
  const verifier = createHash('sha256')
    .update(form.code_verifier ?? '')
    .digest('base64url');
  if (code.challenge !== null && code.challenge !== verifier)
    throw oauthError('invalid_grant', 'BAD_CODE_VERIFIER', 'the code verifier does not fit');
  return grants.open(code.scopes);
}

function refresh(form: TokenForm, grants: Grants): TokenPair {
  const pair = grants.rotate(form.refresh_token ?? '');
  if (pair === null)
    throw oauthError('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or unknown refresh token');
  return pair;
}

/** POST /oauth/{version}/token */
export function answerToken(request: Request, app: OauthApp, portal: PortalIdentity, grants: Grants): Reply {
  const form = readForm(request, app);
  const byGrantType = { authorization_code: exchangeCode, refresh_token: refresh };
  if (form.grant_type !== 'authorization_code' && form.grant_type !== 'refresh_token')
    throw oauthError('unsupported_grant_type', 'BAD_GRANT_TYPE', 'unknown grant type');
  const pair = byGrantType[form.grant_type](form, grants);
  return {
    status: 200,
    body: {
      access_token: pair.accessToken,
      refresh_token: pair.refreshToken,
      expires_in: accessTokenSeconds,
      token_type: 'bearer',
      token_use: 'access_token',
      hub_id: portal.id,
      user_id: userId,
      scopes: pair.scopes,
    },
    headers: { 'Cache-Control': 'no-store' },
  };
}

/** POST /oauth/{version}/token/introspect */
export function answerIntrospect(
  request: Request,
  app: OauthApp,
  portal: PortalIdentity,
  grants: Grants,
): Reply {
  const found = grants.inspect(readForm(request, app).token ?? '');
  if (found === null) return { status: 200, body: { active: false } };
  return {
    status: 200,
    body: {
      active: true,
      token_use: `${found.use}_token`,
      token_type: 'bearer',
      client_id: app.clientId,
      hub_id: portal.id,
      user_id: userId,
      scopes: found.scopes,
      ...(found.secondsLeft === undefined ? {} : { expires_in: found.secondsLeft }),
    },
  };
}

/** POST /oauth/{version}/token/revoke: as RFC 7009 says, an unknown token is no error. */
export function answerRevoke(request: Request, app: OauthApp, grants: Grants): Reply {
  grants.revokeRefreshToken(readForm(request, app).token ?? '');
  return { status: 200, body: {} };
}
