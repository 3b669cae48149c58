import type { Engine } from '@ringback/engine';
import type { CallFlow, PhoneNumbers } from '@ringback/messaging';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { createApi } from './api/api.ts';
import type { CheckHealth } from './api/health.ts';
import type { Tokens } from './api/tokens.ts';
import { createConnect } from './connect/oauth.ts';
import type { Log } from './log.ts';
import { logRequests } from './log-requests.ts';
import { createNoticePages } from './notices/act-page.ts';
import type { NoticeLinks } from './notices/links.ts';
import { renderPage } from './page.ts';
import { createPublicTerms } from './public-terms.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Tracing } from './telemetry/tracing.ts';
import { createHubspotWebhooks } from './webhooks/hubspot.ts';
import { createTwilioWebhooks } from './webhooks/twilio.ts';

export type AppOptions = {
  readonly engine: Engine;
  readonly callFlow: CallFlow;
  /** The address that Twilio signs. */
  readonly publicUrl: string;
  /** The address that a CRM sends an administrator back to. */
  readonly connectUrl: string;
  readonly twilioAuthTokens: readonly string[];
  /** null: there is no HubSpot app. */
  readonly hubspotSecret: string | null;
  /** The time of this machine, in milliseconds. */
  readonly nowMs: () => number;
  readonly tokens: Tokens;
  readonly noticeLinks: NoticeLinks;
  readonly metrics: Metrics;
  /** null: nobody asked for traces. */
  readonly tracing: Tracing | null;
  readonly log: Log;
  /** Whether the server can take work; false while it stops. */
  readonly isReady: () => Promise<boolean>;
  readonly phoneNumbers: PhoneNumbers;
  readonly checkHealth: CheckHealth;
  /** The sandbox's page; null outside the sandbox. */
  readonly phone: Router | null;
  /** `worker` serves only what operators ask. */
  readonly servesWeb: boolean;
};

export function createApp(options: AppOptions): Express {
  const { engine, metrics, log, publicUrl } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(logRequests(log));
  app.get('/healthz', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  app.get('/readyz', async (_request, response) => {
    const isReady = await options.isReady();
    response
      .status(isReady ? 200 : 503)
      .type('text/plain')
      .send(isReady ? 'ready\n' : 'not ready\n');
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  if (options.servesWeb) {
    app.use(secureHeaders(publicUrl));
    app.use(
      '/webhooks/twilio',
      createTwilioWebhooks({
        engine,
        callFlow: options.callFlow,
        publicUrl,
        authTokens: options.twilioAuthTokens,
        metrics,
        tracing: options.tracing,
        log,
      }),
    );
    app.use(
      '/webhooks/hubspot',
      createHubspotWebhooks({
        engine,
        // The app has one address for both: a sandbox beside it is at another.
        publicUrl: options.connectUrl,
        clientSecret: options.hubspotSecret,
        metrics,
        log,
        nowMs: options.nowMs,
      }),
    );
    const { tokens, phoneNumbers, checkHealth } = options;
    app.use('/api/v1', createApi({ engine, tokens, phoneNumbers, checkHealth, log }));
    app.use('/oauth', createConnect({ engine, publicUrl: options.connectUrl, tokens: options.tokens, log }));
    app.use('/notices', createNoticePages({ engine, links: options.noticeLinks }));
    app.use('/sms', createPublicTerms(engine.directory, publicUrl));
    if (options.phone) app.use(options.phone);
  }
  app.use((_request, response) => {
    response
      .status(404)
      .type('html')
      .send(renderPage('Not found', '<p>There is nothing at this address.</p>'));
  });
  app.use(answerError(log));
  return app;
}

/** Pages carry their own scripts and styles only; forms may lead on to the CRM's page of consent. */
function secureHeaders(publicUrl: string): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        formAction: ["'self'", 'https:', 'http://127.0.0.1:*', 'http://localhost:*'],
        // Over plain http, as in the sandbox, the browser would look for every file under https in vain.
        upgradeInsecureRequests: isHttps ? [] : null,
      },
    },
    strictTransportSecurity: isHttps,
  });
}

function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status =
      error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
    if (status >= 500) log.error({ method: request.method, error }, 'a request was not handled');
    const title = status >= 500 ? 'Something went wrong' : 'That request makes no sense here';
    response
      .status(status)
      .type('html')
      .send(renderPage(title, '<p>Try again; if it stays, tell whoever runs this server.</p>'));
  };
}
