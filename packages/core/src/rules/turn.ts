import type { Business, Line } from '../business.ts';
import type { Caller } from '../caller.ts';
import type { CrmEntry, Effect, EffectOf, Facts, Reason } from '../decision.ts';
import type { Event } from '../event.ts';
import type { E164 } from '../phone.ts';
import type { Rules } from '../rule-set.ts';
import type { CallerGroup } from '../rules-in-force.ts';

/** All that a rule may look at. */
export type Turn<E extends Event = Event> = {
  readonly event: E;
  /** With the brand and the line's language put in. */
  readonly business: Business;
  /** As they are in force for this line, this caller and this moment. */
  readonly rules: Rules;
  readonly group: CallerGroup;
  /** As stored, before this event. */
  readonly before: Caller;
  /** With the event itself taken in; the consequences are the rule's to decide. */
  readonly caller: Caller;
};

type WithoutKey<T> = T extends unknown ? Omit<T, 'key'> : never;
/** An effect before it has its key. The key is a text's id too. */
export type Planned =
  | WithoutKey<Exclude<Effect, { readonly type: 'send-text' }>>
  | Omit<EffectOf<'send-text'>, 'key' | 'textId'>;

/** What a rule decided. `changes` are those of the caller that no effect stands for. */
export type Outcome = {
  readonly effects: readonly Planned[];
  readonly reasons: readonly [Reason, ...Reason[]];
  readonly changes?: Partial<Caller>;
};

export function allow(rule: string, detail: string, facts: Facts = {}): Reason {
  return { rule, outcome: 'allow', facts, detail };
}

export function hold(rule: string, detail: string, facts: Facts = {}): Reason {
  return { rule, outcome: 'hold', facts, detail };
}

export function withhold(rule: string, detail: string, facts: Facts = {}): Reason {
  return { rule, outcome: 'withhold', facts, detail };
}

export function note(rule: string, detail: string, facts: Facts = {}): Reason {
  return { rule, outcome: 'note', facts, detail };
}

/** Nothing follows, and why. */
export function nothing(reason: Reason, changes?: Partial<Caller>): Outcome {
  return changes === undefined
    ? { effects: [], reasons: [reason] }
    : { effects: [], reasons: [reason], changes };
}

/** Writes to the CRM, unless the number was withheld, or is one of your own: then there is nobody to write to. */
export function writeCrm({ caller, group }: Turn, entry: CrmEntry): readonly Planned[] {
  return caller.phone === null || group === 'staff' ? [] : [{ type: 'write-crm', entry }];
}

/** The line as the business has it; null when it has been taken out since. */
export function lineOf({ business }: Pick<Turn, 'business'>, number: E164): Line | null {
  return business.lines.find((line) => line.number === number) ?? null;
}
