import { type Checked, duration, passed, problem, warning } from './finding.ts';

const warningSeconds = 2;
const problemSeconds = 30;

/** Another clock, read at some moment between the two of ours. `whose`: "the database's". */
export function compareClocks(
  otherMs: number,
  { beganMs, endedMs, whose }: { readonly beganMs: number; readonly endedMs: number; readonly whose: string },
): readonly Checked[] {
  const seconds = Math.max(0, beganMs - otherMs, otherMs - endedMs) / 1000;
  if (seconds <= warningSeconds) return [passed('clock', `The clock of this machine and ${whose} agree.`)];
  return [
    (seconds > problemSeconds ? problem : warning)({
      code: 'clocks-differ',
      what: `The clock of this machine and ${whose} differ by ${duration(seconds)}; hours and delays go by the database's.`,
      whatToDo: 'Set both by NTP.',
    }),
  ];
}
