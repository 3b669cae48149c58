import type { ChaosWorld } from './chaos-world.ts';
import { drive } from './drive.ts';
import { missCall } from './miss-call.ts';
import { judge, type Outcome } from './outcome.ts';
import type { Schedule, Trouble } from './schedule.ts';

export type Run = {
  readonly schedule: Schedule;
  /** Everything that went wrong, in the words of `Fault` and `Stop`. */
  readonly injected: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly problems: readonly string[];
};

type Caller = { readonly phone: string; readonly trouble: Trouble; readonly callIds: string[] };

let lastCaller = 0;

/** Lets a schedule happen, then lets peace return, and says what became of everyone. */
export async function runSchedule(world: ChaosWorld, schedule: Schedule): Promise<Run> {
  const { layout, restart, together } = schedule;
  const killsBefore = world.kills().length;
  await world.arrange(layout);
  const callers = schedule.callers.map((trouble): Caller => ({ phone: nextPhone(), trouble, callIds: [] }));
  for (const caller of callers) {
    await begin(world, caller);
    if (!together) await goOn(world, caller, restart);
  }
  if (together) for (const caller of callers) await goOn(world, caller, restart);

  world.proxy.clear();
  await world.stops.clear();
  await world.restore();
  await drive(world, { restart });
  const outcomes: Outcome[] = [];
  for (const caller of callers) outcomes.push(await judge(world, caller));
  return {
    schedule,
    injected: [
      ...world
        .kills()
        .slice(killsBefore)
        .map((when) => `kill: ${when}`),
      ...callers.flatMap(({ phone }) => cuts(world, phone)),
    ],
    outcomes,
    problems: outcomes.flatMap(({ problems }) => problems),
  };
}

async function begin(world: ChaosWorld, { phone, trouble, callIds }: Caller): Promise<void> {
  for (const fault of trouble.send) world.proxy.plan(phone, 'create', fault);
  for (const fault of trouble.look) world.proxy.plan(phone, 'list', fault);
  if (trouble.noCallbacks) world.proxy.mute(phone);
  if (trouble.stop) await world.stops.arm({ ...trouble.stop, callerId: phone });
  callIds.push(await missCall(world, { from: phone, line: trouble.line }));
  if (trouble.killWhileWaiting) await world.kill({ when: 'text waits' });
}

async function goOn(
  world: ChaosWorld,
  { phone, trouble, callIds }: Caller,
  restart: Schedule['restart'],
): Promise<void> {
  if (trouble.callsAgainAfter !== null) {
    await drive(world, { restart, jumps: trouble.callsAgainAfter });
    callIds.push(await missCall(world, { from: phone, line: 'forwarded' }));
  }
  await drive(world, { restart });
}

/** What went wrong on the way to Twilio besides kills, which are counted by themselves. */
function cuts(world: ChaosWorld, phone: string): string[] {
  return world.proxy
    .passages(phone)
    .flatMap(({ operation, fault }) =>
      fault === null || fault.startsWith('kill') ? [] : [`${operation}: ${fault}`],
    );
}

/** Nobody calls twice in different schedules of one world. */
function nextPhone(): string {
  lastCaller += 1;
  return `+1512555${String(1_000 + lastCaller).padStart(4, '0')}`;
}
