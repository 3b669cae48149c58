import type { Reason } from '../decision.ts';

/** Why a first text is not sent, and what happens instead. */
export type Refusal = {
  readonly reason: Reason;
  /** Somebody of the business has to do something about the call. */
  readonly person: { readonly subject: 'Call back' | 'Called again'; readonly urgent: boolean } | null;
  /** The call is worth an entry in the CRM. */
  readonly recorded: boolean;
};

/** Nothing is done about the call. */
export const leaveAlone = (reason: Reason): Refusal => ({ reason, person: null, recorded: false });
export const callBack = (reason: Reason): Refusal => ({
  reason,
  person: { subject: 'Call back', urgent: false },
  recorded: true,
});
export const calledAgain = (reason: Reason): Refusal => ({
  reason,
  person: { subject: 'Called again', urgent: true },
  recorded: true,
});
