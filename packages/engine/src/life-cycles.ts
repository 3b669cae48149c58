import { type TextStatus, textSteps } from '@ringback/core';

/** One state of something that is stored: what it says, and where it may go from there. Nothing follows a final one. */
export type LifeState<S extends string> = { readonly meaning: string; readonly next: readonly S[] };
export type LifeCycle<S extends string> = { readonly [state in S]: LifeState<S> };

type StoredTextState = TextStatus | 'received';

/**
 * Of a text, in our store. The steps are the core's, besides those that only the store sees: a text from a caller is
 * received, and an attempt that the provider put off without processing it is taken back.
 *
 * The store refuses every other step in silence (a trigger), so that a late or stale report never undoes what is known.
 * Who changes a life cycle writes a migration that renders its trigger anew: released ones stay as they are.
 */
export const textLife: LifeCycle<StoredTextState> = {
  intended: { meaning: 'was decided and is to leave', next: textSteps.intended },
  sending: {
    meaning: 'is being handed to the provider',
    next: ['intended', ...textSteps.sending],
  },
  unknown: { meaning: 'may have left: nobody saw, and it is looked for', next: textSteps.unknown },
  accepted: { meaning: 'was taken by the provider', next: textSteps.accepted },
  sent: { meaning: 'was handed to the carrier', next: textSteps.sent },
  delivered: { meaning: 'reached the phone', next: textSteps.delivered },
  failed: { meaning: 'did not reach the phone, and will not', next: textSteps.failed },
  withdrawn: { meaning: 'was kept back, as it had become unwanted', next: textSteps.withdrawn },
  expired: { meaning: 'could not leave while it was still useful', next: textSteps.expired },
  received: { meaning: 'came from the caller', next: [] },
};

/** Of an effect: a text to send, an entry to write into a CRM, a question to one. */
export const effectLife: LifeCycle<'open' | 'done' | 'parked' | 'discarded'> = {
  open: { meaning: 'is to be performed, or being performed', next: ['done', 'parked', 'discarded'] },
  done: { meaning: 'was performed', next: [] },
  parked: {
    meaning: 'was refused, or failed for a day, and waits for a person',
    next: ['open', 'discarded'],
  },
  discarded: { meaning: 'is not to be performed any more', next: [] },
};

/** Of a timer. The store keeps those that run: one that fired or was cleared is gone, so that nothing can follow. */
export const timerLife: LifeCycle<'running' | 'fired' | 'cleared'> = {
  running: { meaning: 'fires at its time; set anew, it has another', next: ['running', 'fired', 'cleared'] },
  fired: { meaning: 'has become an event', next: [] },
  cleared: { meaning: 'was taken away, as it had become pointless', next: [] },
};

export type EffectState = keyof typeof effectLife;

/** The steps of a life cycle as pairs of states. */
export function stepsOf<S extends string>(life: LifeCycle<S>): readonly (readonly [S, S])[] {
  return (Object.keys(life) as S[]).flatMap((from) => life[from].next.map((to) => [from, to] as const));
}
