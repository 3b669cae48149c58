import type { Engine } from '@ringback/engine';
import { HubspotWebhookError, isSignedByHubspot, readHubspotWebhook } from '@ringback/hubspot';
import express, { type ErrorRequestHandler, Router } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export type HubspotWebhookOptions = {
  readonly engine: Engine;
  /** The address that HubSpot signs, whatever proxies stand in between. */
  readonly publicUrl: string;
  /** null: this server has no HubSpot app, so that nothing can be signed for it. */
  readonly clientSecret: string | null;
  readonly metrics: Metrics;
  readonly log: Log;
  /** The time by which a request is too old, in milliseconds. */
  readonly nowMs: () => number;
};

/**
 * What HubSpot tells of its records, mounted at `/webhooks/hubspot`. It is written down, answered at once (HubSpot waits
 * for five seconds, and repeats for a day what was not taken) and followed from the store. Unsigned requests get 403 and
 * are only counted.
 */
export function createHubspotWebhooks(options: HubspotWebhookOptions): Router {
  const { engine, metrics, log, clientSecret } = options;
  const router = Router();
  router.use(metrics.timeWebhooks('hubspot'), express.raw({ type: () => true, limit: '1mb' }));

  router.post('/', async (request, response) => {
    const body: Uint8Array = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const isSigned =
      clientSecret !== null &&
      isSignedByHubspot(
        {
          method: request.method,
          url: options.publicUrl + request.originalUrl,
          body,
          header: (name) => request.get(name),
          nowMs: options.nowMs(),
        },
        clientSecret,
      );
    if (!isSigned) {
      metrics.webhookRefusals.inc({ provider: 'hubspot', reason: 'signature' });
      response
        .status(403)
        .type('text/plain')
        .send('The signature does not match this address, time and secret.');
      return;
    }
    await engine.takeCrmNews('hubspot', readHubspotWebhook(body));
    response.status(204).end();
  });

  const answerError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof HubspotWebhookError) {
      metrics.webhookRefusals.inc({ provider: 'hubspot', reason: 'content' });
      response.status(400).type('text/plain').send(error.message);
      return;
    }
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 400 && status < 500) {
      metrics.webhookRefusals.inc({ provider: 'hubspot', reason: 'content' });
      response.status(status).type('text/plain').send('No webhook of HubSpot is like this.');
      return;
    }
    log.error({ path: request.path, error }, 'a webhook of HubSpot was not taken');
    response.status(500).type('text/plain').send('Not taken; try again.');
  };
  router.use(answerError);
  return router;
}
