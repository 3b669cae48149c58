import type { Conversation } from '../caller.ts';
import type { Effect, EffectOf, Facts, ProductEventType, Reason } from '../decision.ts';
import type { EventOf } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { Notice, NoticedPerson, NoticeKind } from '../notice.ts';
import { nameOf } from './conversation.ts';
import { onCallAt } from './emergency.ts';
import { type NoticeWords, noticeWords } from './notice-words.ts';
import { lineOf, type Planned, type Turn } from './turn.ts';

type Decided = { readonly effects: readonly Effect[]; readonly reasons: readonly [Reason, ...Reason[]] };
type Published = readonly EffectOf<'publish'>[];

/** An e-mail may hold more, but nobody reads on. */
const mostCharacters = 600;

/**
 * One notice for what a decision asks of people. `caller` is as the decision has left it. Nobody is told of what
 * staff did themselves, nor of those whom the business has blocked.
 */
export function tellStaff(turn: Turn, { effects, reasons }: Decided): readonly Planned[] {
  if (turn.event.type === 'staff-acted' || turn.group === 'staff' || turn.group === 'blocked') return [];
  const published = effects.filter((effect) => effect.type === 'publish');
  const kind = kindOf(turn, published);
  if (kind === null) return [];
  return [{ type: 'notify', notice: noticeOf(turn, { kind, published, reasons }) }];
}

function kindOf(turn: Turn, published: Published): NoticeKind | null {
  const needs = dataOf(published, 'conversation.needs_human');
  if (needs.some(({ level }) => level !== undefined)) return 'emergency';
  if (needs.some(({ reminder }) => reminder !== undefined)) return 'reminder';
  if (needs.length > 0 || dataOf(published, 'task.created').length > 0) return 'needs-person';
  // What is new of somebody who waits for a person is told with that.
  if (isVoicemail(turn)) return turn.caller.conversation?.taskId ? 'needs-person' : 'voicemail';
  if (dataOf(published, 'lead.qualified').length > 0) return 'lead';
  const silenced = dataOf(published, 'contact.opted_out');
  return silenced.some(({ by }) => by === 'caller' || by === 'provider') ? 'opt-out' : null;
}

/** One that says nothing anew has been told of when it was left. */
function isVoicemail({ event }: Turn): boolean {
  return (
    event.type === 'voicemail-left' || (event.type === 'voicemail-transcribed' && event.words.trim() !== '')
  );
}

function noticeOf(
  turn: Turn,
  about: { readonly kind: NoticeKind; readonly published: Published; readonly reasons: Decided['reasons'] },
): Notice {
  const { event, caller } = turn;
  const { kind, published } = about;
  const { conversation } = caller;
  const [task] = dataOf(published, 'task.created');
  const said = noticeWords[turn.business.language];
  const happened = happenedIn(turn, said) ?? about.reasons[0].detail;
  const name = nameOf(turn);
  return {
    kind,
    urgent: kind === 'emergency' || published.some(({ data }) => data.urgent === true),
    at: event.at,
    headline: headlineOf(turn, kind, task),
    caller: { name: name === caller.phone || caller.phone === null ? null : name, phone: caller.phone },
    conversationId: conversation?.id ?? null,
    state: conversation?.state ?? null,
    line: conversation?.line ?? null,
    happened,
    words: wordsIn(turn),
    reasons: about.reasons.map(({ detail }) => detail).filter((detail) => detail !== happened),
    answerBy: typeof task?.dueAt === 'string' ? (task.dueAt as Instant) : null,
    level: kind === 'emergency' ? (conversation?.emergency?.level ?? null) : null,
    people: kind === 'emergency' ? calledOn(turn) : assigned(turn, conversation),
  };
}

function dataOf(published: Published, event: ProductEventType): readonly Facts[] {
  return published.filter((effect) => effect.event === event).map(({ data }) => data);
}

function headlineOf(turn: Turn, kind: NoticeKind, task: Facts | undefined): string {
  const { language } = turn.business;
  const said = noticeWords[language];
  const name = nameOf(turn);
  switch (kind) {
    case 'emergency':
      return said.emergency(name);
    case 'reminder':
      return said.reminder(name);
    case 'needs-person':
      // The task in the CRM stands there in English.
      if (language === 'en' && typeof task?.subject === 'string') return task.subject;
      if (isVoicemail(turn)) return said.voicemailFrom(name);
      return task && turn.event.type === 'text-received' ? said.answer(name) : said.needsYou(name);
    case 'voicemail':
      return said.voicemailFrom(name);
    case 'lead':
      return said.lead(name);
    case 'opt-out':
      return said.optOut(name);
    default:
      return kind satisfies never;
  }
}

/** null: the first reason says it. */
function happenedIn(turn: Turn, said: NoticeWords): string | null {
  const { event } = turn;
  switch (event.type) {
    case 'call-missed':
      return said.missed(lineOf(turn, event.line)?.label ?? event.line);
    case 'voicemail-left':
      return said.voicemail;
    case 'voicemail-transcribed':
      return said.said;
    case 'text-received':
      return whatCame(event, said);
    case 'appointment-booked':
      return said.booked;
    default:
      return null;
  }
}

/** A picture often comes without a word. */
function whatCame({ body, media }: EventOf<'text-received'>, said: NoticeWords): string {
  const arePictures = media.every(({ contentType }) => contentType.startsWith('image/'));
  const files = media.length === 0 ? null : said.files(media.length, arePictures ? 'picture' : 'file');
  if (body.trim() === '') return files === null ? said.emptyText : said.sent(files);
  return files === null ? said.wrote : said.sentAndWrote(files);
}

/** null: none that anybody could read. */
function wordsIn({ event }: Turn): string | null {
  if (event.type === 'text-received') return readable(event.body);
  if (event.type === 'voicemail-transcribed') return readable(event.words);
  return null;
}

function readable(words: string): string | null {
  return words.trim() === '' ? null : words.slice(0, mostCharacters).toWellFormed();
}

/** All of them, where everybody is called on. */
function calledOn(turn: Turn): readonly NoticedPerson[] {
  const level = turn.caller.conversation?.emergency?.level ?? 1;
  const one = onCallAt(turn, turn.event.at, level);
  return (one ? [one] : turn.rules.onCall.people).map(({ name, phone }) => ({
    name,
    phone: phone ?? null,
    email: null,
  }));
}

function assigned({ rules }: Turn, conversation: Conversation | null): readonly NoticedPerson[] {
  return rules.routing.people
    .filter(({ name }) => name === conversation?.assignee)
    .map(({ name, phone, email }) => ({ name, phone: phone ?? null, email: email ?? null }));
}
