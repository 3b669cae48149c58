import { describe, test } from 'vitest';
import type { ConformanceCase } from './cases.ts';
import { consentCases } from './consent-cases.ts';
import { contactCases } from './contact-cases.ts';
import { dealCases } from './deal-cases.ts';
import { entryCases } from './entry-cases.ts';
import { failureCases } from './failure-cases.ts';
import type { CrmWorld } from './world.ts';

export type { ConformanceCase } from './cases.ts';
export type { CrmWorld, Fault, Person, Task, TimelineItem } from './world.ts';

/** Every rule that an adapter keeps, by family. */
export const crmAdapterCases: { readonly [family: string]: readonly ConformanceCase[] } = {
  contacts: contactCases,
  consent: consentCases,
  entries: entryCases,
  deals: dealCases,
  failures: failureCases,
};

/**
 * Declares one test for every rule. `openWorld` is called for each of them, so that none sees what another wrote.
 *
 *     describeCrmAdapter('HubSpot', openHubspotWorld);
 */
export function describeCrmAdapter(name: string, openWorld: () => Promise<CrmWorld>): void {
  describe(`${name} as a CRM adapter`, () => {
    for (const [family, cases] of Object.entries(crmAdapterCases)) {
      describe(family, () => {
        for (const { rule, needs, run } of cases) {
          test(rule, async ({ skip, onTestFinished }) => {
            const world = await openWorld();
            onTestFinished(() => world.close());
            if (needs) skip(!world.adapter.abilities[needs], `${name} has no ${needs}`);
            await run(world);
          });
        }
      });
    }
  });
}
