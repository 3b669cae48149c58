import type { Unreadable } from '@ringback/engine';
import { type Checked, orPassed, problem } from './finding.ts';

/** Sealed values that this installation's keys do not open; whatever needs them stands still. */
export function checkSecrets(unreadable: readonly Unreadable[]): readonly Checked[] {
  const findings = unreadable.map(({ businessId, what }) =>
    problem({
      code: 'secret-unreadable',
      business: businessId,
      what: `With none of the keys in RINGBACK_SECRET_KEY can be opened: ${what.join(', ')}.`,
      whatToDo:
        'Add the key that they were sealed with after a comma and start again; if it is lost, connect the CRM again, and describe anew who applies.',
    }),
  );
  return orPassed(findings, 'secrets', 'Every sealed value opens with the keys of this installation.');
}
