import type { Business, Line } from './business.ts';
import { isOpenAt, nextOpening } from './hours.ts';
import { addHours, type Instant } from './instant.ts';
import type { Rules } from './rule-set.ts';
import { firstTextAt, helpText, optInConfirmation, optOutConfirmation, secondTextAt } from './wording.ts';

/** What a line sends, word for word, as whoever reviews or reads about its texts wants to see it. */
export type ExampleTexts = {
  readonly firstWhileOpen: string;
  /** null: the line's business never closes. */
  readonly firstWhileClosed: string | null;
  /** null: no second text is sent. */
  readonly second: string | null;
  readonly help: string;
  readonly optOut: string;
  readonly optIn: string;
};

/** Hours ahead in which a business that closes at all is closed once. */
const aWeek = 7 * 24;

/** The texts of a line as they would read about `now`. Rules that hold only for some hours or callers are left out. */
export function exampleTexts(
  { business, rules, line }: { readonly business: Business; readonly rules: Rules; readonly line: Line },
  now: Instant,
): ExampleTexts {
  const named = {
    ...business,
    name: rules.brand.name ?? business.name,
    language: line.language ?? business.language,
    ...(rules.brand.bookingUrl === undefined ? {} : { bookingUrl: rules.brand.bookingUrl }),
  };
  const at = nextOpening(business, now) ?? now;
  const closedAt = Array.from({ length: aWeek }, (_, hours) => addHours(at, hours)).find(
    (moment) => !isOpenAt(business, moment),
  );
  const about = { business: named, rules, firstName: null, line, missedAt: at };
  return {
    firstWhileOpen: firstTextAt(at, about).body,
    firstWhileClosed:
      closedAt === undefined ? null : firstTextAt(closedAt, { ...about, missedAt: closedAt }).body,
    second: rules.secondText.enabled ? secondTextAt(at, about).body : null,
    help: helpText(named, line.number, named.language),
    optOut: optOutConfirmation(named, named.language),
    optIn: optInConfirmation(named, named.language),
  };
}
