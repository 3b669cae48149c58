import { type Instant, toInstant } from '@ringback/core';
import { MessagingError, type Messenger, type OutgoingText, type SentText } from '@ringback/messaging';

/** A messaging provider in the hands of a test: it remembers what it took, and fails when told to. */
export type TestProvider = {
  readonly messenger: Messenger;
  /** What it took, newest first. */
  readonly taken: SentText[];
  /** What the next sends come to: whether it took the text all the same, shows it, and what its answer waits for. */
  readonly failures: {
    readonly error: Error;
    readonly takes: boolean;
    readonly hides?: true;
    readonly after?: Promise<unknown>;
  }[];
  /** Ids that its list does not show yet. */
  readonly hidden: Set<string>;
  /** How far its clock is ahead of ours. */
  skewMs: number;
};

export function createTestProvider(now: () => Promise<Instant>): TestProvider {
  const provider: TestProvider = {
    taken: [],
    failures: [],
    hidden: new Set(),
    skewMs: 0,
    messenger: {
      async send(text) {
        const failure = provider.failures.shift();
        if (!failure) return take(text);
        if (failure.takes) {
          const { providerId } = await take(text);
          if (failure.hides) provider.hidden.add(providerId);
        }
        await failure.after;
        throw failure.error;
      },
      listSent: async ({ from, to }) =>
        provider.taken.filter(
          (text) => text.from === from && text.to === to && !provider.hidden.has(text.providerId),
        ),
      readSent: async (id) => provider.taken.find(({ providerId }) => providerId === id) ?? null,
    },
  };
  async function take(text: OutgoingText): Promise<{ readonly providerId: string }> {
    const providerId = `SM${provider.taken.length + 1}`;
    const createdAt = toInstant(Date.parse(await now()) + provider.skewMs);
    provider.taken.unshift({ ...text, providerId, status: 'accepted', code: null, failure: null, createdAt });
    return { providerId };
  }
  return provider;
}

export const unclear = new MessagingError('messaging-unclear', 'no answer', { retry: 'unknown' });

export function busyFor(ms: number): MessagingError {
  return new MessagingError('messaging-busy', 'too many', { retry: 'later', retryAfterMs: ms });
}
