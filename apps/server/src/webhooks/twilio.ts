import { callerIdOf, type Instant, isOpenAt, type Line, msBetween, toInstant } from '@ringback/core';
import { type Engine, type KnownBusiness, UnknownBusinessError } from '@ringback/engine';
import {
  type CallFlow,
  type CallMoment,
  type FormParams,
  parseAccept,
  parseCallEnd,
  parseConsent,
  parseDialEnd,
  parseForm,
  parseIncomingCall,
  parseIncomingText,
  parseRecording,
  parseTextStatus,
  verifyTwilioRequest,
  WebhookError,
  withoutNul,
} from '@ringback/messaging';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { untilStored } from './until-stored.ts';

export type TwilioWebhookOptions = {
  readonly engine: Engine;
  readonly callFlow: CallFlow;
  /** The address that Twilio signs, whatever proxies stand in between. */
  readonly publicUrl: string;
  readonly authTokens: readonly string[];
  readonly metrics: Metrics;
  readonly log: Log;
};

/** A call's end that is told so long after it is dated by Twilio's word. */
const lateMs = 30_000;
const nothingToDo = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Everything that Twilio tells us, mounted at `/webhooks/twilio`. Unsigned requests get 403 and are only counted. */
export function createTwilioWebhooks(options: TwilioWebhookOptions): Router {
  const { engine, callFlow, metrics, log } = options;
  const router = Router();
  router.use(express.raw({ type: () => true, limit: '256kb' }), requireSignature);

  function requireSignature(request: Request, response: Response, next: () => void): void {
    const params = parseForm(Buffer.isBuffer(request.body) ? request.body : '');
    const isSigned = verifyTwilioRequest({
      authTokens: options.authTokens,
      url: options.publicUrl + request.originalUrl,
      params,
      signature: request.get('x-twilio-signature') ?? '',
    });
    if (!isSigned) {
      metrics.webhookRefusals.inc({ provider: 'twilio', reason: 'signature' });
      response.status(403).type('text/plain').send('The signature does not match this address and token.');
      return;
    }
    response.locals.params = withoutNul(params);
    next();
  }

  router.post('/voice', async (request, response) => {
    const incoming = parseIncomingCall(paramsOf(response), receivedAt());
    const found = engine.directory.byLine(incoming.line);
    if (!found) {
      log.warn({ line: incoming.line }, 'a call came in on a number that no business has as a line');
      return answer(response, nothingToDo);
    }
    await untilStored(
      engine.handleCall({
        businessId: found.known.business.id,
        callId: incoming.callId,
        party: { line: incoming.line, from: incoming.from },
        signal: (at) => ({ type: 'incoming', at, attestation: incoming.attestation }),
      }),
      { path: request.path, log },
    );
    answer(response, callFlow.incoming(momentOf(found.known, found.line, incoming.callId)));
  });

  router.post('/voice/screen', (request, response) => {
    const { known, callId } = calledFor(request);
    requireParent(paramsOf(response), callId);
    answer(response, callFlow.screen({ business: known.business, callId }));
  });

  router.post('/voice/accept', async (request, response) => {
    const { known, callId } = calledFor(request);
    requireParent(paramsOf(response), callId);
    const { digits, signal } = parseAccept(paramsOf(response), receivedAt());
    if (signal) {
      const report = {
        businessId: known.business.id,
        callId,
        party: null,
        signal: (at: Instant) => ({ ...signal, at }),
      };
      await untilStored(engine.handleCall(report), { path: request.path, log });
    }
    answer(response, callFlow.accepted({ digits }));
  });

  router.post('/voice/dialed', async (request, response) => {
    const { known, callId } = calledFor(request);
    const params = paramsOf(response);
    const { callId: told, signal } = parseDialEnd(params, receivedAt());
    requireSame('CallSid', told, callId);
    const stored = await untilStored(
      engine.handleCall({
        businessId: known.business.id,
        callId,
        party: partyOf(params),
        signal: (at) => ({ ...signal, at }),
      }),
      { path: request.path, log },
    );
    const { line } = parseIncomingCall(params, receivedAt());
    const called = known.business.lines.find(({ number }) => number === line);
    if (stored?.call?.verdict === 'answered' || !called) return answer(response, callFlow.answered());
    answer(response, callFlow.missed(momentOf(known, called, callId)));
  });

  router.post('/voice/consent', async (request, response) => {
    const { known, callId } = calledFor(request);
    const params = paramsOf(response);
    const { callId: told, digits, signal } = parseConsent(params, receivedAt());
    requireSame('CallSid', told, callId);
    const { line } = parseIncomingCall(params, receivedAt());
    const called = known.business.lines.find(({ number }) => number === line);
    if (signal) {
      await engine.handleCall({
        businessId: known.business.id,
        callId,
        party: partyOf(params),
        signal: (at) => ({ ...signal, at }),
      });
    }
    answer(
      response,
      called ? callFlow.consented({ ...momentOf(known, called, callId), digits }) : callFlow.answered(),
    );
  });

  router.post('/voice/recorded', (request, response) => {
    answer(response, callFlow.recorded({ business: calledFor(request).known.business }));
  });

  router.post('/voice/recording', async (request, response) => {
    const { known, callId } = calledFor(request);
    const { callId: told, signal } = parseRecording(paramsOf(response), receivedAt());
    requireSame('CallSid', told, callId);
    if (signal) {
      await engine.handleCall({
        businessId: known.business.id,
        callId,
        party: null,
        signal: (at) => ({ ...signal, at }),
      });
    }
    response.status(204).end();
  });

  router.post('/voice/status', async (_request, response) => {
    const params = paramsOf(response);
    const { callId, signal } = parseCallEnd(params, receivedAt());
    const party = partyOf(params);
    const found = engine.directory.byLine(party.line);
    if (signal && found) {
      await engine.handleCall({
        businessId: found.known.business.id,
        callId,
        party,
        signal: (now) => ({ ...signal, at: endedAt(signal.at, now) }),
      });
    }
    response.status(204).end();
  });

  router.post('/messages', async (_request, response) => {
    const text = parseIncomingText(paramsOf(response));
    const found = engine.directory.byLine(text.line);
    if (!found || text.from === null) {
      log.warn(
        { line: text.line, known: found !== null },
        'a text came in that belongs to no line or no number',
      );
      return answer(response, nothingToDo);
    }
    await engine.handle({
      type: 'text-received',
      id: `text-${text.providerId}`,
      businessId: found.known.business.id,
      callerId: callerIdOf(text.from, text.providerId),
      textId: `text-${text.providerId}`,
      line: text.line,
      body: text.body,
      media: text.media,
      handledByProvider: text.handledByProvider,
    });
    answer(response, nothingToDo);
  });

  router.post('/messages/status', async (request, response) => {
    const report = parseTextStatus(paramsOf(response));
    if (report) {
      const businessId = queryValue(request, 'business');
      await engine.handleTextStatus({ ...report, businessId, textId: queryValue(request, 'text') });
    }
    response.status(204).end();
  });

  /** The business and the call that our own instructions put into the address. */
  function calledFor(request: Request): { readonly known: KnownBusiness; readonly callId: string } {
    const businessId = queryValue(request, 'business');
    const known = engine.directory.byId(businessId);
    if (!known) throw new UnknownBusinessError(businessId);
    return { known, callId: queryValue(request, 'call') };
  }

  function answer(response: Response, twiml: string): void {
    response.status(200).set('content-type', callFlow.contentType).send(twiml);
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

function paramsOf(response: Response): FormParams {
  return response.locals.params as FormParams;
}

function partyOf(params: FormParams) {
  const { line, from } = parseIncomingCall(params, receivedAt());
  return { line, from };
}

/** Only bounds what Twilio's own times may claim; what is stored is dated by the store. */
function receivedAt(): Instant {
  return toInstant(new Date());
}

/** Twilio's clock counts in whole seconds and is not ours: it is asked only when its word comes late. */
function endedAt(claimed: Instant, now: Instant): Instant {
  return msBetween(claimed, now) > lateMs ? claimed : now;
}

function momentOf(known: KnownBusiness, line: Line, callId: string): CallMoment {
  return { business: known.business, line, callId, openNow: isOpenAt(known.business, receivedAt()) };
}

/** A rung leg names the caller's call where Twilio knows it. */
function requireParent(params: FormParams, callId: string): void {
  const { ParentCallSid } = params;
  if (ParentCallSid !== undefined && ParentCallSid !== '')
    requireSame('ParentCallSid', ParentCallSid, callId);
}

/** The address names the call that our instructions were for; a body of another call is not to be believed. */
function requireSame(parameter: string, told: unknown, callId: string): void {
  if (told === callId) return;
  throw new WebhookError(parameter, `the parameter ${parameter} is not the call that the address names`);
}

function queryValue(request: Request, name: string): string {
  const value = request.query[name];
  if (typeof value === 'string' && value !== '') return value.replaceAll('\0', '');
  throw new WebhookError(name, `the query parameter ${name} is missing`);
}
