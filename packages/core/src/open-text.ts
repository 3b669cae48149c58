import type { Business } from './business.ts';
import { nextOpening } from './hours.ts';
import type { Instant } from './instant.ts';
import type { Rules } from './rule-set.ts';
import { measureText, type TextMeasure } from './segments.ts';
import { firstTextAt } from './wording.ts';

/**
 * The longest first text that the business's lines send while it is open, when it takes more than one segment, and so
 * costs more than one text; null when all fit. Rules that hold only for some hours or lines are left out.
 */
export function overlongOpenText(business: Business, rules: Rules, now: Instant): TextMeasure | null {
  const opening = nextOpening(business, now);
  if (opening === null) return null;
  const measures = business.lines.map((line) => {
    const language = line.language ?? business.language;
    const named = { ...business, name: rules.brand.name ?? business.name, language };
    return measureText(
      firstTextAt(opening, { business: named, rules, firstName: null, line, missedAt: opening }).body,
    );
  });
  const [longest] = measures.toSorted((one, other) => other.segments - one.segments);
  return longest && longest.segments > 1 ? longest : null;
}
