import type { Caller, Undeliverable } from '../caller.ts';
import type { Facts, Reason } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { E164 } from '../phone.ts';
import { keepsBack, type TextFailureKind } from '../text-failure.ts';
import { type Turn, withhold } from './turn.ts';

type Wanted = { readonly line: E164; readonly body: string | null; readonly by: 'staff' | 'rules' };

/** Why a text would not arrive, or must not be tried, as far as earlier ones have shown; null when it may leave. */
export function whyUndeliverable(turn: Turn, { line, body, by }: Wanted): Reason | null {
  const { event, caller } = turn;
  if (event.heldLines?.includes(line)) return withhold('registration', notApproved, { line });
  const mark = markAt(caller, event.at);
  if (mark && !(by === 'staff' && mark.kind === 'loop')) {
    const { kind, since, until, code } = mark;
    return withhold('undeliverable', marked[kind], { kind, since, until, code });
  }
  const problem = event.problems?.find((each) => keepsBack(each, { line, body, at: event.at }));
  if (!problem) return null;
  const { kind, meaning, since, until, code } = problem;
  const facts = { kind, line, since, until, code };
  return withholdFor(kind, `${meaning} Until that is over no text leaves; please call.`, facts);
}

const notApproved =
  'The carriers have not approved texts from this line yet and would block them, so none is sent; please call back.';

function withholdFor(kind: TextFailureKind, detail: string, facts: Facts): Reason {
  switch (kind) {
    case 'unregistered':
    case 'campaign-suspended':
      return withhold('registration', detail, facts);
    case 'daily-limit':
      return withhold('daily-limit', detail, facts);
    case 'words':
      return withhold('words', detail, facts);
    default:
      return withhold('sending', detail, facts);
  }
}

function markAt({ undeliverable }: Caller, at: Instant): Undeliverable | null {
  return undeliverable && (undeliverable.until === null || at < undeliverable.until) ? undeliverable : null;
}

const marked: { readonly [kind in Undeliverable['kind']]: string } = {
  'not-textable': 'An earlier text showed that this number cannot be texted; please call.',
  'unknown-phone': 'Their carrier has twice said that it does not know this phone; please call.',
  blocked: 'They, or their carrier, block texts from you, so none is sent until they write; please call.',
  loop: 'An automatic answer on the other side kept answering ours, so no automatic text goes there.',
};
