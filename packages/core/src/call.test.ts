import { describe, expect, test } from 'vitest';
import { lineSchema } from './business.ts';
import { type Call, type CallSignal, callOutcome, observeCall, phonesToRing, startCall } from './call.ts';
import { addSeconds, type Instant, toInstant } from './instant.ts';
import type { E164 } from './phone.ts';
import { callerPhone, staffPhone } from './testing/given.ts';

const start = toInstant('2026-11-18T16:30:00Z');
const after = (count: number): Instant => addSeconds(start, count);

const comingIn = {
  id: 'CA1',
  from: callerPhone,
  at: start,
  attestation: 'passed',
} as const;

function call(line: { forwardTo?: string[]; screening?: 'press-1' | 'none' } = {}): Call {
  const parsed = lineSchema.parse({ number: '+15125550100', forwardTo: [staffPhone], ...line });
  const started = startCall({ ...comingIn, line: parsed });
  return { ...started, announced: true };
}

function observe(from: Call, signals: readonly CallSignal[]) {
  let current = from;
  const observations = signals.flatMap((signal) => {
    const observed = observeCall(current, signal);
    current = observed.call;
    return observed.observations;
  });
  return { call: current, observations };
}

const accepted: CallSignal = { type: 'accepted', at: after(6) };
const dialEnded = (
  result: 'bridged' | 'picked-up' | 'no-answer' | 'busy' | 'declined' | 'failed',
  seconds = 18,
  callerGone = false,
): CallSignal => ({ type: 'dial-ended', result, callerGone, at: after(seconds) });
const ended = (seconds: number, talkSeconds = 0): CallSignal => ({
  type: 'ended',
  at: after(seconds),
  talkSeconds,
});
const voicemail: CallSignal = {
  type: 'voicemail',
  at: after(50),
  recordingUrl: 'https://recordings.example.com/1',
  seconds: 20,
};
const forwarded = { forwardTo: [] };
const unscreened = { screening: 'none' } as const;

test('a call whose end we never hear of is unclear, and one that was answered stays answered', () => {
  const lost: CallSignal = { type: 'lost', at: after(900) };
  expect(observe(call(), [lost]).observations).toMatchObject([{ type: 'call-missed', cause: 'unclear' }]);
  expect(observe(call(), [accepted, lost]).observations).toMatchObject([{ type: 'call-answered' }]);
});

test.each([
  ['by its end', ended(0)],
  ['by the end of the ringing', dialEnded('no-answer', 0, true)],
])('a call that we first hear of %s is unclear, as nobody knows how long it rang', (_, signal) => {
  const { observations } = observe({ ...call(), announced: false }, [signal]);
  expect(observations).toMatchObject([{ type: 'call-missed', cause: 'unclear' }]);
});

describe('a call that only the provider’s list tells of', () => {
  const found = (
    result: 'picked-up' | 'no-answer' | 'busy' | 'declined' | 'failed',
    callerGone = false,
  ): CallSignal => ({ type: 'found', startedAt: start, at: after(12), result, callerGone });

  test.each([
    ['is missed when nobody answered', {}, found('no-answer'), 'no-answer', 12],
    ['is missed when no phone was rung at all', {}, found('failed'), 'failed', 12],
    ['is given up when the caller hung up', {}, found('no-answer', true), 'abandoned', 12],
    ['is unclear when something picked up that should have pressed 1', {}, found('picked-up'), 'unclear', 12],
    ['is missed where a carrier forwards, whatever it says', forwarded, found('picked-up'), 'forwarded', 0],
  ] as const)('%s', (_name, line, signal, cause, ringSeconds) => {
    const { observations } = observe({ ...call(line as Parameters<typeof call>[0]), announced: false }, [
      signal,
      dialEnded('no-answer'),
    ]);
    expect(observations).toEqual([
      expect.objectContaining({
        type: 'call-missed',
        cause,
        ringSeconds,
        missedAt: after(12),
        foundLater: true,
      }),
    ]);
  });

  test('is answered when somebody picked up an unscreened line', () => {
    expect(observe(call(unscreened), [found('picked-up')]).observations).toEqual([
      { type: 'call-answered', callId: 'CA1', line: '+15125550100' },
    ]);
  });

  test('stays as it was decided before', () => {
    expect(observe(call(), [accepted, found('failed')]).observations).toHaveLength(1);
    expect(observe(call(), [dialEnded('busy'), found('picked-up')]).observations).toMatchObject([
      { type: 'call-missed', cause: 'busy' },
    ]);
  });
});

describe('a call that a phone has forwarded', () => {
  const line = lineSchema.parse({ number: '+15125550100', forwardTo: [staffPhone, '+15125550112'] });

  test('to the line that rings this phone is missed at once, and rings nobody', () => {
    expect(phonesToRing(line, staffPhone)).toEqual([]);
    const forwardedBack = startCall({ ...comingIn, line, forwardedFrom: staffPhone });
    const { observations } = observe(forwardedBack, [
      { type: 'incoming', at: start, attestation: 'passed', forwardedFrom: staffPhone },
    ]);
    expect(observations).toMatchObject([{ type: 'call-missed', cause: 'forwarded', ringSeconds: 0 }]);
  });

  test.each([null, '+15125550188' as E164])('rings where it comes from elsewhere: %s', (forwardedFrom) => {
    expect(phonesToRing(line, forwardedFrom)).toBe(line.forwardTo);
    expect(startCall({ ...comingIn, line, forwardedFrom }).rings).toBe(true);
  });
});

