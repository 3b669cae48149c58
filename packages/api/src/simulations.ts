import { z } from 'zod';
import { businessId, instant, phone, reason, verdict } from './fields.ts';

export const mostSimulatedCalls = 10_000;
/** So many decisions stand in one answer; the totals are of all. */
export const mostShownDecisions = 1_000;

const seconds = z.number().min(0, 'write seconds, 0 or more').max(86_400, 'write at most a day of seconds');

const loggedCall = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  /** null: the caller withheld it. */
  from: phone.nullable(),
  /** Left out: the first line of the business. */
  line: phone.optional(),
  startedAt: z.iso.datetime({ offset: true, error: 'write a time as 2026-11-01T09:30:00Z' }),
  outcome: z.enum(
    ['answered', 'missed', 'abandoned', 'voicemail'],
    'write answered, missed, abandoned or voicemail',
  ),
  cause: z
    .enum(['no-answer', 'busy', 'declined', 'failed', 'abandoned', 'not-accepted', 'forwarded', 'unclear'])
    .optional(),
  /** How long the caller heard it ring. Left out: as long as the line rings. */
  ringSeconds: seconds.optional(),
  voicemailSeconds: seconds.optional(),
  source: z.string().max(200).optional(),
});

export const simulationRequest = z.strictObject({
  business: businessId.optional(),
  calls: z
    .array(loggedCall)
    .max(mostSimulatedCalls, `send at most ${mostSimulatedCalls} calls; the command line takes more`),
  /** A rule set as in the business file. Left out: the rules in force. */
  rules: z.record(z.string(), z.unknown()).optional(),
  /** What a new inquiry is worth on average. */
  leadValue: z.number().min(0).max(1e9).optional(),
});

/** What would have become of one missed call, or of a text that was due. */
const simulatedDecision = z.object({
  at: instant,
  /** The event that was decided on. */
  on: z.string(),
  from: phone.nullable(),
  line: phone.nullable(),
  callId: z.string().nullable(),
  decision: verdict,
  reasons: z.array(reason).min(1),
  /** The text that would have left. */
  message: z.string().optional(),
});

export const simulation = z.object({
  business: businessId,
  totals: z.object({
    calls: z.number().int(),
    answered: z.number().int(),
    missed: z.number().int(),
    missedWhileClosed: z.number().int(),
    leftAlone: z.number().int(),
    leads: z.number().int(),
    /** Spoke with a person on the phone later. */
    reached: z.number().int(),
    texted: z.number().int(),
    held: z.number().int(),
    segments: z.number().int(),
    tasks: z.number().int(),
    medianFirstTextSeconds: z.number().nullable(),
    /** Leads that were not reached, times what one is worth; null without `leadValue`. */
    atStake: z.number().nullable(),
    withheld: z.array(z.object({ rule: z.string(), count: z.number().int(), detail: z.string() })),
  }),
  /** In order of time; those on the progress of texts and on closed conversations are left out. */
  decisions: z.array(simulatedDecision),
  /** How many decisions there are; more than `decisions` has when there were too many for one answer. */
  decisionCount: z.number().int(),
  /** Says so where `decisions` has been cut; null where it is whole. */
  note: z.string().nullable(),
});

export type SimulationRequest = z.output<typeof simulationRequest>;
export type SimulationAnswer = z.output<typeof simulation>;
