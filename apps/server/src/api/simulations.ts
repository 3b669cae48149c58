import { mostShownDecisions, type Routes, routes, type SimulationAnswer } from '@ringback/api';
import {
  createReport,
  defineRules,
  type E164,
  type LoggedCall,
  parsePhone,
  type Rules,
  RulesError,
  type RulesInput,
  type SimulatedDecision,
  simulate,
  toInstant,
} from '@ringback/core';
import { type Engine, judge } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { theBusiness } from './visible-businesses.ts';

type Sent = Parameters<Answerer<Routes['simulate']>>[0]['body']['calls'][number];
type Shown = SimulationAnswer['decisions'][number];

/** After so many decisions other requests get their turn. */
const turnEvery = 500;

export function createSimulationEndpoints(engine: Engine, tokens: Tokens) {
  const run: Answerer<Routes['simulate']> = async ({ body }, identity) => {
    const known = theBusiness(engine.directory, identity, body.business);
    const { business } = known;
    const rules = body.rules === undefined ? known.rules : readRules(body.rules);
    const calls = readCalls(body.calls);
    const maker = createReport({ business });
    const decisions: Shown[] = [];
    let decisionCount = 0;
    let taken = 0;
    for await (const decided of simulate({ business, rules, calls })) {
      maker.add(decided);
      if (++taken % turnEvery === 0) await new Promise(setImmediate);
      if (!isOfInterest(decided)) continue;
      decisionCount += 1;
      if (decisions.length < mostShownDecisions) decisions.push(show(decided));
    }
    const report = maker.report();
    const { answered, missed, missedWhileClosed, leftAlone, leads, reached, texted } = report;
    const { held, segments, tasks, withheld, firstText } = report;
    return {
      business: business.id,
      totals: {
        calls: calls.length,
        answered,
        missed,
        missedWhileClosed,
        leftAlone,
        leads,
        reached,
        texted,
        held,
        segments,
        tasks,
        medianFirstTextSeconds: firstText?.median ?? null,
        atStake: body.leadValue === undefined ? null : (leads - reached) * body.leadValue,
        withheld: [...withheld],
      },
      decisions,
      decisionCount,
      note:
        decisionCount > decisions.length
          ? `Only the first ${decisions.length} of ${decisionCount} decisions are shown; the totals are of all. Send fewer calls at a time to see the rest.`
          : null,
    };
  };

  return { simulate: answering(tokens, routes.simulate, run) };
}

/** That a text was delivered and a conversation closed after days of silence is no decision to look at. */
function isOfInterest({ event }: SimulatedDecision): boolean {
  if (event.type === 'text-status-changed') return false;
  return event.type !== 'timer-fired' || event.timer !== 'close-conversation';
}

function show({ at, event, reasons, effects }: SimulatedDecision): Shown {
  const text = effects.find((effect) => effect.type === 'send-text');
  return {
    at,
    on: event.type,
    from: event.callerId.startsWith('+') ? event.callerId : null,
    line: 'line' in event ? event.line : (text?.from ?? null),
    callId: 'callId' in event ? event.callId : null,
    decision: judge(reasons, effects),
    reasons: reasons.map((reason) => ({ ...reason, facts: { ...reason.facts } })),
    ...(text ? { message: text.body } : {}),
  };
}

/** @throws ApiProblem invalid-request, naming every rule that is wrong */
function readRules(input: { readonly [name: string]: unknown }): Rules {
  try {
    return defineRules(input as RulesInput);
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    throw refuse(
      error.problems.map(({ path, message }) => ({
        path: ['body.rules', path].filter(Boolean).join('.'),
        message,
      })),
    );
  }
}

/** @throws ApiProblem invalid-request, naming every number that does not exist and every id that stands there twice */
function readCalls(sent: readonly Sent[]): readonly LoggedCall[] {
  const errors: { path: string; message: string }[] = [];
  const ids = new Set<string>();
  const readPhone = (raw: string, path: string): E164 => {
    const phone = parsePhone(raw, 'US');
    if (!phone) errors.push({ path, message: `${raw} is no number that exists` });
    return phone?.e164 ?? (raw as E164);
  };
  const calls = sent.map(({ id, from, line, startedAt, outcome, ...rest }, index): LoggedCall => {
    const at = `body.calls.${index}`;
    if (id !== undefined && ids.has(id))
      errors.push({ path: `${at}.id`, message: `"${id}" stands there twice` });
    if (id !== undefined) ids.add(id);
    const { cause, ringSeconds, voicemailSeconds, source } = rest;
    return {
      ...(id === undefined ? {} : { id }),
      from: from === null ? null : readPhone(from, `${at}.from`),
      ...(line === undefined ? {} : { line: readPhone(line, `${at}.line`) }),
      startedAt: toInstant(startedAt),
      outcome,
      ...(cause === undefined ? {} : { cause }),
      ...(ringSeconds === undefined ? {} : { ringSeconds }),
      ...(voicemailSeconds === undefined ? {} : { voicemailSeconds }),
      ...(source === undefined ? {} : { source }),
    };
  });
  if (errors.length > 0) throw refuse(errors);
  return calls;
}

const mostErrors = 20;

function refuse(errors: readonly { readonly path: string; readonly message: string }[]): ApiProblem {
  const shown = errors.slice(0, mostErrors);
  const rest = errors.length - shown.length;
  const detail = shown.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ApiProblem('invalid-request', rest > 0 ? `${detail}; and ${rest} more` : detail, {
    errors: shown,
  });
}