describe('a call is missed', () => {
  test.each([
    ['when nobody answers', {}, [dialEnded('no-answer')], 'no-answer', 18],
    ['when it is busy', {}, [dialEnded('busy', 1)], 'busy', 1],
    ['when somebody declines it', {}, [dialEnded('declined', 5)], 'declined', 5],
    ['when the phone cannot be reached', {}, [dialEnded('failed', 2)], 'failed', 2],
    ['when a voicemail picks up and nobody presses 1', {}, [dialEnded('picked-up', 25)], 'not-accepted', 25],
    ['when the caller hangs up while it rings', {}, [dialEnded('no-answer', 2, true)], 'abandoned', 2],
    [
      'when the caller hangs up on the voicemail of a phone',
      {},
      [dialEnded('picked-up', 9, true)],
      'not-accepted',
      9,
    ],
    ['when it ends with no word of the ringing', {}, [ended(15)], 'abandoned', 15],
    ['when it ends unscreened without talk', unscreened, [ended(15)], 'abandoned', 15],
    ['when our voicemail took it, even with no word of the ringing', {}, [voicemail], 'no-answer', 30],
    [
      'at once where a carrier forwards missed calls',
      forwarded,
      [{ type: 'incoming', at: start, attestation: 'passed' }],
      'forwarded',
      0,
    ],
    ['where a carrier forwards, whatever comes first', forwarded, [ended(9)], 'forwarded', 0],
  ] as const)('%s', (_name, line, signals, cause, ringSeconds) => {
    const observed = observe(call(line as Parameters<typeof call>[0]), signals);
    expect(observed.observations[0]).toEqual({
      type: 'call-missed',
      callId: 'CA1',
      line: '+15125550100',
      cause,
      ringSeconds,
      missedAt: signals[0].type === 'voicemail' ? after(50) : signals[0].at,
      attestation: 'passed',
    });
    expect(observed.call).toMatchObject({ verdict: 'missed', cause, ringSeconds });
  });
});

describe('a call is answered', () => {
  test.each([
    ['when somebody presses 1', {}, [accepted, dialEnded('bridged', 60)]],
    ['when somebody was put through whose key press was lost', {}, [dialEnded('bridged', 600)]],
    [
      'when its end is told before that they were put through',
      {},
      [ended(600, 590), dialEnded('bridged', 600)],
    ],
    ['when somebody picks up an unscreened line', unscreened, [dialEnded('picked-up', 60)]],
  ] as const)('%s', (_name, line, signals) => {
    const { observations, call: after } = observe(call(line), [...signals, ended(61, 55)]);
    expect(observations).toEqual([{ type: 'call-answered', callId: 'CA1', line: '+15125550100' }]);
    expect(callOutcome(after)).toBe('answered');
  });
});

describe('a call that has ended after some talk, with no word of the ringing', () => {
  test.each([
    ['screened', {}],
    ['unscreened', unscreened],
  ] as const)('is undecided while it is %s: it may be a talk or our greeting', (_name, line) => {
    const seen = observe(call(line), [ended(75, 60)]);
    expect(seen.observations).toEqual([]);
    expect(seen.call).toMatchObject({ verdict: null, endedAt: after(75) });
  });

  test.each([
    ['is missed once the ringing is told', dialEnded('no-answer', 18), 'no-answer'],
    ['is unclear once nothing more will be heard', { type: 'lost', at: after(900) }, 'unclear'],
  ] as const)('%s', (_name, signal, cause) => {
    const { observations } = observe(call(), [ended(75, 60), signal]);
    expect(observations).toMatchObject([{ type: 'call-missed', cause }]);
  });
});

describe('signals that are doubled, missing or late', () => {
  test.each([
    ['doubled', [dialEnded('no-answer'), dialEnded('no-answer'), ended(20), ended(20)]],
    ['late', [ended(20), dialEnded('no-answer'), accepted]],
  ] as const)('%s ones decide nothing a second time', (_name, signals) => {
    expect(observe(call(), signals).observations).toHaveLength(1);
  });

  test('a voicemail is told once, besides the miss', () => {
    const { observations, call: after } = observe(call(), [dialEnded('no-answer'), voicemail, voicemail]);
    expect(observations.map(({ type }) => type)).toEqual(['call-missed', 'voicemail-left']);
    expect(callOutcome(after)).toBe('voicemail');
  });

  test('the words of a voicemail are told once, also before the voicemail itself', () => {
    const transcribed: CallSignal = { type: 'transcribed', at: after(70), words: 'My sink leaks' };
    const { observations } = observe(call(), [dialEnded('no-answer'), transcribed, voicemail, transcribed]);
    expect(observations.slice(1)).toMatchObject([
      { type: 'voicemail-transcribed', words: 'My sink leaks' },
      { type: 'voicemail-left' },
    ]);
  });

  test('a consent is told once, with the moment of the miss', () => {
    const consented: CallSignal = { type: 'consented', at: after(30), evidence: 'pressed 1' };
    const { observations } = observe(call(), [dialEnded('no-answer'), consented, consented]);
    expect(observations).toHaveLength(2);
    expect(observations[1]).toMatchObject({
      type: 'consent-given',
      missedAt: after(18),
      evidence: 'pressed 1',
    });
  });

  test('an empty recording is no voicemail', () => {
    const { observations } = observe(call(), [dialEnded('no-answer'), { ...voicemail, seconds: 0 }]);
    expect(observations).toHaveLength(1);
  });
});

test('a call has no outcome until it is decided, and an abandoned one says so', () => {
  expect(callOutcome(call())).toBeNull();
  expect(callOutcome(observe(call(), [ended(2)]).call)).toBe('abandoned');
  expect(callOutcome(observe(call(), [dialEnded('busy')]).call)).toBe('missed');
});
