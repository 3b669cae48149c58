import type { FailedNotices } from '@ringback/engine';
import { type Checked, countOf, orPassed, problem } from './finding.ts';

const names = { email: 'e-mail', slack: 'Slack', text: 'text' } as const;

/** What staff have not been told, so that they may not know of a caller who waits. */
export function checkNotices(failed: readonly FailedNotices[]): readonly Checked[] {
  const findings = failed.map(({ businessId, channel, count, problem: why }) =>
    problem({
      code: 'notices-failed',
      business: businessId,
      what: `${countOf(count, 'notice')} to staff by ${names[channel]} reached nobody in the last day: ${why ?? 'no reason given'}.`,
      whatToDo:
        'Correct the address in the business file, or what it names: docs/how-to/tell-your-staff.md; look at the tasks in the CRM meanwhile.',
    }),
  );
  return orPassed(findings, 'notices', 'Every notice of the last day has reached your staff.');
}
