import type { OpenText } from '../caller.ts';
import type { EventOf } from '../event.ts';
import { canFollow, hasLeft } from '../text-status.ts';
import { conversationOn, handToPerson, nameOf, openConversation, withTask } from './conversation.ts';
import { publishWithheld } from './first-text.ts';
import { suppress } from './suppress.ts';
import { note, nothing, type Outcome, type Turn, writeCrm } from './turn.ts';

type StatusChanged = Turn<EventOf<'text-status-changed'>>;

/** Twilio: the recipient has opted out. Source: twilio.com/docs/api/errors/21610 */
const optedOutCode = '21610';

export function decideTextStatus(turn: StatusChanged): Outcome {
  const { event, before } = turn;
  const { textId, status, code } = event;
  const text = before.openTexts.find((open) => open.textId === textId);
  if (!text) {
    return nothing(
      note('text-status', 'The text is not on its way any more, so nothing changes.', { textId, status }),
    );
  }
  if (!canFollow(text.status, status)) {
    const detail = `A text that is ${text.status} cannot become ${status}, so nothing changes.`;
    return nothing(note('text-status', detail, { textId, from: text.status, status }));
  }
  if (status === 'failed' || status === 'expired') return decideFailed(turn, text);
  const moved = note('text-status', `The text is ${status}.`, { textId, from: text.status, status, code });
  if (status === 'withdrawn') return decideWithdrawn(turn, text, moved);
  return hasLeft(status) && !hasLeft(text.status) ? decideSent(turn, text, moved) : nothing(moved);
}

/** The provider has it: only now is it a fact for the CRM and for other programs. */
function decideSent(turn: StatusChanged, text: OpenText, moved: ReturnType<typeof note>): Outcome {
  const { event, caller } = turn;
  const { textId, line, body, author } = text;
  const conversation = openConversation(turn);
  const taskId = text.class === 'staff' ? (conversation?.taskId ?? null) : null;
  const kept = conversation && { ...conversation, lastActivityAt: event.at };
  return {
    effects: [
      ...writeCrm(turn, {
        at: event.at,
        kind: 'text',
        textId,
        direction: 'out',
        line,
        body,
        author,
        ...withTask(taskId === null ? null : { complete: { taskId } }),
      }),
      {
        type: 'publish',
        event: text.class === 'first-text' ? 'text_back.sent' : 'message.sent',
        data: {
          textId,
          conversationId: conversation?.id ?? null,
          phone: caller.phone,
          line,
          body,
          class: text.class,
          author,
        },
      },
    ],
    reasons: [
      moved,
      ...(taskId === null ? [] : [note('follow-up', `${author} answered, so the task is done.`, { taskId })]),
    ],
    ...(kept ? { changes: { conversation: kept } } : {}),
  };
}

/** Something made it pointless between the decision and the sending, and has been decided on by itself. */
function decideWithdrawn(turn: StatusChanged, text: OpenText, moved: ReturnType<typeof note>): Outcome {
  if (text.class !== 'first-text') return nothing(moved);
  return {
    effects: [publishWithheld(turn, { textId: text.textId, line: text.line, rule: 'withdrawn' })],
    reasons: [moved],
  };
}

function decideFailed(turn: StatusChanged, text: OpenText): Outcome {
  const { event, caller } = turn;
  const { textId, status, code } = event;
  const { line } = text;
  const because = code === null ? '' : ` (${code})`;
  const detail =
    status === 'expired'
      ? `The text was no longer worth sending when it could leave${because}.`
      : `The text did not reach the caller${because}.`;
  const silence =
    code === optedOutCode && !caller.suppression
      ? suppress(turn, {
          kind: 'revoked',
          by: 'provider',
          words: `error ${optedOutCode}`,
          source: 'messaging provider',
          providerId: event.providerId,
          matchedBy: 'provider',
          matched: optedOutCode,
          line,
        })
      : null;
  // A keyword's answer that fails leaves nobody waiting.
  const someoneWaits = text.class === 'first-text' || text.class === 'staff';
  const handed = someoneWaits
    ? handToPerson(turn, conversationOn(turn, line), {
        subject: `Call back: ${nameOf(turn)}`,
        detail,
        urgent: false,
      })
    : null;
  return {
    effects: [
      ...(silence?.effects ?? []),
      ...(handed
        ? writeCrm(turn, { at: event.at, kind: 'note', text: detail, ...withTask(handed.task) })
        : []),
      {
        type: 'publish',
        event: 'message.failed',
        data: { textId, phone: caller.phone, line, class: text.class, status, code },
      },
      ...(handed?.effects ?? []),
    ],
    reasons: [
      note('text-status', detail, { textId, from: text.status, status, code }),
      ...(silence?.reasons ?? []),
    ],
    changes: { ...silence?.changes, ...(handed ? { conversation: handed.conversation } : {}) },
  };
}
