/** What the fragment of a webhook's URL asks of Twilio, e.g. `#rc=3&rp=ct,rt,5xx`. */
export type ConnectionOverrides = {
  connectMs: number;
  readMs: number;
  totalMs: number;
  retries: number;
  retryOn: ReadonlySet<string>;
};

/** How a delivery went wrong, in the words of the `rp` override. */
export type DeliveryFailure = 'ct' | 'rt' | '4xx' | '5xx';

/**
 * Defaults: 5 s to connect, 15 s to read, 15 s in all, one retry and only when no connection was made.
 * Source: www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides, crawled 2026-06-30.
 */
export function readConnectionOverrides(url: string): ConnectionOverrides {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  const within = (name: string, least: number, most: number, unset: number) => {
    const given = Number.parseInt(fragment.get(name) ?? '', 10);
    return Number.isNaN(given) ? unset : Math.min(most, Math.max(least, given));
  };
  return {
    connectMs: within('ct', 100, 10_000, 5_000),
    readMs: within('rt', 100, 15_000, 15_000),
    totalMs: within('tt', 100, 15_000, 15_000),
    retries: within('rc', 0, 5, 1),
    retryOn: new Set((fragment.get('rp') ?? 'ct').split(',')),
  };
}

export function isRetried(overrides: ConnectionOverrides, failure: DeliveryFailure): boolean {
  return overrides.retryOn.has('all') || overrides.retryOn.has(failure);
}
