import type { Business } from './business.ts';
import type { LoggedCall } from './call-log/call-log.ts';
import type { Decision, Effect } from './decision.ts';
import type { Event, EventOf } from './event.ts';
import { isOpenAt } from './hours.ts';
import { type Instant, msBetween, msOf } from './instant.ts';
import { type Counting, emptyFunnel, type Funnel, type Rates, ratesOf } from './report-funnel.ts';
import { createLeads, type Lead } from './report-leads.ts';
import { createSegmentCount } from './report-segments.ts';
import { createStopwatch, type Times } from './report-times.ts';
import { hasLeft } from './text-status.ts';
import { hourOfWeekAt } from './zone-clock.ts';

/** What a report is made of: an event with what was decided on it, from the store as from a simulation. */
export type Decided = Decision & { readonly event: Event; readonly call?: LoggedCall | null };

/** What became of a lead elsewhere, such as a deal won in the CRM. */
export type Milestone = {
  /** `called-back`: somebody of the business called them by another phone, and they answered. */
  readonly milestone: 'qualified' | 'booked' | 'won' | 'called-back';
  readonly callerId: string;
  readonly at: Instant;
  /** In the business's currency; null: not told. */
  readonly value: number | null;
};

/** What a report is about. */
export type ReportSetting = {
  readonly business: Business;
  /** Calls missed from then on count, and what became of them at any time; left out: all. */
  readonly from?: Instant;
  /** Calls missed before then count. */
  readonly to?: Instant;
  /** What a lead that was won is worth when nobody has told. */
  readonly leadValue?: number;
  readonly cost?: { readonly perSegment: number; readonly fixed: number };
};

/** How often one rule kept a first text back. */
export type Withheld = { readonly rule: string; readonly count: number; readonly detail: string };

/** What missed calls led to. */
export type Report = Funnel &
  Rates & {
    readonly answered: number;
    readonly missedWhileClosed: number;
    /** First texts that waited for the end of the quiet hours. */
    readonly held: number;
    /** Why no first text left, the most frequent first; `detail` is the sentence of one such case. */
    readonly withheld: readonly Withheld[];
    /** From the missed call to the text that answers it. */
    readonly firstText: Times | null;
    /** From a text of the caller that nobody had answered to the first answer of a person. */
    readonly staffResponse: Times | null;
    readonly segments: number;
    readonly tasks: number;
    readonly revenue: number;
    readonly cost: number | null;
    /** Revenue divided by cost; null without a cost. */
    readonly returnOnCost: number | null;
    readonly byLine: { readonly [line: string]: Funnel };
    readonly bySource: { readonly [source: string]: Funnel };
    /** 168 hours of the week by the business's clock; the first is Monday from midnight to 1 o'clock. */
    readonly byHourOfWeek: readonly Funnel[];
    /** When the first and the last missed call was. */
    readonly firstMissedAt: Instant | null;
    readonly lastMissedAt: Instant | null;
  };

/** Counts what it is given; `report` may be asked at any time. */
export type ReportMaker = {
  /** The events of one caller have to come in order. */
  add(record: Decided | Milestone): void;
  /** What has been counted so far. */
  report(): Report;
};

const unknownSource = 'unknown';

