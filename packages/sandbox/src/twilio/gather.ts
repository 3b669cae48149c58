import type { LiveLeg } from './call-legs.ts';
import type { Signal } from './signals.ts';
import type { TwimlNode } from './twiml.ts';
import { type Flow, type Interpreter, numberOf, requestOf, type Script } from './twiml-interpreter.ts';

const msPerWord = 350;
const playMs = 2_000;

/** Plays one Say, Play or Pause; a signal of `until` breaks it off and is the answer, null: it ran to its end. */
export async function speak(
  { legs }: Interpreter,
  live: LiveLeg,
  verb: TwimlNode,
  until: readonly Signal['name'][] = [],
): Promise<Signal | null> {
  if (verb.name !== 'Pause') legs.update(live, { hears: verb.name === 'Say' ? verb.text : '(a recording)' });
  return live.signals.next(until, durationMs(verb));
}

function durationMs(verb: TwimlNode): number {
  if (verb.name === 'Pause') return numberOf(verb, 'length', 1) * 1_000;
  return verb.name === 'Say' ? verb.text.split(/\s+/).length * msPerWord : playMs;
}

/** Collects digits while and after its prompts play; without any it goes on to the next verb. */
export async function gather(interpreter: Interpreter, script: Script, verb: TwimlNode): Promise<Flow> {
  const { live } = script;
  const wanted = numberOf(verb, 'numDigits', Number.POSITIVE_INFINITY);
  const finishOnKey = verb.attributes.finishOnKey ?? '#';
  const timeoutMs = numberOf(verb, 'timeout', 5) * 1_000;

  let signal: Signal | null = null;
  for (const prompt of verb.children) {
    signal = await speak(interpreter, live, prompt, ['digit']);
    if (signal) break;
  }
  let digits = '';
  signal ??= await live.signals.next(['digit'], timeoutMs);
  while (signal?.name === 'digit') {
    if (signal.digit === finishOnKey) break;
    digits += signal.digit;
    if (digits.length >= wanted) break;
    signal = await live.signals.next(['digit'], timeoutMs);
  }
  if (signal?.name === 'end') return { to: 'over' };
  if (digits === '' && verb.attributes.actionOnEmptyResult !== 'true') return { to: 'next' };
  const request = requestOf(script, verb.attributes.action, verb.attributes.method);
  return { to: 'document', request: { ...request, parameters: { Digits: digits } } };
}
