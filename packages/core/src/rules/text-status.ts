import type { OpenText } from '../caller.ts';
import type { EventOf } from '../event.ts';
import { keepsBack } from '../text-failure.ts';
import { canFollow, hasLeft } from '../text-status.ts';
import { openConversation, withTask } from './conversation.ts';
import { publishWithheld } from './first-text.ts';
import { decideFailed } from './text-failed.ts';
import { note, nothing, type Outcome, type Turn, writeCrm } from './turn.ts';

type StatusChanged = Turn<EventOf<'text-status-changed'>>;

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
  const outcome = hasLeft(status) && !hasLeft(text.status) ? decideSent(turn, text, moved) : nothing(moved);
  return status === 'delivered' ? release(turn, text, outcome) : outcome;
}

/** What kept texts of this line back is over when one has arrived. */
function release({ event }: StatusChanged, { line, body }: OpenText, outcome: Outcome): Outcome {
  const isOver = event.problems?.some(
    (problem) =>
      problem.holds !== 'words' &&
      (problem.line === null || problem.line === line) &&
      !keepsBack(problem, { line, body, at: event.at }),
  );
  if (!isOver) return outcome;
  return { ...outcome, effects: [...outcome.effects, { type: 'release-texts', line }] };
}

/** The provider has it: only now is it a fact for the CRM and for other programs. */
function decideSent(turn: StatusChanged, text: OpenText, moved: ReturnType<typeof note>): Outcome {
  // A notice to staff is no news of the caller, nor of any contact.
  if (text.class === 'notice') return nothing(moved);
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