/** Makes the report of one business from its events; the definitions are here and nowhere else. */
export function createReport({ business, from, to, leadValue = 0, cost }: ReportSetting): ReportMaker {
  const total = emptyFunnel();
  const byLine = new Map<string, Counting>();
  const bySource = new Map<string, Counting>();
  const byHourOfWeek = Array.from({ length: 168 }, emptyFunnel);
  const leads = createLeads();
  const withheld = new Map<string, { count: number; detail: string }>();
  const firstText = createStopwatch();
  const staffResponse = createStopwatch();
  const countSegments = createSegmentCount();
  const sums = { answered: 0, missedWhileClosed: 0, held: 0, segments: 0, tasks: 0, revenue: 0 };
  let firstMissedAt: Instant | null = null;
  let lastMissedAt: Instant | null = null;

  function addMissed({ event, call, effects }: Decided & { readonly event: EventOf<'call-missed'> }): void {
    const { missedAt, line, callerId } = event;
    if ((from !== undefined && missedAt < from) || (to !== undefined && missedAt >= to)) return;
    if (firstMissedAt === null || missedAt < firstMissedAt) firstMissedAt = missedAt;
    if (lastMissedAt === null || missedAt > lastMissedAt) lastMissedAt = missedAt;
    if (!isOpenAt(business, missedAt)) sums.missedWhileClosed += 1;
    const counted = [
      total,
      inGroup(byLine, line),
      inGroup(bySource, call?.source ?? unknownSource),
      byHourOfWeek[hourOfWeekAt(business.timeZone, msOf(missedAt))] ?? emptyFunnel(),
    ];
    const isLeftAlone = effects.every(isOnlyTold);
    for (const funnel of counted) {
      funnel.missed += 1;
      if (isLeftAlone) funnel.leftAlone += 1;
    }
    const known = leads.of(callerId, missedAt);
    const lead = known ?? (isLeftAlone ? null : leads.open(callerId, missedAt, counted));
    if (lead && effects.some((effect) => effect.type === 'set-timer' && effect.timer === 'first-text')) {
      lead.missedAt = missedAt;
    }
  }

  function addStatus(lead: Lead, { textId, status, at }: EventOf<'text-status-changed'>): void {
    if (!lead.firstTexts.has(textId) || !hasLeft(status)) return;
    if (leads.reach(lead, 'texted') || lead.missedAt) {
      if (lead.missedAt) firstText.add(msBetween(lead.missedAt, at) / 1000);
      lead.missedAt = null;
    }
    if (status === 'delivered') leads.reach(lead, 'delivered');
  }

  function addResponse(lead: Lead, at: Instant): void {
    if (lead.askedAt) staffResponse.add(msBetween(lead.askedAt, at) / 1000);
    lead.askedAt = null;
  }

  function addSpoken(lead: Lead, at: Instant): void {
    leads.reach(lead, 'reached');
    addResponse(lead, at);
  }

  function addReached(
    lead: Lead,
    stage: 'replied' | 'qualified' | 'booked' | 'won',
    value: number | null,
  ): void {
    if (leads.reach(lead, stage) && stage === 'won') sums.revenue += value ?? (lead.worth || leadValue);
    leads.reach(lead, 'recovered');
  }

  /** Of a deal that is told again, what it is worth by now counts. */
  function addWon(lead: Lead, { dealId, amount }: EventOf<'deal-won'>): void {
    leads.reach(lead, 'won');
    leads.reach(lead, 'recovered');
    const known = lead.deals.get(dealId);
    const worth = amount ?? known ?? (lead.worth || leadValue);
    sums.revenue += worth - (known ?? 0);
    lead.deals.set(dealId, worth);
  }

  function addEffects(lead: Lead | null, { effects, event }: Decided): void {
    for (const effect of effects) {
      if (effect.type === 'send-text') {
        sums.segments += countSegments(effect.from, effect.body);
        if (effect.class === 'first-text') lead?.firstTexts.add(effect.textId);
        if (lead && event.type === 'staff-acted') addResponse(lead, event.at);
      } else if (effect.type === 'publish') {
        if (effect.event === 'task.created') sums.tasks += 1;
        if (effect.event === 'lead.qualified' && lead) {
          if (typeof effect.data.worth === 'number') lead.worth = effect.data.worth;
          addReached(lead, 'qualified', null);
        }
        if (effect.event === 'appointment.booked' && lead) addReached(lead, 'booked', null);
        if (effect.event === 'message.received' && lead) {
          lead.askedAt ??= event.at;
          if (lead.reachedStages.has('texted')) addReached(lead, 'replied', null);
        }
      }
    }
  }

  function addWithheld({ effects, reasons }: Decided): void {
    for (const effect of effects) {
      if (effect.type !== 'publish' || effect.event !== 'text_back.withheld') continue;
      const rule = String(effect.data.rule ?? 'unknown');
      const detail = reasons.find((reason) => reason.rule === rule)?.detail ?? reasons[0].detail;
      const known = withheld.get(rule) ?? { count: 0, detail };
      withheld.set(rule, { ...known, count: known.count + 1 });
    }
  }

  function isOfPeriod({ event }: Decided): boolean {
    const at = event.type === 'call-missed' ? event.missedAt : event.at;
    return (from === undefined || at >= from) && (to === undefined || at < to);
  }

  return {
    add(record) {
      if ('milestone' in record) {
        const { callerId, at, milestone, value } = record;
        const lead = leads.of(callerId, at);
        if (lead && milestone === 'called-back') addSpoken(lead, at);
        else if (lead && milestone !== 'called-back') addReached(lead, milestone, value);
        return;
      }
      const { event, reasons } = record;
      if (event.type === 'call-missed') addMissed({ ...record, event });
      const lead = leads.of(event.callerId, event.at);
      if (lead && event.type === 'text-status-changed') addStatus(lead, event);
      if (lead && event.type === 'call-answered') addSpoken(lead, event.at);
      if (lead && event.type === 'deal-won') addWon(lead, event);
      if (lead || isOfPeriod(record)) addEffects(lead, record);
      if (!isOfPeriod(record)) return;
      addWithheld(record);
      if (event.type === 'call-answered') sums.answered += 1;
      if (event.type === 'call-missed' && reasons.some(isNightHold)) sums.held += 1;
    },
    report() {
      const spent = cost ? sums.segments * cost.perSegment + cost.fixed : null;
      return {
        ...total,
        ...ratesOf(total, leads.bookedTexted()),
        ...sums,
        withheld: [...withheld]
          .map(([rule, { count, detail }]) => ({ rule, count, detail }))
          .sort((one, other) => other.count - one.count),
        firstText: firstText.times(),
        staffResponse: staffResponse.times(),
        cost: spent,
        returnOnCost: spent ? sums.revenue / spent : null,
        byLine: Object.fromEntries(byLine),
        bySource: Object.fromEntries(bySource),
        byHourOfWeek,
        firstMissedAt,
        lastMissedAt,
      };
    },
  };
}

/** Nobody was texted, and nobody has anything to do: it was only told that the call was. */
function isOnlyTold(effect: Effect): boolean {
  return effect.type === 'publish' && ['call.missed', 'text_back.withheld'].includes(effect.event);
}

function isNightHold({ rule, outcome }: Decision['reasons'][number]): boolean {
  return rule === 'quiet-hours' && outcome === 'hold';
}

function inGroup(groups: Map<string, Counting>, name: string): Counting {
  const known = groups.get(name);
  if (known) return known;
  const funnel = emptyFunnel();
  groups.set(name, funnel);
  return funnel;
}
