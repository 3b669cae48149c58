import type { Caller, OpenText, Undeliverable } from '../caller.ts';
import type { Reason } from '../decision.ts';
import type { EventOf } from '../event.ts';
import { addHours, addSeconds, type Instant } from '../instant.ts';
import { problemOf, type TextFailure, type TextFailureKind } from '../text-failure.ts';
import { conversationOn, handToPerson, nameOf, withTask } from './conversation.ts';
import { suppress } from './suppress.ts';
import { hold, note, type Outcome, type Planned, type Turn, withhold, writeCrm } from './turn.ts';

type StatusChanged = Turn<EventOf<'text-status-changed'>>;

/** How long what is known of a number is believed: numbers change hands and carriers. */
const markHours = 30 * 24;

/** When a text of which nothing arrived is sent once more, and how often in all. */
const resends: {
  readonly [kind in TextFailureKind]?: { readonly from: number; readonly to: number; readonly most: number };
} = {
  unreachable: { from: 600, to: 780, most: 1 },
  congested: { from: 60, to: 180, most: 3 },
};

/** A text did not arrive: what that says of this one, of its reader and of other texts, each with what follows. */
export function decideFailed(turn: StatusChanged, text: OpenText): Outcome {
  const { event } = turn;
  const { textId, status, code } = event;
  const failure = failureOf(event);
  const detail = detailOf(event, text, failure);
  const said = note('text-status', detail, {
    textId,
    from: text.status,
    status,
    code,
    failure: failure?.kind ?? null,
  });
  const again = failure && resend(turn, text, failure.kind);
  if (again) return { ...again, reasons: [said, ...again.reasons] };

  const silence = failure?.kind === 'opted-out' ? silenceBy(turn, text) : null;
  const marked = failure && mark(turn, failure.kind);
  const known = failure && learn(turn, text, failure);
  const handed = handOver(turn, text, detail);
  return {
    effects: [
      ...(silence?.effects ?? []),
      ...(handed?.written ?? []),
      publishFailed(turn, text),
      ...(handed?.effects ?? []),
      ...(known ? [{ type: 'hold-texts', problem: known } as const] : []),
    ],
    reasons: [
      said,
      ...(silence?.reasons ?? []),
      ...(marked?.reasons ?? []),
      ...(known ? [tellHeld(known)] : []),
    ],
    changes: {
      ...silence?.changes,
      ...marked?.changes,
      ...(handed ? { conversation: handed.conversation } : {}),
    },
  };
}

/** What it says of other texts. The words of a notice are not kept, so none can be told by them. */
function learn({ event }: StatusChanged, { class: kind, line, body }: OpenText, failure: TextFailure) {
  if (kind === 'notice' && failure.kind === 'words') return null;
  return problemOf(failure, { at: event.at, line, body, code: event.code });
}

/** Twilio's code for an opt-out was all that events told before they told what a failure asks for. */
function failureOf({ failure, code }: StatusChanged['event']): TextFailure | null {
  if (failure) return failure;
  return code === '21610'
    ? { kind: 'opted-out', meaning: 'This person asked the provider for silence.' }
    : null;
}

function detailOf(
  { status, code }: StatusChanged['event'],
  { class: kind }: OpenText,
  failure: TextFailure | null,
): string {
  const reader = kind === 'notice' ? 'your member of staff' : 'the caller';
  const because = code === null ? '' : ` (${code})`;
  const what =
    status === 'expired'
      ? `The text was no longer worth sending when it could leave${because}.`
      : `The text did not reach ${reader}${because}.`;
  return failure ? `${what} ${failure.meaning}` : what;
}

/** The same words once more, as long as they are of use; null where a person is to call instead. */
function resend(
  turn: StatusChanged,
  text: OpenText,
  kind: TextFailureKind,
): (Outcome & { readonly reasons: readonly Reason[] }) | null {
  const { event, caller } = turn;
  const { notAfter, textId, line, body, author } = text;
  const resent = text.resent ?? 0;
  const rule = resends[kind];
  // The words of a notice are not kept: whoever has not been reached by it has the task.
  const isWanted =
    text.class !== 'notice' &&
    rule !== undefined &&
    resent < rule.most &&
    caller.suppression === null &&
    !caller.resend;
  if (!isWanted || notAfter === undefined) return null;
  const at = addSeconds(event.at, rule.from + spread(textId, rule.to - rule.from));
  if (at >= notAfter) return null;
  return {
    effects: [{ type: 'set-timer', timer: 'resend', at }],
    reasons: [
      hold('resend', 'It is sent once more in a while, if it is still wanted then.', { until: at, resent }),
    ],
    changes: { resend: { line, body, author, class: text.class, notAfter, resent: resent + 1 } },
  };
}

