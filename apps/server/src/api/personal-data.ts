import { type Routes, routes } from '@ringback/api';
import { CallerBusyError, type Engine, eraseCaller, exportCaller } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { theBusiness } from './visible-businesses.ts';

/** What a person may ask for: everything about them, or that it be erased. */
export function createPersonalDataEndpoints(engine: Engine, tokens: Tokens) {
  const { db } = engine.store;

  const exporting: Answerer<Routes['exportContact']> = async ({ params, query }, identity) => {
    const { business } = theBusiness(engine.directory, identity, query.business);
    const caller = { businessId: business.id, callerId: params.phone };
    const exported = await exportCaller(db, { ...caller, by: identity.name });
    if (!exported) throw unknownContact(params.phone);
    return asAnswer(exported);
  };

  const erasing: Answerer<Routes['eraseContact']> = async ({ params, query, body }, identity) => {
    const known = theBusiness(engine.directory, identity, query.business);
    if (body.confirm !== params.phone) {
      const message = `write ${params.phone} once more to erase it for good`;
      throw new ApiProblem('invalid-request', `body.confirm: ${message}`, {
        errors: [{ path: 'body.confirm', message }],
      });
    }
    const businessId = known.business.id;
    const request = { businessId, callerId: params.phone, by: identity.name, known };
    const erasure = await eraseCaller(db, request).catch((error: unknown) => {
      throw error instanceof CallerBusyError ? new ApiProblem('caller-busy', `${error.message}.`) : error;
    });
    if (!erasure) throw unknownContact(params.phone);
    return { business: businessId, phone: params.phone, ...asAnswer(erasure) };
  };

  return {
    exportContact: answering(tokens, routes.exportContact, exporting),
    eraseContact: answering(tokens, routes.eraseContact, erasing),
  };
}

function unknownContact(phone: string): ApiProblem {
  return new ApiProblem('unknown-contact', `phone: nothing is stored about ${phone}.`);
}

type Writable<T> = T extends string | number | boolean | null
  ? T
  : { -readonly [key in keyof T]: Writable<T[key]> };

/** The same; the contract's answers only do not say readonly. */
function asAnswer<T>(value: T): Writable<T> {
  return value as Writable<T>;
}
