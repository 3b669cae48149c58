import type { CallControl } from '@ringback/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { businessId, forwardedLine, ringingLine, shopPhone } from './testing/acme-plumbing.ts';
import { openWorld, type World } from './testing/open-world.ts';

// Everything that happens on a phone line, all of it at the same time, each to a caller of their own; then once more with
// every webhook delivered twice and in shuffled order.

type Placed = Parameters<World['twilio']['placeCall']>[0];
type Scenario = {
  readonly what: string;
  /** When it calls, in seconds, and how. */
  readonly calls: readonly (Partial<Placed> & { readonly at: number })[];
  /** What people do, by second; `calls` are those placed so far. */
  readonly acts?: { readonly [second: number]: (...calls: CallControl[]) => unknown };
  readonly texts: 0 | 1;
  /** Of each call, the oldest first: the outcome, the decision, and the rule of its first reason. */
  readonly decided: readonly (readonly [outcome: string, decision: string, rule: string])[];
};

const once = [{ at: 0 }] as const;
const texted = ['text', 'first-text'] as const;

const scenarios: readonly Scenario[] = [
  { what: 'nobody answers', calls: once, texts: 1, decided: [['missed', ...texted]] },
  {
    what: 'the phone is busy',
    calls: once,
    acts: { 1: (call) => call?.busy(shopPhone) },
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'the person declines',
    calls: once,
    acts: { 2: (call) => call?.decline(shopPhone) },
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'the caller hangs up at once',
    calls: once,
    acts: { 2: (call) => call?.hangUp() },
    texts: 0,
    decided: [['abandoned', 'withhold', 'ring-time']],
  },
  {
    what: 'the caller hangs up after a while',
    calls: once,
    acts: { 12: (call) => call?.hangUp() },
    texts: 1,
    decided: [['abandoned', ...texted]],
  },
  {
    what: 'the caller leaves a voicemail',
    calls: once,
    acts: { 25: (call) => call?.leaveVoicemail(6) },
    texts: 1,
    decided: [['voicemail', ...texted]],
  },
  {
    what: 'a carrier’s voicemail picks up',
    calls: once,
    acts: { 5: (call) => call?.voicemailPicksUp(shopPhone) },
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'somebody picks up and presses nothing',
    calls: once,
    acts: { 5: (call) => call?.answer(shopPhone), 8: (call) => call?.hangUpLeg(shopPhone) },
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'a person takes the call',
    calls: once,
    acts: {
      5: (call) => call?.answer(shopPhone),
      9: (call) => call?.pressDigit(shopPhone, '1'),
      30: (call) => call?.hangUp(),
    },
    texts: 0,
    decided: [['answered', 'none', 'call-answered']],
  },
  {
    what: 'a call that was transferred to the line is taken',
    calls: [{ at: 0, forwardedFrom: '+15125550190' }],
    acts: {
      4: (call) => call?.answer(shopPhone),
      8: (call) => call?.pressDigit(shopPhone, '1'),
      20: (call) => call?.hangUpLeg(shopPhone),
    },
    texts: 0,
    decided: [['answered', 'none', 'call-answered']],
  },
  {
    what: 'a call that was transferred to the line is missed',
    calls: [{ at: 0, forwardedFrom: '+15125550190' }],
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'the carrier forwards a missed call',
    calls: [{ at: 0, to: forwardedLine }],
    texts: 1,
    decided: [['missed', ...texted]],
  },
  {
    what: 'the carrier says that the number is forged',
    calls: [{ at: 0, attestation: 'failed' }],
    texts: 0,
    decided: [['missed', 'withhold', 'caller-id']],
  },
  {
    what: 'two calls from one caller ring at the same time',
    calls: [{ at: 0 }, { at: 1 }],
    texts: 1,
    decided: [
      ['missed', ...texted],
      ['missed', 'withhold', 'dedupe'],
    ],
  },
  {
    what: 'the caller tries again within a minute',
    calls: [{ at: 0 }, { at: 40 }],
    texts: 1,
    decided: [
      ['missed', ...texted],
      ['missed', 'withhold', 'dedupe'],
    ],
  },
  {
    what: 'the caller tries again within a minute and is answered',
    calls: [{ at: 0 }, { at: 35 }],
    acts: {
      38: (_, again) => again?.answer(shopPhone),
      43: (_, again) => again?.pressDigit(shopPhone, '1'),
      55: (_, again) => again?.hangUp(),
    },
    texts: 1,
    decided: [
      ['missed', ...texted],
      ['answered', 'none', 'call-answered'],
    ],
  },
];

const callerOf = (index: number) => `+15125550${200 + index}`;
const lastSecond = 66;

describe.each<[string, { readonly duplicate: boolean; readonly shuffle: number | null }]>([
  ['every webhook once', { duplicate: false, shuffle: null }],
  ['every webhook twice', { duplicate: true, shuffle: null }],
  ['every webhook twice, in shuffled order', { duplicate: true, shuffle: 7 }],
])('%s', (_, webhooks) => {
  let world: World;
  const placed = scenarios.map((): CallControl[] => []);

  beforeAll(async () => {
    world = await openWorld();
    Object.assign(world.twilio.faults.webhooks, webhooks);
    for (let second = 0; second <= lastSecond; second += 1) {
      for (const [index, { calls, acts = {} }] of scenarios.entries()) {
        const own = placed[index] ?? [];
        for (const { at, ...call } of calls) {
          if (at === second)
            own.push(world.twilio.placeCall({ from: callerOf(index), to: ringingLine, ...call }));
        }
        acts[second]?.(...own);
      }
      await world.pass(1, { stepSeconds: 1 });
    }
    await world.pass(60, { stepSeconds: 20 });
  });

  afterAll(() => world.close());

  test.each(scenarios.map(({ what, texts }, index) => [what, texts, index] as const))(
    '%s: %i texts',
    async (_what, texts, index) => {
      expect(world.twilio.messagesTo(callerOf(index))).toHaveLength(texts);
      const { data } = await world.api.listCalls({ query: { business: businessId, limit: 100 } });
      const decided = await Promise.all(
        (placed[index] ?? []).map(async ({ sid }) => {
          const call = data.find(({ providerId }) => providerId === sid);
          const { decision, reasons } = await world.api.explainCall({ params: { id: call?.id ?? '' } });
          return [call?.outcome, decision, reasons[0]?.rule];
        }),
      );
      expect(decided).toEqual(scenarios[index]?.decided);
    },
  );
});
