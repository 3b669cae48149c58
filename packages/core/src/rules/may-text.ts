import type { Caller, State } from '../caller.ts';
import { type ConsentLevel, consentLevelOf } from '../consent.ts';
import type { Reason } from '../decision.ts';
import { type Answer, answerTo, type Occasion } from '../decision-table.ts';
import { allow, withhold } from './turn.ts';

/** The occasions on which somebody other than the rules wants to write: staff, a workflow, another program. */
export type Purpose = Extract<
  Occasion,
  'no-reply' | 'appointment' | 'staff-text' | 'review-request' | 'marketing'
>;

/**
 * Whether what the caller has agreed to covers a text for this purpose. Only consent is asked: hours, dedupe and the
 * registration of the campaign are not.
 */
export function mayText({ caller }: State, purpose: Purpose): Reason {
  return askTable(caller, purpose);
}

/** `isWanted`: what `send-if-heard` and `send-once` depend on; by default that nothing has used it up yet. */
export function askTable(
  caller: Caller,
  purpose: Purpose,
  isWanted = !hasUsedItsOnce(caller, purpose),
): Reason {
  const level = consentLevelOf(caller);
  const answer = answerTo(purpose, level);
  const facts = { purpose, consent: level };
  if (caller.suppression) {
    const detail = 'This person asked for no more texts, which binds people too; please call.';
    const { since, by } = caller.suppression;
    return withhold('suppressed', detail, { ...facts, since, by });
  }
  if (answer === 'send' || (isWanted && conditional.has(answer))) {
    return allow('consent', `${agreed[level]}, which covers this text.`, facts);
  }
  const detail = conditional.has(answer)
    ? `${agreed[level]}, which covers one text at most; the next may follow when they answer.`
    : `${agreed[level]}, which does not cover this text.`;
  return withhold('consent', detail, facts);
}

const conditional: ReadonlySet<Answer> = new Set(['send-once', 'send-if-heard']);

const agreed: { readonly [level in ConsentLevel]: string } = {
  none: 'Nothing says that they agreed to be texted',
  inquiry: 'They have called',
  replied: 'They have written in this conversation',
  express: 'They agreed to texts about their own matter',
  written: 'They agreed to marketing in writing',
  suppressed: 'They asked for no more texts',
};

function hasUsedItsOnce({ conversation }: Caller, purpose: Purpose): boolean {
  if (!conversation || conversation.state === 'closed') return false;
  return purpose === 'staff-text' && conversation.unansweredStaffTexts > 0;
}
