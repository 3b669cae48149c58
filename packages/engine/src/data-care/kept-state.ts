import { type Business, type Caller, type ConsentEntry, newState, type Rules } from '@ringback/core';

/** What the caller themselves wrote in a reply proves no more than that they replied, and when. */
const provesByItself: ReadonlySet<ConsentEntry['kind']> = new Set(['reply']);

/**
 * What has to stay of a caller of whom everything else goes: whether they asked for silence, the ledger on which every
 * text to them rested, and when the last automatic texts were. As a state, so that an opt-out holds without more ado.
 */
export function keptState(
  caller: Caller,
  { business, rules }: { readonly business: Business; readonly rules: Rules },
): Caller {
  const { id: callerId, phone } = caller;
  return {
    ...newState(business, rules, { callerId, phone }).caller,
    suppression: caller.suppression,
    ledger: caller.ledger.map((entry) => (provesByItself.has(entry.kind) ? { ...entry, words: '' } : entry)),
    firstTexts: caller.firstTexts,
  };
}
