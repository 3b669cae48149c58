import { businessSchema } from '../src/business.ts';
import { newState, type State } from '../src/caller.ts';
import { decide, step } from '../src/decide.ts';
import type { Event } from '../src/event.ts';
import { addHours, addMinutes, addSeconds, type Instant, laterOf, toInstant } from '../src/instant.ts';
import type { E164 } from '../src/phone.ts';
import { readReply } from '../src/read-reply/read-reply.ts';
import { defineRules } from '../src/rule-set.ts';
import { measure, say } from './measure.ts';

/**
 * `node packages/core/bench/decide.ts [calls]`: how many decisions of each kind one core makes in a second, on callers
 * with a few calls behind them and on others with hundreds, and what of a reply's time goes into reading it.
 */
const longHistory = Number(process.argv[2] ?? 400);
const callerCount = 32;
const line = '+15125550100' as E164;
const weekday = ['08:00-12:00', '13:00-17:00'];
const business = businessSchema.parse({
  id: 'acme-plumbing',
  name: 'Acme Plumbing',
  trade: 'home-services',
  timeZone: 'America/Chicago',
  hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday },
  lines: [{ number: line, consent: 'notice', forwardTo: ['+15125550111'] }],
});
const rules = defineRules({ secondText: { enabled: true } });
const begin = toInstant('2023-01-02T16:00:00Z');
const bodies = [
  'Can you come tomorrow morning?',
  'My water heater is leaking, how much would it be to fix that?',
  'ok thanks',
  'Yes please call me back after 5',
];

const phoneOf = (index: number) => `+1512${String(2_000_000 + index)}` as E164;

type Base = {
  readonly id: string;
  readonly businessId: string;
  readonly callerId: string;
  readonly at: Instant;
};

function baseOf(callerId: string, at: Instant, id: string): Base {
  return { id, businessId: business.id, callerId, at };
}

function missed(callerId: string, at: Instant, id: string): Event {
  const call = { type: 'call-missed', callId: id, line, cause: 'no-answer', ringSeconds: 18 } as const;
  return { ...baseOf(callerId, at, id), ...call, missedAt: at, attestation: 'passed' };
}

function wrote(callerId: string, at: Instant, id: string, body: string): Event {
  const text = { type: 'text-received', textId: id, line, body, media: [], handledByProvider: null } as const;
  return { ...baseOf(callerId, at, id), ...text };
}

function firstTextDue(callerId: string, at: Instant, id: string): Event {
  return { ...baseOf(callerId, at, id), type: 'timer-fired', timer: 'first-text' };
}

function delivered(callerId: string, at: Instant, id: string, textId: string): Event {
  const status = { type: 'text-status-changed', textId, status: 'delivered' } as const;
  return { ...baseOf(callerId, at, id), ...status, code: null, providerId: null };
}

type Lived = { readonly state: State; readonly now: Instant };

/** A call every two days that is texted, told to be delivered and answered, and closed now and then by a person. */
function live(callerId: string, calls: number): Lived {
  let state = newState(business, rules, { callerId, phone: callerId as E164 });
  let now = begin;
  const take = (event: Event) => {
    state = step(state, event).state;
  };
  for (let index = 0; index < calls; index += 1) {
    const id = `h${index}`;
    take(missed(callerId, now, id));
    take(firstTextDue(callerId, addSeconds(now, 2), `${id}-due`));
    for (const { textId } of state.caller.openTexts) {
      take(delivered(callerId, addSeconds(now, 4), `${id}-${textId}-told`, textId));
    }
    take(wrote(callerId, addMinutes(now, 5), `${id}-text`, bodies[index % bodies.length] ?? ''));
    const staff = { type: 'staff-acted', act: 'close', by: 'Sam' } as const;
    take({ ...baseOf(callerId, addMinutes(now, 9), `${id}-close`), ...staff });
    now = addHours(now, 48);
  }
  return { state, now: addHours(now, 31 * 24) };
}

type Case = { readonly state: State; readonly event: Event };
type Kind = { readonly name: string; readonly prepare: (lived: Lived, index: number) => Case };

function after(state: State, ...events: readonly Event[]): State {
  return events.reduce((folded, event) => step(folded, event).state, state);
}

const idOf = ({ state }: Lived) => state.caller.id;

