import type { Business, Line } from '@ringback/core';

/** One call on one of our lines, and whether the business is open at this moment. */
export type CallMoment = {
  readonly business: Business;
  readonly line: Line;
  /** The provider's id of the caller's call; every answer that belongs to the call carries it. */
  readonly callId: string;
  readonly openNow: boolean;
};

/**
 * What the provider is told to do with a call, step by step. Each method is a pure function of plain data and
 * gives the instructions as the body of the HTTP answer (`contentType`).
 */
export interface CallFlow {
  readonly contentType: string;
  /** A call has come in: rings the people of the line, or takes a message where the carrier forwards missed calls. */
  incoming(call: CallMoment): string;
  /** The owner has blocked the caller: the line is busy, and nothing is paid for the call. */
  rejected(): string;
  /** A phone that we rang was picked up: asks for the key that only a person presses. */
  screen(call: { readonly business: Business; readonly callId: string }): string;
  /** The answer to the screening: `1` connects the caller, everything else ends this leg. */
  accepted(answer: { readonly digits: string | null }): string;
  /** Nobody was reached: the greeting with the line's consent wording, then voicemail or goodbye. */
  missed(call: CallMoment): string;
  /** A person and the caller have spoken: nothing is left to do. */
  answered(): string;
  /** What remains of `missed` after the consent question; a text is promised only where the consent is on record. */
  consented(call: Omit<CallMoment, 'openNow'> & { readonly isAgreed: boolean }): string;
  /** A message was left. */
  recorded(call: { readonly business: Business }): string;
}
