import { randomBytes } from 'node:crypto';
import { CrmError } from '@ringback/crm';
import type { Engine } from '@ringback/engine';
import express, { type Request, type Response, Router } from 'express';
import type { Tokens } from '../api/tokens.ts';
import type { Log } from '../log.ts';
import { escapeHtml, renderPage } from '../page.ts';

export type ConnectOptions = {
  readonly engine: Engine;
  readonly publicUrl: string;
  readonly tokens: Tokens;
  readonly log: Log;
};

const sessionCookie = 'ringback_connect';
const sessionSeconds = 15 * 60;

/** Connects a business to its CRM in an administrator's browser, mounted at `/oauth`. */
export function createConnect(options: ConnectOptions): Router {
  const { engine, publicUrl, tokens, log } = options;
  const router = Router();

  router.get('/:system/start', async (request, response) => {
    const canonical = atSameName(request, publicUrl);
    if (canonical !== null) return response.redirect(303, canonical);
    const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (bearer === undefined) return showSignIn(request, response);
    await begin(request, response, bearer);
  });

  // A browser cannot send a bearer token by itself, so the page above asks for it.
  router.post(
    '/:system/start',
    express.urlencoded({ extended: false, limit: '4kb' }),
    async (request, response) => {
      const { token } = (request.body ?? {}) as { token?: unknown };
      await begin(request, response, typeof token === 'string' ? token.trim() : '');
    },
  );

  router.get('/:system/callback', async (request, response) => {
    const system = request.params.system;
    const refusal = request.query.error_description ?? request.query.error;
    if (typeof refusal === 'string') {
      return showProblem(
        response,
        400,
        'Not connected',
        `${system} says: ${refusal}. Start again when you are ready.`,
      );
    }
    try {
      const connection = await engine.connections.finish({
        system,
        state: queryText(request, 'state'),
        code: queryText(request, 'code'),
        session: readSession(request),
        redirectUri: redirectUri(system),
      });
      const business = engine.directory.byId(connection.businessId)?.business.name ?? connection.businessId;
      response
        .type('html')
        .send(
          renderPage(
            'Connected',
            `<p><strong>${escapeHtml(business)}</strong> now writes into <strong>${escapeHtml(connection.accountName)}</strong> (${escapeHtml(system)}).</p><p>You can close this window.</p>`,
          ),
        );
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      log.warn({ system, error }, 'a CRM was not connected');
      showProblem(response, error.code === 'crm-auth' ? 400 : 502, 'Not connected', `${error.message}.`);
    }
  });

  async function begin(request: Request, response: Response, token: string): Promise<void> {
    const system = String(request.params.system);
    const businessId = queryText(request, 'business');
    const owner = tokens.identify(token);
    if (!owner) {
      response.set('www-authenticate', 'Bearer');
      return showProblem(
        response,
        401,
        'Not signed in',
        'This is not the admin token. Go back and try again.',
      );
    }
    const known = engine.directory.byId(businessId);
    const isTheirs = owner.businesses === 'all' || owner.businesses.includes(businessId);
    if (!known || !isTheirs) {
      return showProblem(
        response,
        404,
        'No such business',
        `There is no business "${businessId}" in the business file.`,
      );
    }
    if (!known.settings.crm.some((crm) => crm.system === system)) {
      const advice = `Add it to "crm" of ${businessId} in the business file first.`;
      return showProblem(response, 409, `${known.business.name} does not use ${system}`, advice);
    }
    const session = randomBytes(24).toString('base64url');
    try {
      const to = await engine.connections.begin({
        businessId,
        system,
        session,
        redirectUri: redirectUri(system),
        by: owner.name,
      });
      response.cookie(sessionCookie, session, {
        httpOnly: true,
        sameSite: 'lax',
        secure: publicUrl.startsWith('https:'),
        maxAge: sessionSeconds * 1000,
        path: '/oauth',
      });
      response.redirect(303, to);
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      const advice = `Set ${system.toUpperCase()}_CLIENT_ID and ${system.toUpperCase()}_CLIENT_SECRET and start the server again.`;
      showProblem(response, 409, error.message, advice);
    }
  }

  function redirectUri(system: string): string {
    return `${publicUrl}/oauth/${encodeURIComponent(system)}/callback`;
  }

  return router;
}

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A machine has several names for itself, but a cookie is of one, and a CRM sends the browser back to the one that it
 * knows: where to begin then. null: here.
 */
function atSameName(request: Request, publicUrl: string): string | null {
  const canonical = new URL(publicUrl);
  const asked = URL.parse(`http://${request.get('host') ?? ''}`);
  const isOther =
    asked !== null &&
    asked.port === canonical.port &&
    asked.hostname !== canonical.hostname &&
    [asked.hostname, canonical.hostname].every((name) => loopbackNames.includes(name));
  return isOther ? `${publicUrl}${request.originalUrl}` : null;
}

function showSignIn(request: Request, response: Response): void {
  response
    .status(401)
    .set('www-authenticate', 'Bearer')
    .type('html')
    .send(
      renderPage(
        'Sign in to connect your CRM',
        `<form method="post" action="${escapeHtml(request.originalUrl)}">
<label for="token">Admin token</label>
<input id="token" name="token" type="password" autocomplete="off" required autofocus>
<button>Continue</button>
</form>`,
      ),
    );
}

function showProblem(response: Response, status: number, title: string, advice: string): void {
  response
    .status(status)
    .type('html')
    .send(renderPage(title, `<p>${escapeHtml(advice)}</p>`));
}

function queryText(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

function readSession(request: Request): string {
  const cookies = (request.get('cookie') ?? '').split(/; */);
  const own = cookies.find((cookie) => cookie.startsWith(`${sessionCookie}=`));
  return own?.slice(sessionCookie.length + 1) ?? '';
}
