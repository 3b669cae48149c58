import type { TextStatus } from './event.ts';

/**
 * Where a text may go from each status. Steps may be left out, because a provider's callback can overtake the
 * answer to our own request; none is ever undone.
 */
export const textSteps: { readonly [from in TextStatus]: readonly TextStatus[] } = {
  intended: ['sending', 'unknown', 'accepted', 'sent', 'delivered', 'failed', 'withdrawn', 'expired'],
  sending: ['unknown', 'accepted', 'sent', 'delivered', 'failed', 'withdrawn', 'expired'],
  unknown: ['sending', 'accepted', 'sent', 'delivered', 'failed', 'withdrawn', 'expired'],
  accepted: ['sent', 'delivered', 'failed', 'withdrawn'],
  sent: ['delivered', 'failed'],
  delivered: [],
  failed: [],
  withdrawn: [],
  expired: [],
};

/** Whether a text may go from one status to another; late and doubled news of a provider may not. */
export function canFollow(from: TextStatus, to: TextStatus): boolean {
  return textSteps[from].includes(to);
}

/** The statuses that it may follow. */
export function statusesBefore(to: TextStatus): readonly TextStatus[] {
  return (Object.keys(textSteps) as TextStatus[]).filter((from) => canFollow(from, to));
}

/** Nothing can come after it. */
export function isFinal(status: TextStatus): boolean {
  return textSteps[status].length === 0;
}

/** The provider has taken it, so the caller may be reading it. */
export function hasLeft(status: TextStatus): boolean {
  return status === 'accepted' || status === 'sent' || status === 'delivered';
}

/** The caller never got it and never will. */
export function neverLeft(status: TextStatus): boolean {
  return status === 'failed' || status === 'withdrawn' || status === 'expired';
}
