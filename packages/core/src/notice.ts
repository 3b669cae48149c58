import type { Caller, Conversation } from './caller.ts';
import type { Instant } from './instant.ts';
import type { E164 } from './phone.ts';

/**
 * What staff are told of, the most pressing first. `emergency`: somebody is called on to acknowledge it; `voicemail`:
 * somebody may listen to it, and has to only once its caller does not write.
 */
export const noticeKinds = ['emergency', 'reminder', 'needs-person', 'voicemail', 'lead', 'opt-out'] as const;
/** One of `noticeKinds`. */
export type NoticeKind = (typeof noticeKinds)[number];

/** A member of staff, and where the rules say that they are reached. */
export type NoticedPerson = {
  readonly name: string;
  readonly phone: E164 | null;
  readonly email: string | null;
};

/** What staff are told of one caller. JSON-safe; every sentence is for the owner. */
export type Notice = {
  readonly kind: NoticeKind;
  /** It is told at once, at any hour; anything else may be gathered, and waits for the opening. */
  readonly urgent: boolean;
  readonly at: Instant;
  readonly headline: string;
  readonly caller: { readonly name: string | null; readonly phone: E164 | null };
  readonly conversationId: string | null;
  /** The state of that conversation when this was decided; null: there is none. */
  readonly state: Conversation['state'] | null;
  readonly line: E164 | null;
  readonly happened: string;
  /** What the caller wrote or said, verbatim, as far as it fits. */
  readonly words: string | null;
  readonly reasons: readonly string[];
  /** When somebody should have answered. */
  readonly answerBy: Instant | null;
  /** The how-manyeth of those on call is called on; null: this is no emergency. */
  readonly level: number | null;
  /** Whom the rules name: those called on, or whose conversation it is. */
  readonly people: readonly NoticedPerson[];
};

/** Whether somebody has seen to it since. Asked right before it is told, on the caller of that moment. */
export function isNoticePointless(caller: Caller, notice: Notice): boolean {
  if (notice.kind === 'lead') return false;
  if (notice.kind === 'opt-out') return caller.suppression === null;
  const { conversation, spokeAt } = caller;
  if (spokeAt !== null && spokeAt > notice.at) return true;
  if (notice.kind === 'voicemail' && notice.conversationId === null) return false;
  if (conversation === null || conversation.id !== notice.conversationId) return true;
  if (notice.kind === 'emergency' && conversation.emergency === null) return true;
  switch (conversation.state) {
    case 'needs-person':
      return false;
    case 'automated':
      return notice.kind !== 'voicemail';
    case 'with-person':
      // Whoever had it already is told of what is new, until the task is done.
      return notice.state !== 'with-person' || conversation.taskId === null;
    default:
      return true;
  }
}
