import { type RegistrationAnswer, type Routes, routes } from '@ringback/api';
import { type Engine, RegistrationError, type Registrations } from '@ringback/engine';
import { MessagingError } from '@ringback/messaging';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Identity, Tokens } from './tokens.ts';
import { theBusiness } from './visible-businesses.ts';

/** A business's registration with the carriers: what is said, where it stands, and handing it in. */
export function createRegistrationEndpoints({ directory, registrations }: Engine, tokens: Tokens) {
  const read: Answerer<Routes['readRegistration']> = ({ query }, identity) =>
    show(registrations, theBusiness(directory, identity, query.business).business.id);

  const describe: Answerer<Routes['describeRegistration']> = async ({ query, body }, identity) => {
    const { id } = theBusiness(directory, admin(identity), query.business).business;
    await theRegistrations(registrations).save(id, body, identity.name);
    return show(registrations, id);
  };

  const submit: Answerer<Routes['submitRegistration']> = async ({ query, body }, identity) => {
    const { id } = theBusiness(directory, admin(identity), query.business).business;
    try {
      await theRegistrations(registrations).submit(id, { confirm: body.confirm, by: identity.name });
    } catch (error) {
      throw problemOf(error);
    }
    return show(registrations, id);
  };

  return {
    readRegistration: answering(tokens, routes.readRegistration, read),
    describeRegistration: answering(tokens, routes.describeRegistration, describe),
    submitRegistration: answering(tokens, routes.submitRegistration, submit),
  };
}

/** Who registers a business speaks for it and spends its money. */
function admin(identity: Identity): Identity {
  if (identity.businesses === 'all') return identity;
  throw new ApiProblem('admin-only', 'Use the administrator’s token: registering costs money.');
}

function theRegistrations(registrations: Registrations | null): Registrations {
  if (registrations) return registrations;
  throw new ApiProblem('act-refused', 'This server registers nothing: it has no messaging provider.');
}

async function show(registrations: Registrations | null, business: string): Promise<RegistrationAnswer> {
  try {
    return { business, filings: (await registrations?.read(business)) ?? [] };
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(error: unknown): unknown {
  if (error instanceof MessagingError) {
    return new ApiProblem('act-refused', `The provider did not take it (${error.message}); try again later.`);
  }
  if (!(error instanceof RegistrationError)) return error;
  const errors = error.findings.map(({ code, path, what, whatToDo }) => ({
    path,
    message: `${what} ${whatToDo} (${code})`,
  }));
  return new ApiProblem('act-refused', error.message, errors.length > 0 ? { errors } : {});
}
