import {
  type Call,
  type Instant,
  isBlocked,
  isOpenAt,
  type Line,
  msBetween,
  phonesToRing,
  toInstant,
} from '@ringback/core';
import { type Engine, type HandledCall, type KnownBusiness, UnknownBusinessError } from '@ringback/engine';
import {
  type CallFlow,
  type CallMoment,
  type FormParams,
  parseAccept,
  parseCallEnd,
  parseConsent,
  parseDialEnd,
  parseIncomingCall,
  parseRecording,
  parseTranscription,
  WebhookError,
} from '@ringback/messaging';
import type { Request, Router } from 'express';
import type { Log } from '../log.ts';
import { answerWith, nothingToDo, paramsOf, queryValue } from './twilio-request.ts';
import { untilStored } from './until-stored.ts';

type DialEnd = ReturnType<typeof parseDialEnd>['signal'];

/** A call's end that is told so long after it is dated by Twilio's word. */
const lateMs = 30_000;

/** What Twilio tells of calls; most answers are the next instructions for the call. */
export function addCallWebhooks(
  router: Router,
  { engine, callFlow, log }: { readonly engine: Engine; readonly callFlow: CallFlow; readonly log: Log },
): void {
  const answer = answerWith(callFlow);

  router.post('/voice', async (request, response) => {
    const incoming = parseIncomingCall(paramsOf(response), receivedAt());
    const { callId, attestation, forwardedFrom } = incoming;
    const found = engine.directory.byLine(incoming.line);
    if (!found) {
      log.warn({ line: incoming.line }, 'a call came in on a number that no business has as a line');
      return answer(response, nothingToDo);
    }
    const stored = await untilStored(
      engine.handleCall({
        businessId: found.known.business.id,
        callId,
        party: { line: incoming.line, from: incoming.from },
        signal: (at) => ({ type: 'incoming', at, attestation, forwardedFrom }),
      }),
      { path: request.path, log },
    );
    const { business, rules } = found.known;
    if (incoming.from !== null && isBlocked(business, rules, incoming.from)) {
      return answer(response, callFlow.rejected());
    }
    const moment = momentOf(found.known, found.line, { callId, stored });
    const rings = phonesToRing(found.line, forwardedFrom).length > 0;
    answer(response, rings ? callFlow.incoming(moment) : callFlow.missed(moment));
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
      // Whoever pressed 1 is put through in any case; if the store missed it, the end of the ringing tells it again.
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
    if (!called || wasAnswered(stored?.call ?? null, signal, called)) {
      return answer(response, callFlow.answered());
    }
    answer(response, callFlow.missed(momentOf(known, called, { callId, stored })));
  });

  router.post('/voice/consent', async (request, response) => {
    const { known, callId } = calledFor(request);
    const params = paramsOf(response);
    const { callId: told, signal } = parseConsent(params, receivedAt());
    requireSame('CallSid', told, callId);
    const { line } = parseIncomingCall(params, receivedAt());
    const called = known.business.lines.find(({ number }) => number === line);
    const stored =
      signal &&
      (await untilStored(
        engine.handleCall({
          businessId: known.business.id,
          callId,
          party: partyOf(params),
          signal: (at) => ({ ...signal, at }),
        }),
        { path: request.path, log },
      ));
    if (!called) return answer(response, callFlow.answered());
    const { business } = known;
    answer(response, callFlow.consented({ business, line: called, callId, isAgreed: stored !== null }));
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

  router.post('/voice/transcribed', async (request, response) => {
    const { known, callId } = calledFor(request);
    const { callId: told, signal } = parseTranscription(paramsOf(response), receivedAt());
    requireSame('CallSid', told, callId);
    await engine.handleCall({
      businessId: known.business.id,
      callId,
      party: null,
      signal: (at) => ({ ...signal, at }),
    });
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

  /** The business and the call that our own instructions put into the address. */
  function calledFor(request: Request): { readonly known: KnownBusiness; readonly callId: string } {
    const businessId = queryValue(request, 'business');
    const known = engine.directory.byId(businessId);
    if (!known) throw new UnknownBusinessError(businessId);
    return { known, callId: queryValue(request, 'call') };
  }
}

function partyOf(params: FormParams) {
  const { line, from } = parseIncomingCall(params, receivedAt());
  return { line, from };
}

/** This machine's time; what is stored is dated by the store. */
function receivedAt(): Instant {
  return toInstant(new Date());
}

/** Twilio's clock counts in whole seconds and is not ours: it is asked only when its word comes late. */
function endedAt(claimed: Instant, now: Instant): Instant {
  return msBetween(claimed, now) > lateMs ? claimed : now;
}

/** Whether somebody spoke with the caller; `call` is null where the store was away. */
function wasAnswered(call: Call | null, { result }: DialEnd, { screening }: Line): boolean {
  if (result === 'bridged') return true;
  return call ? call.verdict === 'answered' : result === 'picked-up' && screening === 'none';
}

/** Open or closed by the store's clock, as every rule goes by; by this machine's only where the store was away. */
function momentOf(
  { business }: KnownBusiness,
  line: Line,
  { callId, stored }: { readonly callId: string; readonly stored: HandledCall | null },
): CallMoment {
  return { business, line, callId, openNow: isOpenAt(business, stored?.at ?? receivedAt()) };
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
