import { businessSchema, defineRules, type E164, type RulesInput } from '@ringback/core';
import type { ImportedBusiness } from '../business-file.ts';
import { createEngine, type Engine, type EngineOptions } from '../engine.ts';
import type { EventDraft } from '../handle-event.ts';
import { createSecrets } from '../secrets.ts';
import type { TestClock } from './test-clock.ts';

export const shopLine = '+15125550100' as E164;
export const maria = '+15125550142' as E164;
export const john = '+15125550143' as E164;
export const masterKey = Buffer.alloc(32, 1);
export const redirectUri = 'https://ringback.example/oauth/hubspot/callback';

/** A shop with one line, which is open at `thursdayMorning`; `crm` names the systems it uses. */
export function shop(
  options: {
    readonly id?: string;
    readonly line?: E164;
    /** The phones that ring first; left out: one. */
    readonly forwardTo?: readonly string[];
    readonly rules?: RulesInput;
    readonly crm?: readonly string[];
  } = {},
): ImportedBusiness {
  const { id = 'acme', line = shopLine, forwardTo = ['+15125550111'], rules = {}, crm = [] } = options;
  const business = businessSchema.parse({
    id,
    name: 'Acme Plumbing',
    timeZone: 'America/Chicago',
    hours: { thu: ['08:00-17:00'] },
    lines: [{ number: line, forwardTo: [...forwardTo] }],
  });
  return {
    business,
    rules: defineRules(rules),
    settings: { crm: crm.map((system) => ({ system, settings: {} })), notify: {} },
  };
}

/** An engine that performs, without a CRM and silent unless said otherwise; it is still to be started. */
export function createTestEngine(
  options: Pick<EngineOptions, 'store' | 'messenger'> & Partial<EngineOptions>,
): Promise<Engine> {
  return createEngine({
    systems: {},
    secrets: createSecrets([masterKey]),
    performs: true,
    log: { warn: () => {}, error: () => {} },
    ...options,
  });
}

/** A call that rings for 18 seconds and is not answered. */
export async function missCall(
  { engine, clock }: { readonly engine: Engine; readonly clock: TestClock },
  call: {
    readonly callId: string;
    readonly from: E164;
    readonly businessId?: string;
    readonly line?: E164;
  },
): Promise<void> {
  const { callId, from, businessId = 'acme', line = shopLine } = call;
  const report = { businessId, callId, party: { line, from } };
  await engine.handleCall({ ...report, signal: (at) => ({ type: 'incoming', at, attestation: 'unknown' }) });
  await clock.advance(18_000);
  await engine.handleCall({
    ...report,
    signal: (at) => ({ type: 'dial-ended', at, result: 'no-answer', callerGone: false }),
  });
}

/** A text that came in, to be handled. */
export function receivedText(text: {
  readonly id: string;
  readonly from: E164;
  readonly body: string;
  readonly businessId?: string;
  readonly line?: E164;
  readonly handledByProvider?: 'opt-out';
}): EventDraft {
  const { id, from, body, businessId = 'acme', line = shopLine, handledByProvider = null } = text;
  return {
    type: 'text-received',
    id: `text-${id}`,
    textId: `text-${id}`,
    businessId,
    callerId: from,
    line,
    body,
    media: [],
    handledByProvider,
  };
}

/** An administrator signs in at the CRM, which answers with `code`. */
export async function connectCrm(
  engine: Engine,
  { businessId = 'acme', code = 'c' }: { readonly businessId?: string; readonly code?: string } = {},
): Promise<void> {
  const begun = { businessId, system: 'hubspot', session: 's', redirectUri, by: 'Dana' };
  const state = new URL(await engine.connections.begin(begun)).searchParams.get('state') ?? '';
  await engine.connections.finish({ ...begun, state, code });
}
