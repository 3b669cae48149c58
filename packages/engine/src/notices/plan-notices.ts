import {
  addMinutes,
  type Business,
  type EffectOf,
  type Event,
  type Instant,
  type Notice,
  type NoticedPerson,
  nextOpening,
} from '@ringback/core';
import { defaultDigestMinutes, type NotifySettings } from '../business-file.ts';
import type { Db } from '../database/connection.ts';
import type { KnownBusiness } from '../directory.ts';
import { noticeLane } from '../lease.ts';
import type { Write } from '../write-together.ts';
import type { ChannelName } from './notice-channel.ts';

/** Who is told of a notice by which channel, and when. */
export type PlannedNotice = {
  readonly effect: EffectOf<'notify'>;
  readonly key: string;
  readonly lane: string;
  readonly dueAt: Instant;
  readonly channel: ChannelName;
  readonly recipient: string;
  readonly recipientName: string | null;
};

/** One for each channel and each of those who are told; none where the business has no channel. */
export function fanOutNotice(
  effect: EffectOf<'notify'>,
  { business, settings }: KnownBusiness,
): readonly PlannedNotice[] {
  const { notice } = effect;
  const dueAt = whenDue(notice, business, settings.notify);
  return recipientsOf(notice, settings.notify).map((to) => ({
    ...to,
    effect,
    key: `${effect.key}-${to.channel}-${to.count}`,
    lane: noticeLane(to.channel, notice.urgent),
    dueAt,
  }));
}

type Way = Pick<PlannedNotice, 'channel' | 'recipient' | 'recipientName'>;
type Recipient = Way & { readonly count: number };

/** In which ways anybody is told of anything at all. */
export function everyWay({ rules, settings }: KnownBusiness): readonly Way[] {
  const people = [...rules.onCall.people, ...rules.routing.people].map(({ name, phone = null }) => {
    const email = rules.routing.people.find((person) => person.name === name)?.email ?? null;
    return { name, phone, email };
  });
  return recipientsAmong(people, settings.notify, true).map(({ count: _, ...way }) => way);
}

function recipientsOf({ kind, people }: Notice, settings: NotifySettings): readonly Recipient[] {
  // Every text costs: none is spent on what asks nothing of anybody.
  return recipientsAmong(people, settings, kind !== 'lead' && kind !== 'opt-out');
}

function recipientsAmong(
  people: readonly NoticedPerson[],
  { email, slackWebhookUrl, sms }: NotifySettings,
  isTexted: boolean,
): readonly Recipient[] {
  const phones = people.map(({ phone, name }) => [phone, name] as const);
  const emails = people.map(({ email: address, name }) => [address, name] as const);
  return [
    ...addressed('email', [...emails, [email, null]]),
    // Whoever has the address of a webhook may post to it: it stays where it is, in the settings.
    ...(slackWebhookUrl === undefined ? [] : addressed('slack', [['', null]])),
    ...(isTexted ? addressed('text', [...phones, [sms, null]]) : []),
  ];
}

function addressed(
  channel: ChannelName,
  people: readonly (readonly [string | null | undefined, string | null])[],
): readonly Recipient[] {
  const known = new Map<string, string | null>();
  for (const [address, name] of people) {
    if (typeof address === 'string' && !known.has(address)) known.set(address, name);
  }
  return [...known].map(([recipient, recipientName], index) => ({
    channel,
    recipient,
    recipientName,
    count: index + 1,
  }));
}

/** What is urgent goes at once, at any hour; the rest is gathered for a while, and waits for the opening. */
function whenDue(notice: Notice, business: Business, { digestMinutes }: NotifySettings): Instant {
  if (notice.urgent) return notice.at;
  const gathered = addMinutes(notice.at, digestMinutes ?? defaultDigestMinutes);
  return nextOpening(business, gathered) ?? gathered;
}

export function writeNotices(db: Db, event: Event, planned: readonly PlannedNotice[]): Write {
  return db.insertInto('notices').values(
    planned.map(({ effect, key, channel, recipient, recipientName, dueAt }) => ({
      business_id: event.businessId,
      notice_id: key,
      caller_id: event.callerId,
      channel,
      recipient,
      recipient_name: recipientName,
      notice: JSON.stringify(effect.notice),
      urgent: effect.notice.urgent,
      created_at: event.at,
      due_at: dueAt,
    })),
  );
}
