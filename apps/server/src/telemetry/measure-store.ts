import { countWork, type Store, type WorkCount, type WorkCounts } from '@ringback/engine';
import { Gauge, type Registry } from 'prom-client';

/** However often it is asked, the store counts no more often than this, and is busy with it for a twentieth of the time at most. */
const shortestPauseMs = 5_000;
const pauseFactor = 20;

type Counting = { readonly counts: Promise<WorkCounts | null>; readonly untilMs: number };

/**
 * Gauges of what lies in the store, the same from whichever process is asked. While the store does not answer they
 * are left out, and `ringback_store_up` is 0.
 */
export function measureStore(
  registry: Registry,
  store: Store,
  { nowMs = () => performance.now() }: { readonly nowMs?: () => number } = {},
): void {
  let last: Counting | null = null;

  function count(): Promise<WorkCounts | null> {
    const beganMs = nowMs();
    if (last && beganMs < last.untilMs) return last.counts;
    const counts = countWork(store.db).catch(() => null);
    last = { counts, untilMs: Number.POSITIVE_INFINITY };
    void counts.then(() => {
      const endedMs = nowMs();
      const pauseMs = Math.max(shortestPauseMs, (endedMs - beganMs) * pauseFactor);
      last = { counts, untilMs: endedMs + pauseMs };
    });
    return counts;
  }

  type Sample<L extends string> = { readonly labels: Record<L, string>; readonly value: number | null };

  function gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    samples: (counts: WorkCounts) => readonly Sample<L>[],
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const counts = await count();
        this.reset();
        // A reset leaves a gauge without labels at 0, which is not what an absent store says.
        if (!counts && labelNames.length === 0) this.remove();
        if (!counts) return;
        for (const { labels, value } of samples(counts)) if (value !== null) this.set(labels, value);
      },
    });
  }

  function total(name: string, help: string, value: (counts: WorkCounts) => number): void {
    gauge(name, help, [], (counts) => [{ labels: {}, value: value(counts) }]);
  }

  function byLane(name: string, help: string, value: (work: readonly WorkCount[]) => number): void {
    gauge(name, help, ['lane'], ({ work }) =>
      [...Map.groupBy(work, ({ lane }) => lane)].map(([lane, ofLane]) => ({
        labels: { lane },
        value: value(ofLane),
      })),
    );
  }

  new Gauge({
    name: 'ringback_store_up',
    help: '1 while the store answers',
    registers: [registry],
    async collect() {
      this.set((await count()) ? 1 : 0);
    },
  });
  byLane('ringback_lane_open_effects', 'Effects to be performed, held ones too', (work) => sum(work, 'open'));
  byLane('ringback_lane_held_effects', 'Those of them that a connection or a business holds up', (work) =>
    sum(work.filter(isHeld), 'open'),
  );
  byLane(
    'ringback_lane_oldest_due_seconds',
    'For how long the effect that waits for its turn for longest has been due, held ones left out',
    (work) => longest(work.filter((each) => !isHeld(each)).map((each) => each.oldestDueSeconds)),
  );
  byLane(
    'ringback_lane_oldest_open_seconds',
    'How long ago the oldest open effect was due first, however often it was tried, held ones left out',
    (work) => longest(work.filter((each) => !isHeld(each)).map((each) => each.oldestOpenSeconds)),
  );
  byLane(
    'ringback_parked_entries',
    'Entries that a CRM has refused, or failed to take for a day, and a person has to look at',
    (work) => sum(work, 'parked'),
  );
  gauge(
    'ringback_crm_connections',
    'CRM connections by state: connected, broken (a person connects again), resting (the circuit is open)',
    ['system', 'state'],
    ({ connections }) =>
      [...Map.groupBy(connections, ({ system }) => system)].flatMap(([system, all]) =>
        (['connected', 'broken', 'resting'] as const).map((state) => ({
          labels: { system, state },
          value: all.filter((connection) => connection.state === state).length,
        })),
      ),
  );
  total(
    'ringback_unknown_texts',
    'Texts of which nobody knows yet whether they left',
    ({ unknownTexts }) => unknownTexts.count,
  );
  total(
    'ringback_unknown_text_oldest_seconds',
    'How long ago the oldest of them was first tried; 0 where there is none',
    ({ unknownTexts }) => unknownTexts.oldestSeconds ?? 0,
  );
  total('ringback_doubled_texts', 'Texts in the store that left twice', ({ doubles }) => doubles);
  total(
    'ringback_silent_texts',
    'Texts of which Twilio has said nothing final for ten minutes, so that it is asked about them',
    ({ silentTexts }) => silentTexts,
  );
  total(
    'ringback_overdue_timers',
    'Timers that were due more than 5 s ago and have not fired',
    (counts) => counts.overdueTimers.count,
  );
  total(
    'ringback_overdue_timer_oldest_seconds',
    'For how long the oldest of them has been due; 0 where there is none',
    ({ overdueTimers }) => overdueTimers.oldestSeconds ?? 0,
  );
  new Gauge({
    name: 'ringback_store_connections',
    help: 'Connections of this process to PostgreSQL: open, idle, and requests waiting for one',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      // Counted while our own questions are on their way, they would be among the requests that wait.
      await count();
      for (const [state, value] of Object.entries(store.pool() ?? {})) this.set({ state }, value);
    },
  });
}

function isHeld({ hold }: WorkCount): boolean {
  return hold !== null;
}

function sum(work: readonly WorkCount[], of: 'open' | 'parked'): number {
  return work.reduce((total, each) => total + each[of], 0);
}

function longest(seconds: readonly (number | null)[]): number {
  return Math.max(0, ...seconds.map((each) => each ?? 0));
}