/** Drawn from the id, so that what failed together does not come back together and a replay says the same. */
function spread(textId: string, below: number): number {
  let sum = 7;
  for (let index = 0; index < textId.length; index += 1) sum = (sum * 31 + textId.charCodeAt(index)) % 65_521;
  return sum % below;
}

function silenceBy(turn: StatusChanged, { line }: OpenText): Outcome | null {
  const { event, caller } = turn;
  if (caller.suppression) return null;
  const code = event.code ?? 'opted-out';
  return suppress(turn, {
    kind: 'revoked',
    by: 'provider',
    words: `error ${code}`,
    source: 'messaging provider',
    providerId: event.providerId,
    matchedBy: 'provider',
    matched: code,
    line,
  });
}

const marks: {
  readonly [kind in TextFailureKind]?: { readonly detail: string; readonly hours: number | null };
} = {
  'not-textable': {
    detail: 'This number is not texted again for 30 days, unless they write.',
    hours: markHours,
  },
  blocked: { detail: 'No more texts go to this number until they write.', hours: null },
  loop: { detail: 'No automatic text goes to this number for 30 days; people may write.', hours: markHours },
};

/** What is remembered of the number itself. One word of a carrier that it does not know a phone is no proof. */
function mark(
  { event, caller }: StatusChanged,
  kind: TextFailureKind,
): { readonly reasons: readonly Reason[]; readonly changes: Partial<Caller> } | null {
  const { at, code } = event;
  if (kind === 'unknown-phone') {
    const earlier = caller.unknownPhoneAt;
    if (earlier === null || addHours(earlier, markHours) < at) {
      const detail = 'If their carrier says so once more within 30 days, this number is not texted again.';
      return { reasons: [note('undeliverable', detail, { code })], changes: { unknownPhoneAt: at } };
    }
    return marking('unknown-phone', {
      at,
      code,
      hours: markHours,
      detail:
        'It is the second time within 30 days, so this number is not texted for 30 days, unless they write.',
    });
  }
  const rule = marks[kind];
  return rule ? marking(kind as Undeliverable['kind'], { at, code, ...rule }) : null;
}

function marking(
  kind: Undeliverable['kind'],
  {
    at,
    code,
    hours,
    detail,
  }: {
    readonly at: Instant;
    readonly code: string | null;
    readonly hours: number | null;
    readonly detail: string;
  },
) {
  const until = hours === null ? null : addHours(at, hours);
  return {
    reasons: [withhold('undeliverable', detail, { kind, until })],
    changes: { undeliverable: { kind, since: at, until, code } },
  };
}

function tellHeld({ holds, kind, until, line }: NonNullable<ReturnType<typeof problemOf>>): Reason {
  const facts = { kind, holds, line, until };
  if (holds === 'nothing') return note('sending', 'Whoever looks after the texts is told.', facts);
  return hold('sending', heldDetails[holds], facts);
}

const heldDetails = {
  business: 'Until that is over no text of yours leaves, and you get a task for each instead.',
  line: 'Until that is over no text leaves from this number, and you get a task for each instead.',
  words: 'These words are not sent again; change them, and until then you get a task for each text instead.',
} as const;

/** A keyword's answer that fails leaves nobody waiting. */
function handOver(turn: StatusChanged, text: OpenText, detail: string) {
  if (text.class !== 'first-text' && text.class !== 'staff') return null;
  const handed = handToPerson(turn, conversationOn(turn, text.line), {
    subject: `Call back: ${nameOf(turn)}`,
    detail,
    urgent: false,
  });
  const written = writeCrm(turn, { at: turn.event.at, kind: 'note', text: detail, ...withTask(handed.task) });
  return { ...handed, written };
}

function publishFailed({ event, caller }: StatusChanged, text: OpenText): Planned {
  const { textId, status, code } = event;
  return {
    type: 'publish',
    event: 'message.failed',
    data: { textId, phone: caller.phone, line: text.line, class: text.class, status, code },
  };
}
