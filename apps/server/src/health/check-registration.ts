import type { FilingStanding, KnownBusiness } from '@ringback/engine';
import { type Checked, passed, problem, warning } from './finding.ts';

/** Where the registration of each line with the carriers stands, as far as it was submitted from here. */
export function checkRegistration(
  filings: readonly FilingStanding[],
  businesses: readonly KnownBusiness[],
): readonly Checked[] {
  return businesses
    .filter(({ enabled }) => enabled)
    .flatMap(({ business, heldLines = [] }) =>
      business.lines.flatMap(({ number }) => {
        const filing = filings.find(
          (each) => each.businessId === business.id && each.numbers.includes(number),
        );
        const line = { business: business.id, number, name: business.name };
        if (filing !== undefined) return [standingOf(line, filing)];
        if (!heldLines.includes(number)) return [];
        return [
          joining(
            line,
            filings.find((each) => each.businessId === business.id && each.state === 'approved'),
          ),
        ];
      }),
    );
}

type OfLine = { readonly business: string; readonly number: string; readonly name: string };

function standingOf({ business, number, name }: OfLine, filing: FilingStanding): Checked {
  const held = `no text leaves the line ${number} of ${name} until the carriers have approved it`;
  const show = `pnpm ringback registration show --business ${business}`;
  if (filing.state === 'approved') {
    return passed('registration', `The carriers have approved the line ${number} of ${name}.`, business);
  }
  if (filing.state === 'rejected') {
    return problem({
      code: 'registration-rejected',
      business,
      what: `The carriers have refused the registration, so ${held}. ${filing.detail}`,
      whatToDo: `Mend what is named and submit again: ${show}`,
    });
  }
  if (filing.waitsFor === 'owner') {
    return problem({
      code: 'registration-waits',
      business,
      what: `The registration waits for the owner, and ${held}. ${filing.detail}`,
      whatToDo: `Do what it asks for: ${show}`,
    });
  }
  return warning({
    code: 'registration-under-way',
    business,
    what: `The registration is under way, and ${held}. ${filing.detail}`,
    whatToDo: `Nothing for now; ${show} tells more.`,
  });
}

/** A line that was added after the others were submitted. */
function joining({ business, number, name }: OfLine, filing: FilingStanding | undefined): Checked {
  const isStuck = filing?.waitsFor === 'owner';
  return (isStuck ? problem : warning)({
    code: isStuck ? 'registration-waits' : 'registration-under-way',
    business,
    what: `The line ${number} of ${name} has been added since, and no text leaves it until it has joined the registered ones. ${filing?.detail ?? ''}`,
    whatToDo: isStuck ? 'Do what these words ask for.' : 'Nothing: it joins by itself.',
  });
}
