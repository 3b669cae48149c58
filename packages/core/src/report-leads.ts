import { addHours, type Instant } from './instant.ts';
import type { Counting, Stage } from './report-funnel.ts';

/** A caller whose missed call the business may owe a customer to, and how far they have come. */
export type Lead = {
  /** What happens later is no longer owed to the missed call. */
  readonly until: Instant;
  readonly counted: readonly Counting[];
  readonly reachedStages: Set<Stage>;
  readonly firstTexts: Set<string>;
  /** The deals that were won, and what each counts for. */
  readonly deals: Map<string, number>;
  /** The missed call that the next first text answers. */
  missedAt: Instant | null;
  /** Since when a text of the caller has waited for a person. */
  askedAt: Instant | null;
  /** What the rules or the staff say that it is worth; 0 is what nobody has set, and tells nothing. */
  worth: number | null;
};

/** The leads that are open, one for each caller. */
export type Leads = {
  /** null: no call of theirs was missed lately. */
  of(callerId: string, at: Instant): Lead | null;
  /** Counts a new lead in all of `counted`. */
  open(callerId: string, openedAt: Instant, counted: readonly Counting[]): Lead;
  /** Counts the stage once for each lead; false when it was counted before. */
  reach(lead: Lead, stage: Stage): boolean;
  /** How many were both texted and booked. */
  bookedTexted(): number;
};

const leadHours = 30 * 24;

export function createLeads(): Leads {
  const leads = new Map<string, Lead>();
  let bookedTexted = 0;
  let sweptOn = '';

  /** Once a day is often enough. */
  function forgetOver(now: Instant): void {
    const today = now.slice(0, 10);
    if (today === sweptOn) return;
    sweptOn = today;
    for (const [id, { until }] of leads) {
      if (until >= now) return;
      leads.delete(id);
    }
  }

  function reach(lead: Lead, stage: Stage): boolean {
    if (lead.reachedStages.has(stage)) return false;
    lead.reachedStages.add(stage);
    for (const funnel of lead.counted) funnel[stage] += 1;
    const isOfBoth = (stage === 'texted' || stage === 'booked') && lead.reachedStages.has('texted');
    if (isOfBoth && lead.reachedStages.has('booked')) bookedTexted += 1;
    return true;
  }

  return {
    of(callerId, at) {
      const lead = leads.get(callerId);
      return lead && at <= lead.until ? lead : null;
    },
    open(callerId, openedAt, counted) {
      forgetOver(openedAt);
      const lead: Lead = {
        until: addHours(openedAt, leadHours),
        counted,
        reachedStages: new Set(),
        firstTexts: new Set(),
        deals: new Map(),
        missedAt: null,
        askedAt: null,
        worth: null,
      };
      // Taken out and put in again, they stay in the order in which they end.
      leads.delete(callerId);
      leads.set(callerId, lead);
      reach(lead, 'leads');
      return lead;
    },
    reach,
    bookedTexted: () => bookedTexted,
  };
}
