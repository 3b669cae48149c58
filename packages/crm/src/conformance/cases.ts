import type { CrmEntry, E164, FollowUp } from '@ringback/core';
import { parsePhone, toInstant } from '@ringback/core';
import type { Abilities, CrmContact, Write } from '../adapter.ts';
import type { CrmWorld } from './world.ts';

/** One rule that every adapter keeps. `needs`: skipped, visibly, where the adapter says that its vendor cannot. */
export type ConformanceCase = {
  readonly rule: string;
  readonly needs?: keyof Abilities;
  run(world: CrmWorld): Promise<void>;
};

/** The numbers' parser is the only maker of `E164`; a test's number is always one. */
export function phoneOf(raw: string): E164 {
  const phone = parsePhone(raw, 'US');
  if (!phone) throw new Error(`${raw} is no phone number`);
  return phone.e164;
}

export const caller = phoneOf('+15125550142');
const line = phoneOf('+15125550100');
const patience = 10_000;

export function call(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(patience) };
}

export function write(key: string, isRetry = false): Write {
  return { signal: AbortSignal.timeout(patience), key, isRetry };
}

export function newCaller(world: CrmWorld): Promise<CrmContact> {
  return world.adapter.saveContact(
    { phone: caller, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' },
    write('first-contact'),
  );
}

type EntryOf<K extends CrmEntry['kind']> = Extract<CrmEntry, { readonly kind: K }>;

const at = toInstant('2026-11-20T15:04:05.000Z');

export const missedCall: EntryOf<'missed-call'> = {
  kind: 'missed-call',
  at,
  callId: 'call-1',
  line,
  lineLabel: 'Main office',
  cause: 'no-answer',
  ringSeconds: 18,
  reasons: ['A text was sent at once, because this was the first missed call of the day.'],
};

export const textIn: EntryOf<'text'> = {
  kind: 'text',
  at,
  textId: 'text-1',
  direction: 'in',
  line,
  body: 'Water & gas <b>off</b>?\nPlease "call" me at 5 > 6',
  author: 'caller',
};

export const textOut: EntryOf<'text'> = {
  kind: 'text',
  at,
  textId: 'text-2',
  direction: 'out',
  line,
  body: 'Sorry we missed you!',
  author: 'ringback',
};

export const note: EntryOf<'note'> = { kind: 'note', at, text: 'Two people have this number.' };

export const optedOut: EntryOf<'consent'> = {
  kind: 'consent',
  at,
  status: 'opted-out',
  source: 'text',
  words: 'STOP',
};

export const optedIn: EntryOf<'consent'> = { ...optedOut, status: 'opted-in', words: 'START' };

export const followUp: FollowUp = {
  taskId: 'task-1',
  subject: 'Call back +1 512-555-0142',
  detail: 'They wrote: "pipe <burst> & leaking"',
  dueAt: toInstant('2026-11-20T15:19:05.000Z'),
  urgent: true,
};

/** The entries that become one item of the timeline each, with words that the item must show. */
export const timelineEntries = [
  {
    name: 'a missed call',
    entry: missedCall,
    shows: ['Main office', '18 seconds', 'first missed call of the day'],
  },
  { name: 'a text from the caller', entry: textIn, shows: ['From caller', 'Water & gas <b>off</b>?'] },
  { name: 'a text to the caller', entry: textOut, shows: ['To caller', 'Ringback', 'Sorry we missed you!'] },
  { name: 'a note', entry: note, shows: ['Two people have this number.'] },
] as const;
