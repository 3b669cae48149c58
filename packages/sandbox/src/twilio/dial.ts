import { isOver, type LiveLeg, talkSeconds } from './call-legs.ts';
import { callParameters } from './call-progress.ts';
import { TwimlError, type TwimlNode } from './twiml.ts';
import {
  type Flow,
  type Interpreter,
  numberOf,
  pickUp,
  requestOf,
  runTwiml,
  type Script,
} from './twiml-interpreter.ts';

const voicemailListensMs = 60_000;

type Rung = { live: LiveLeg; target: TwimlNode };
type DialResult = { last: LiveLeg | null; wasBridged: boolean };

/** Rings people and joins the first who answers, and is not screened out, with the caller. */
export async function dial(interpreter: Interpreter, script: Script, verb: TwimlNode): Promise<Flow> {
  const named = verb.children;
  const foreign = named.find((child) => child.name !== 'Number');
  if (foreign) throw new TwimlError(12200, `<${foreign.name}> is not dialled by this look-alike`);
  const targets = named.length > 0 ? named : [{ ...verb, name: 'Number', attributes: {} }];
  const result =
    verb.attributes.sequential === 'true'
      ? await ringInTurn(interpreter, script, verb, targets)
      : await ringTogether(interpreter, script, verb, targets);

  if (!verb.attributes.action) return isOver(script.live) ? { to: 'over' } : { to: 'next' };
  const request = requestOf(script, verb.attributes.action, verb.attributes.method);
  const parameters = outcomeOf(interpreter, result);
  if (!isOver(script.live)) return { to: 'document', request: { ...request, parameters } };
  // The caller is gone: the action is told, and its answer has nobody left to hear it.
  await interpreter.webhooks.deliver({
    kind: 'voice',
    ...request,
    parameters: { ...callParameters(interpreter.accountSid, script.live.leg), ...parameters },
  });
  return { to: 'over' };
}

function outcomeOf({ clock }: Interpreter, { last, wasBridged }: DialResult): Record<string, string> {
  if (!last) return { DialCallStatus: 'failed', DialBridged: 'false' };
  return {
    DialCallSid: last.leg.sid,
    DialCallStatus: last.leg.status,
    DialCallDuration: String(talkSeconds(last.leg, clock.now())),
    DialBridged: String(wasBridged),
  };
}

/** One after the other, on to the next when nobody answers or the screening ends with a hang-up. */
async function ringInTurn(
  interpreter: Interpreter,
  script: Script,
  verb: TwimlNode,
  targets: readonly TwimlNode[],
): Promise<DialResult> {
  let last: LiveLeg | null = null;
  for (const target of targets) {
    if (isOver(script.live)) break;
    const rung = startRinging(interpreter, script, verb, target);
    last = rung.live;
    if (!(await waitForAnswer(interpreter, rung, verb))) continue;
    if (await join(interpreter, script, verb, rung)) return { last, wasBridged: true };
  }
  return { last, wasBridged: false };
}

/** All at once: the first to answer, be it a voicemail, silences the others. */
async function ringTogether(
  interpreter: Interpreter,
  script: Script,
  verb: TwimlNode,
  targets: readonly TwimlNode[],
): Promise<DialResult> {
  const rung = targets.map((target) => startRinging(interpreter, script, verb, target));
  let first: Rung | null = null;
  await Promise.all(
    rung.map(async (one) => {
      const isFirst = () => {
        first ??= one;
        return first === one;
      };
      if (!(await waitForAnswer(interpreter, one, verb, isFirst))) return;
      for (const other of rung) if (other !== one) interpreter.legs.end(other.live, 'canceled');
    }),
  );
  const answered = rung.find((one) => one === first);
  if (answered) {
    const wasBridged = await join(interpreter, script, verb, answered);
    return { last: answered.live, wasBridged };
  }
  const unanswered = rung.find(({ live }) => live.leg.status === 'no-answer') ?? rung.at(-1);
  return { last: unanswered?.live ?? null, wasBridged: false };
}

function startRinging(interpreter: Interpreter, script: Script, verb: TwimlNode, target: TwimlNode): Rung {
  const { legs, progress } = interpreter;
  const caller = script.live.leg;
  const live = legs.add({
    parentSid: caller.sid,
    from: verb.attributes.callerId ?? caller.from,
    to: target.text,
    direction: 'outbound-dial',
    status: 'initiated',
  });
  const { statusCallback, statusCallbackEvent = 'completed', statusCallbackMethod } = target.attributes;
  if (statusCallback) {
    const { url, method } = requestOf(script, statusCallback, statusCallbackMethod);
    live.progress = { url, method, events: statusCallbackEvent.split(/\s+/) };
  }
  progress.legMoved(live, 'initiated');
  legs.update(live, { status: 'ringing' });
  progress.legMoved(live, 'ringing');
  return { live, target };
}

async function waitForAnswer(
  { legs, progress, clock }: Interpreter,
  { live }: Rung,
  verb: TwimlNode,
  mayBeJoined: () => boolean = () => true,
): Promise<boolean> {
  const signal = await live.signals.next(['answer'], numberOf(verb, 'timeout', 30) * 1_000);
  if (signal?.name !== 'answer') {
    legs.end(live, 'no-answer');
    return false;
  }
  if (!mayBeJoined()) {
    legs.end(live, 'canceled');
    return false;
  }
  const voicemail = signal.by === 'voicemail';
  legs.update(live, { status: 'in-progress', answeredAt: clock.now().toISOString(), voicemail });
  if (voicemail) clock.after(voicemailListensMs, () => legs.end(live, 'completed'));
  progress.legMoved(live, 'answered');
  return true;
}

/** Screens the answered leg, then lets the two talk until one hangs up. False: it never came to that. */
async function join(interpreter: Interpreter, script: Script, verb: TwimlNode, rung: Rung): Promise<boolean> {
  const { legs } = interpreter;
  const { live, target } = rung;
  if (target.attributes.url) {
    const request = requestOf(script, target.attributes.url, target.attributes.method);
    await runTwiml(interpreter, live, { request, isWhisper: true });
  }
  if (isOver(script.live) || isOver(live)) return false;
  pickUp(interpreter, script.live);
  legs.update(live, { bridged: true, hears: null });
  legs.update(script.live, { bridged: true, hears: null });
  await live.signals.next([], numberOf(verb, 'timeLimit', 14_400) * 1_000);
  legs.end(live, 'completed');
  legs.update(script.live, { bridged: false });
  return true;
}
