import { randomUUID } from 'node:crypto';
import { type Consent, type Routes, routes } from '@ringback/api';
import { type E164, parsePhone } from '@ringback/core';
import type { Engine } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import { isRefused, refusal } from './staff-acts.ts';
import type { Identity, Tokens } from './tokens.ts';
import { businessesAskedFor } from './visible-businesses.ts';

const notes = {
  'opt-out': 'Nothing is sent to this number any more, by nobody and for no reason.',
  'opt-in':
    'Texts may be sent to this number again. If they texted STOP, Twilio’s own block lasts until they text START themselves.',
} as const;

type Asked = { readonly phone: string; readonly business: string; readonly evidence: string };

/** Who may be texted, by what staff know of it. */
export function createContactEndpoints(engine: Engine, tokens: Tokens) {
  async function record(
    act: 'opt-out' | 'opt-in',
    identity: Identity,
    { phone, business, evidence }: Asked,
  ): Promise<Consent> {
    businessesAskedFor(engine.directory, identity, business);
    const { decision } = await engine.handle({
      type: 'staff-acted',
      act,
      evidence,
      by: identity.name,
      id: `staff-${randomUUID()}`,
      businessId: business,
      callerId: readPhone(phone),
    });
    if (isRefused(decision)) throw refusal('act-refused', decision.reasons);
    return { business, phone, status: act === 'opt-out' ? 'opted-out' : 'opted-in', note: notes[act] };
  }

  const optOut: Answerer<Routes['optOut']> = ({ params, query, body }, identity) =>
    record('opt-out', identity, {
      phone: params.phone,
      business: query.business,
      evidence: body.evidence ?? 'Not stated.',
    });

  const optIn: Answerer<Routes['optIn']> = ({ params, query, body }, identity) =>
    record('opt-in', identity, {
      phone: params.phone,
      business: query.business,
      evidence: body.evidence,
    });

  return {
    optOut: answering(tokens, routes.optOut, optOut),
    optIn: answering(tokens, routes.optIn, optIn),
  };
}

function readPhone(raw: string): E164 {
  const phone = parsePhone(raw, 'US');
  if (phone) return phone.e164;
  const message = `${raw} is no number that exists; check it and write it as +15125550142`;
  throw new ApiProblem('invalid-request', `path.phone: ${message}`, {
    errors: [{ path: 'path.phone', message }],
  });
}
