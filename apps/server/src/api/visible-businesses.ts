import type { Business } from '@ringback/core';
import type { Directory, KnownBusiness } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import type { Identity } from './tokens.ts';

/** The businesses that a token may see, of those that there are. */
export function visibleBusinesses(directory: Directory, identity: Identity): readonly Business[] {
  const all = directory.all().map(({ business }) => business);
  const { businesses } = identity;
  return businesses === 'all' ? all : all.filter(({ id }) => businesses.includes(id));
}

/**
 * The ids of the businesses that a request is about: the one it names, or all that its token may see.
 * @throws ApiProblem unknown-business, for one that is not there as for one that the token may not see
 */
export function businessesAskedFor(
  directory: Directory,
  identity: Identity,
  named: string | undefined,
): readonly string[] {
  const visible = visibleBusinesses(directory, identity).map(({ id }) => id);
  if (named === undefined) return visible;
  if (visible.includes(named)) return [named];
  throw new ApiProblem(
    'unknown-business',
    `business: there is no "${named}" that this token may see; GET /api/v1/me lists those that it may.`,
  );
}

/**
 * The one business that a request is about: the one it names, or the only one that its token may see.
 * @throws ApiProblem unknown-business, business-needed when it names none and there are several
 */
export function theBusiness(
  directory: Directory,
  identity: Identity,
  named: string | undefined,
): KnownBusiness {
  const [id, ...others] = businessesAskedFor(directory, identity, named);
  if (others.length > 0) {
    throw new ApiProblem(
      'business-needed',
      'business: this token sees several; say which one is meant. GET /api/v1/me lists them.',
    );
  }
  const known = id === undefined ? null : directory.byId(id);
  if (known) return known;
  throw new ApiProblem('unknown-business', 'business: there is none that this token may see.');
}

/** Where what is unknown could have been read. */
const listOf = {
  'unknown-call': '/api/v1/calls',
  'unknown-conversation': '/api/v1/conversations',
  'unknown-entry': '/api/v1/parked',
} as const;

/**
 * The one record that an id stands for.
 * @throws ApiProblem `unknown` when there is none, business-needed when several businesses have one
 */
export function theOnly<T>(found: readonly T[], unknown: keyof typeof listOf, id: string): T {
  const [first, ...others] = found;
  if (first === undefined) {
    throw new ApiProblem(
      unknown,
      `id: there is no "${id}" that this token may see; GET ${listOf[unknown]} lists them.`,
    );
  }
  if (others.length > 0) {
    throw new ApiProblem(
      'business-needed',
      `business: several businesses have "${id}"; say which one is meant with ?business=.`,
    );
  }
  return first;
}
