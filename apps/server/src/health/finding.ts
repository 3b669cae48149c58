/** Everything that the doctor may find; docs/how-to/watch-it-run.md lists them. */
export const findingCodes = [
  'settings-wrong',
  'business-file-wrong',
  'address-is-plain-http',
  'address-unreachable',
  'signature-refused',
  'email-off',
  'store-unreachable',
  'store-in-use',
  'store-of-another-version',
  'store-without-fsync',
  'secret-unreadable',
  'clocks-differ',
  'disk-full-soon',
  'no-business',
  'business-without-lines',
  'crm-absent',
  'crm-broken',
  'crm-resting',
  'entries-parked',
  'texts-held',
  'texts-failing',
  'texts-in-doubt',
  'notices-failed',
  'lane-behind',
  'lane-failing',
  'work-of-disabled-business',
  'registration-rejected',
  'registration-waits',
  'registration-under-way',
  'timers-overdue',
  'twilio-refuses-us',
  'twilio-unreachable',
  'twilio-account-stopped',
  'twilio-account-on-trial',
  'number-not-ours',
  'number-points-elsewhere',
  'number-without-fallback',
  'number-unregistered',
] as const;

/** Everything that is looked at; what of it is well is told under this name. */
export const checkNames = [
  'settings',
  'https',
  'business-file',
  'email',
  'store',
  'clock',
  'disk',
  'secrets',
  'businesses',
  'crm',
  'crm-entries',
  'work',
  'timers',
  'texts',
  'notices',
  'registration',
  'address',
  'signature',
  'twilio-account',
  'numbers',
] as const;

/** One thing that is stuck, or may become so, for whoever runs the server. */
export type Finding = {
  readonly code: (typeof findingCodes)[number];
  /** `problem`: a person has to do something. `warning`: to be known. */
  readonly severity: 'problem' | 'warning';
  /** null: it concerns the whole installation. */
  readonly business: string | null;
  /** What is so, and why. */
  readonly what: string;
  readonly whatToDo: string;
};

/** One thing that was looked at and is as it should be. */
export type Passed = {
  readonly check: (typeof checkNames)[number];
  readonly severity: 'ok';
  /** null: it concerns the whole installation. */
  readonly business: string | null;
  readonly what: string;
};

/** What looking at something gives: what is wrong with it, or that nothing is. */
export type Checked = Finding | Passed;

export function passed(check: Passed['check'], what: string, business: string | null = null): Passed {
  return { check, severity: 'ok', business, what };
}

/** What was found; where that is nothing, that all is well. */
export function orPassed(
  findings: readonly Finding[],
  check: Passed['check'],
  what: string,
): readonly Checked[] {
  return findings.length > 0 ? findings : [passed(check, what)];
}

export function problem(
  finding: Omit<Finding, 'severity' | 'business'> & { readonly business?: string },
): Finding {
  return { business: null, ...finding, severity: 'problem' };
}

export function warning(
  finding: Omit<Finding, 'severity' | 'business'> & { readonly business?: string },
): Finding {
  return { business: null, ...finding, severity: 'warning' };
}

/** "45 s", "12 min", "3 h", "2 days". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export function countOf(count: number, thing: string, things = `${thing}s`): string {
  return count === 1 ? `1 ${thing}` : `${count} ${things}`;
}