const kinds: readonly Kind[] = [
  {
    name: 'missed call, texted',
    prepare: (lived) => ({ state: lived.state, event: missed(idOf(lived), lived.now, 'now') }),
  },
  {
    name: 'missed call at night, held',
    prepare: (lived) => {
      const at = toInstant(`${lived.now.slice(0, 10)}T08:30:00Z`);
      const held = { ...lived.state, rules: defineRules({ quietHours: { mode: 'hold-21-8' } }) };
      return { state: held, event: missed(idOf(lived), laterOf(at, addHours(at, 24)), 'now') };
    },
  },
  {
    name: 'repeat call',
    prepare: (lived) => {
      const texted = after(
        lived.state,
        missed(idOf(lived), lived.now, 'one'),
        firstTextDue(idOf(lived), addSeconds(lived.now, 2), 'due'),
      );
      return { state: texted, event: missed(idOf(lived), addMinutes(lived.now, 30), 'now') };
    },
  },
  {
    name: 'first text due',
    prepare: (lived) => {
      const waiting = after(lived.state, missed(idOf(lived), lived.now, 'one'));
      return { state: waiting, event: firstTextDue(idOf(lived), addSeconds(lived.now, 2), 'now') };
    },
  },
  {
    name: 'text delivered',
    prepare: (lived) => {
      const texted = after(
        lived.state,
        missed(idOf(lived), lived.now, 'one'),
        firstTextDue(idOf(lived), addSeconds(lived.now, 2), 'due'),
      );
      const textId = texted.caller.openTexts.at(-1)?.textId ?? '';
      return { state: texted, event: delivered(idOf(lived), addSeconds(lived.now, 4), 'now', textId) };
    },
  },
  {
    name: 'call answered',
    prepare: (lived) => {
      const answered = { type: 'call-answered', callId: 'now', line } as const;
      return { state: lived.state, event: { ...baseOf(idOf(lived), lived.now, 'now'), ...answered } };
    },
  },
  {
    name: 'reply',
    prepare: (lived, index) => {
      const texted = after(
        lived.state,
        missed(idOf(lived), lived.now, 'one'),
        firstTextDue(idOf(lived), addSeconds(lived.now, 2), 'due'),
      );
      const body = bodies[index % bodies.length] ?? '';
      return { state: texted, event: wrote(idOf(lived), addMinutes(lived.now, 5), 'now', body) };
    },
  },
];

const livedWith = (calls: number) =>
  Array.from({ length: callerCount }, (_, index) => live(phoneOf(index), calls));

function perDecision({ prepare }: Kind, lived: readonly Lived[]): number {
  const cases = lived.map(prepare);
  return measure((index) => {
    const { state, event } = cases[index % cases.length] as Case;
    return decide(state, event);
  });
}

const rate = (microseconds: number) =>
  `${Math.round(1e6 / microseconds)
    .toLocaleString('en-US')
    .padStart(9)}/s (${microseconds.toFixed(1).padStart(5)} µs)`;

const short = livedWith(1);
const long = livedWith(longHistory);
say(
  `${''.padEnd(34)} ${'1 call before'.padStart(22)} ${`${longHistory} calls before`.padStart(23)}   long : short`,
);
const row = (name: string, few: number, many: number) =>
  say(`${name.padEnd(34)} ${rate(few)} ${rate(many)}   ${(many / few).toFixed(2)}`);
for (const kind of kinds) {
  const [few, many] = [perDecision(kind, short), perDecision(kind, long)];
  row(kind.name, few, many);
  if (kind.name !== 'reply') continue;
  const reading = measure((index) => readReply(bodies[index % bodies.length] ?? ''));
  say(`${'  of which readReply'.padEnd(34)} ${rate(reading)}`);
  row('reply, without reading it', few - reading, many - reading);
}

const manyRules = defineRules({
  groups: { customers: Array.from({ length: 10_000 }, (_, index) => `+1713${2_000_000 + index}`) },
  overrides: Array.from({ length: 100 }, (_, index) => ({
    when: { groups: ['new' as const], days: ['mon' as const, 'tue' as const, 'sun' as const] },
    set: { dedupe: { windowHours: index + 1 } },
  })),
});
const ruled = (lived: readonly Lived[]) =>
  lived.map(({ state, now }) => ({ state: { ...state, rules: manyRules }, now }));
const [plain] = kinds;
if (plain) {
  const name = 'missed call, 100 overrides';
  row(name, perDecision(plain, ruled(short)), perDecision(plain, ruled(long)));
}

let unseen = 0;
const strangers = measure(() => {
  unseen += 1;
  const callerId = phoneOf(unseen % 7_900_000);
  return decide(
    newState(business, rules, { callerId, phone: callerId }),
    missed(callerId, begin, `c${unseen}`),
  );
});
say(`${'missed call, number never seen'.padEnd(34)} ${rate(strangers)}`);
