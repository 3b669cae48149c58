import { type Engine, UnknownBusinessError } from '@ringback/engine';
import {
  type CallFlow,
  idsInNotice,
  parseForm,
  verifyTwilioJsonRequest,
  verifyTwilioRequest,
  WebhookError,
  withoutNul,
} from '@ringback/messaging';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Subject, Tracing } from '../telemetry/tracing.ts';
import { addCallWebhooks } from './twilio-calls.ts';
import { paramsOf } from './twilio-request.ts';
import { addTextWebhooks } from './twilio-texts.ts';

export type TwilioWebhookOptions = {
  readonly engine: Engine;
  readonly callFlow: CallFlow;
  /** The address that Twilio signs, whatever proxies stand in between. */
  readonly publicUrl: string;
  readonly authTokens: readonly string[];
  readonly metrics: Metrics;
  readonly tracing: Tracing | null;
  readonly log: Log;
};

/** Everything that Twilio tells us, mounted at `/webhooks/twilio`. Unsigned requests get 403 and are only counted. */
export function createTwilioWebhooks(options: TwilioWebhookOptions): Router {
  const { engine, metrics, tracing, log } = options;
  const router = Router();
  router.use(
    metrics.timeWebhooks('twilio'),
    express.raw({ type: () => true, limit: '256kb' }),
    requireSignature,
  );
  if (tracing) router.use(tracing.followWebhooks('twilio', subjectOf));

  function requireSignature(request: Request, response: Response, next: () => void): void {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signed = {
      authTokens: options.authTokens,
      url: options.publicUrl + request.originalUrl,
      signature: request.get('x-twilio-signature') ?? '',
    };
    // Only Event Streams sends JSON, whose hash stands in the signed address.
    const isJson = request.is('application/json') !== false && request.path === '/registration';
    const params = isJson ? {} : parseForm(rawBody);
    const isSigned = isJson
      ? verifyTwilioJsonRequest({ ...signed, rawBody })
      : verifyTwilioRequest({ ...signed, params });
    if (!isSigned) {
      metrics.webhookRefusals.inc({ provider: 'twilio', reason: 'signature' });
      response.status(403).type('text/plain').send('The signature does not match this address and token.');
      return;
    }
    response.locals.params = withoutNul(params);
    next();
  }

  // Nothing is stored of it: `ringback doctor` tries by it whether a signed request comes through as it was sent.
  router.post('/echo', (_request, response) => {
    const { nonce } = paramsOf(response);
    response.type('text/plain').send(`ringback ${typeof nonce === 'string' ? nonce.slice(0, 100) : ''}`);
  });
  router.post('/registration', async (request, response) => {
    const ids = idsInNotice(Buffer.isBuffer(request.body) ? request.body.toString() : '');
    await engine.registrations?.hear(ids);
    response.status(204).end();
  });
  addCallWebhooks(router, options);
  addTextWebhooks(router, options);

  /** Our own instructions name it in the address; Twilio's first word of a call or a text in the body. */
  function subjectOf({ query }: Request, response: Response): Subject | null {
    const { CallSid, MessageSid, To } = paramsOf(response);
    const line = typeof To === 'string' ? engine.directory.byLine(To) : null;
    const businessId = query.business ?? line?.known.business.id;
    if (typeof businessId !== 'string') return null;
    if (typeof query.text === 'string') return { businessId, id: query.text };
    const callId = query.call ?? CallSid;
    if (typeof callId === 'string') return { businessId, id: `call-${callId}` };
    return typeof MessageSid === 'string' ? { businessId, id: `text-${MessageSid}` } : null;
  }

  const answerError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof WebhookError || error instanceof UnknownBusinessError) {
      metrics.webhookRefusals.inc({ provider: 'twilio', reason: 'content' });
      response.status(400).type('text/plain').send(error.message);
      return;
    }
    if (error instanceof Error && 'status' in error && error.status === 413) {
      response.status(413).type('text/plain').send('The body is larger than any webhook of Twilio.');
      return;
    }
    log.error({ path: request.path, error }, 'a webhook of Twilio was not handled');
    response.status(500).type('text/plain').send('Not handled; try again.');
  };
  router.use(answerError);
  return router;
}
