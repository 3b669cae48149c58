import type { Clock } from '../clock.ts';
import { type CallLegs, isOver, type LiveLeg } from './call-legs.ts';
import { type CallProgress, callParameters } from './call-progress.ts';
import { dial } from './dial.ts';
import { gather, speak } from './gather.ts';
import { record } from './record.ts';
import type { Recordings } from './recordings.ts';
import { parseTwiml, TwimlError, type TwimlNode } from './twiml.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** A request whose answer tells a leg what to do next. */
export type TwimlRequest = { url: string; method: 'GET' | 'POST'; parameters?: Record<string, string> };

/** What follows a verb: the next one, another document, or nothing because the leg is over. */
export type Flow = { to: 'next' } | { to: 'document'; request: TwimlRequest } | { to: 'over' };

export type Interpreter = {
  readonly accountSid: string;
  readonly clock: Clock;
  readonly legs: CallLegs;
  readonly progress: CallProgress;
  readonly webhooks: WebhookSender;
  readonly recordings: Recordings;
  readonly log: (line: string) => void;
};

/** A document on its way through a leg; `isWhisper`: it runs for the person called, before the two are joined. */
export type Script = {
  readonly live: LiveLeg;
  readonly url: string;
  readonly isWhisper: boolean;
};

const mostDocuments = 100;
const whisperVerbs = new Set(['Say', 'Play', 'Pause', 'Gather', 'Hangup', 'Redirect']);

/**
 * Fetches a document and runs it, and those it leads to, on one leg. 'ran-out': the verbs came to an end with
 * the leg still there; 'over': somebody hung up. An error ends the leg, as at Twilio, and is noted on it.
 */
export async function runTwiml(
  interpreter: Interpreter,
  live: LiveLeg,
  options: { request: TwimlRequest; isWhisper: boolean; fallbackUrl?: string | undefined },
): Promise<'ran-out' | 'over'> {
  let { request } = options;
  let fallbackUrl = options.fallbackUrl;
  for (let count = 0; count < mostDocuments; count += 1) {
    try {
      const verbs = await fetchTwiml(interpreter, live, request);
      if (isOver(live)) return 'over';
      const flow = await runVerbs(
        interpreter,
        { live, url: request.url, isWhisper: options.isWhisper },
        verbs,
      );
      if (flow.to === 'over' || isOver(live)) return 'over';
      if (flow.to === 'next') return 'ran-out';
      request = flow.request;
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error;
      interpreter.log(`call ${live.leg.sid}: error ${error.code}: ${error.message}`);
      interpreter.legs.update(live, { errorCode: error.code });
      if (!fallbackUrl || isOver(live)) return giveUp(interpreter, live);
      const parameters = { ErrorCode: String(error.code), ErrorUrl: request.url };
      request = { url: fallbackUrl, method: 'POST', parameters };
      fallbackUrl = undefined;
    }
  }
  interpreter.log(`call ${live.leg.sid}: more than ${mostDocuments} documents`);
  return giveUp(interpreter, live);
}

/** Twilio picks up, says that an application error has occurred, and hangs up. */
function giveUp({ legs, clock }: Interpreter, live: LiveLeg): 'over' {
  if (!live.leg.answeredAt && !isOver(live)) legs.update(live, { answeredAt: clock.now().toISOString() });
  legs.end(live, 'completed');
  return 'over';
}

/** @throws TwimlError 11200 no answer or a refusal, 12300 not XML by its content type, 121xx not TwiML */
async function fetchTwiml(
  { webhooks, accountSid }: Interpreter,
  live: LiveLeg,
  request: TwimlRequest,
): Promise<readonly TwimlNode[]> {
  const parameters = { ...callParameters(accountSid, live.leg), ...request.parameters };
  const answer = await webhooks.deliver({
    kind: 'voice',
    url: request.url,
    method: request.method,
    parameters,
  });
  if (!answer.ok) throw new TwimlError(11200, `the webhook answered ${answer.status ?? answer.failure}`);
  if (!/^(text|application)\/(xml|html)/.test(answer.contentType)) {
    throw new TwimlError(12300, `invalid content type ${answer.contentType || '(none)'}`);
  }
  return answer.body.trim() === '' ? [] : parseTwiml(answer.body);
}

async function runVerbs(
  interpreter: Interpreter,
  script: Script,
  verbs: readonly TwimlNode[],
): Promise<Flow> {
  for (const [index, verb] of verbs.entries()) {
    if (script.isWhisper && !whisperVerbs.has(verb.name)) {
      throw new TwimlError(13223, `<${verb.name}> is not allowed before the two are joined`);
    }
    if (verb.name === 'Reject' && index === 0 && !script.live.leg.answeredAt) {
      interpreter.legs.end(script.live, verb.attributes.reason === 'busy' ? 'busy' : 'no-answer');
      return { to: 'over' };
    }
    if (picksUp(verb)) pickUp(interpreter, script.live);
    const flow = await runVerb(interpreter, script, verb);
    if (isOver(script.live)) return { to: 'over' };
    if (flow.to !== 'next') return flow;
  }
  return { to: 'next' };
}

/** Which verbs answer the caller: neither waiting, nor ringing until the two are joined. */
function picksUp(verb: TwimlNode): boolean {
  if (verb.name === 'Dial') return verb.attributes.answerOnBridge !== 'true';
  return verb.name === 'Say' || verb.name === 'Play' || verb.name === 'Gather' || verb.name === 'Record';
}

export function pickUp({ legs, clock }: Interpreter, live: LiveLeg): void {
  if (live.leg.answeredAt || isOver(live)) return;
  legs.update(live, { status: 'in-progress', answeredAt: clock.now().toISOString() });
}

/**
 * Hangs up on Twilio's side. A caller who only ever heard it ring was not answered; a call that nothing was
 * done with is answered and ended.
 */
export function hangUp(interpreter: Interpreter, live: LiveLeg): void {
  const onlyRang = !live.leg.answeredAt && interpreter.legs.childrenOf(live.leg.sid).length > 0;
  if (!onlyRang) pickUp(interpreter, live);
  interpreter.legs.end(live, onlyRang ? 'no-answer' : 'completed');
}

async function runVerb(interpreter: Interpreter, script: Script, verb: TwimlNode): Promise<Flow> {
  switch (verb.name) {
    case 'Say':
    case 'Play':
    case 'Pause':
      await speak(interpreter, script.live, verb);
      return { to: 'next' };
    case 'Gather':
      return gather(interpreter, script, verb);
    case 'Dial':
      return dial(interpreter, script, verb);
    case 'Record':
      return record(interpreter, script, verb);
    case 'Redirect':
      return { to: 'document', request: requestOf(script, verb.text, verb.attributes.method) };
    case 'Hangup':
      hangUp(interpreter, script.live);
      return { to: 'over' };
    default:
      throw new TwimlError(12200, `<${verb.name}> is not run by this look-alike`);
  }
}

/** The request of an `action` or alike, relative to the document; left out, the document's own address. */
export function requestOf(script: Script, url: string | undefined, method: string | undefined): TwimlRequest {
  return {
    url: url ? new URL(url, script.url).href : script.url,
    method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
  };
}

/** A number of an attribute, e.g. seconds. */
export function numberOf(verb: TwimlNode, attribute: string, unset: number): number {
  const given = Number.parseFloat(verb.attributes[attribute] ?? '');
  return Number.isNaN(given) ? unset : given;
}
