import type { Clock } from '../clock.ts';
import type { PortalChange } from './portal.ts';
import { signRequest } from './signature.ts';
import { type EventBody, eventsFor, type Subscription } from './subscriptions.ts';

/** Where an app's webhooks go, as its project's webhooks file says. */
export type WebhookTarget = {
  readonly targetUrl: string;
  readonly appId: number;
  readonly subscriptions: readonly Subscription[];
};

/** One request with up to a hundred events. */
export type HubspotDelivery = {
  readonly at: string;
  readonly events: readonly { readonly [field: string]: unknown }[];
  /** null: still under way, or no answer came. */
  readonly status: number | null;
};

export type HubspotWebhooks = {
  /** While held, events gather; released, they leave in requests of up to a hundred. */
  hold(held: boolean): void;
  /** From now on each request is delivered twice, or its events in a random order. */
  disturb(how: { readonly twice?: boolean; readonly shuffled?: boolean }): void;
  /** In the order in which they were begun. */
  deliveries(): readonly HubspotDelivery[];
};

type Pending = EventBody & { readonly eventId: number; readonly occurredAt: number };

const mostEvents = 100;
const answerWithinMs = 5_000;
const longestLog = 1_000;
/** Up to ten more times within a day. HubSpot adds jitter and does not tell its schedule: this one is ours. */
const retryMinutes: readonly number[] = [1, 3, 10, 20, 40, 80, 160, 240, 320, 480];

/** Tells an app over HTTP what changed in the portal. Source: HubSpot's webhooks guide, read 2026-11-20. */
export function createWebhooks(options: {
  readonly clock: Clock;
  readonly portalId: number;
  readonly clientSecret: string;
  /** null: the app has no webhooks. */
  readonly target: WebhookTarget | null;
}): HubspotWebhooks & {
  hear(change: PortalChange): void;
  /** Resolves when nothing is on its way; retries that wait for the clock do not count. */
  idle(): Promise<void>;
} {
  const { clock, portalId, clientSecret, target } = options;
  const log: { at: string; events: HubspotDelivery['events']; status: number | null }[] = [];
  const underWay = new Set<Promise<void>>();
  let gathered: Pending[] = [];
  let isHeld = false;
  let isTwice = false;
  let isShuffled = false;
  let isScheduled = false;
  let lastEventId = 100;

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  /** What changes in one go leaves in one request. */
  function schedule(): void {
    if (isScheduled || isHeld || gathered.length === 0) return;
    isScheduled = true;
    track(
      new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        isScheduled = false;
        flush();
      }),
    );
  }

  function flush(): void {
    if (isHeld || target === null) return;
    const all = isShuffled ? shuffle(gathered) : gathered;
    gathered = [];
    for (let start = 0; start < all.length; start += mostEvents) {
      const batch = all.slice(start, start + mostEvents);
      track(deliver(batch, target, 0));
      if (isTwice) track(deliver(batch, target, 0));
    }
  }

  async function deliver(batch: readonly Pending[], to: WebhookTarget, attempt: number): Promise<void> {
    const events = batch.map((event) => ({
      ...event,
      portalId,
      appId: to.appId,
      subscriptionId: 1,
      attemptNumber: attempt,
    }));
    const entry = { at: clock.now().toISOString(), events, status: null as number | null };
    log.push(entry);
    if (log.length > longestLog) log.shift();
    entry.status = await post(to.targetUrl, JSON.stringify(events));
    const isTaken = entry.status !== null && entry.status < 300;
    const waitMinutes = retryMinutes[attempt];
    if (isTaken || waitMinutes === undefined) return;
    clock.after(waitMinutes * 60_000, () => track(deliver(batch, to, attempt + 1)));
  }

  async function post(url: string, body: string): Promise<number | null> {
    const timestamp = clock.now().getTime();
    const headers = signRequest({ clientSecret, method: 'POST', url, body, timestamp });
    const waiting = new AbortController();
    const cancel = clock.after(answerWithinMs, () => waiting.abort());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'HubSpot Webhooks', ...headers },
        body,
        signal: waiting.signal,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // Nobody there, or no answer in time: HubSpot tries again.
      return null;
    } finally {
      cancel();
    }
  }

  return {
    hear(change) {
      if (target === null) return;
      const occurredAt = clock.now().getTime();
      for (const subscription of target.subscriptions) {
        for (const event of eventsFor(change, subscription, target.appId)) {
          lastEventId += 1;
          gathered.push({ ...event, eventId: lastEventId, occurredAt });
        }
      }
      schedule();
    },
    hold(held) {
      isHeld = held;
      schedule();
    },
    disturb({ twice = false, shuffled = false }) {
      isTwice = twice;
      isShuffled = shuffled;
    },
    deliveries: () => log.map((entry) => ({ ...entry })),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
