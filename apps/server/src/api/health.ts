import { type Routes, routes } from '@ringback/api';
import type { Engine } from '@ringback/engine';
import type { Finding } from '../health/finding.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { visibleBusinesses } from './visible-businesses.ts';

/** Everything that is stuck, of every business. */
export type CheckHealth = (options: { readonly online: boolean }) => Promise<readonly Finding[]>;

/** The same findings as of `ringback doctor`: all for an administrator, those of their businesses for others. */
export function createHealthEndpoints(engine: Engine, tokens: Tokens, checkHealth: CheckHealth) {
  const read: Answerer<Routes['readHealth']> = async ({ query }, identity) => {
    const all = await checkHealth({ online: query.online === 'true' });
    const visible = new Set(visibleBusinesses(engine.directory, identity).map(({ id }) => id));
    const findings =
      identity.businesses === 'all'
        ? all
        : all.filter(({ business }) => business !== null && visible.has(business));
    const needsPerson = findings.some(({ severity }) => severity === 'problem');
    return { status: needsPerson ? 'needs-person' : 'ok', findings: [...findings] };
  };

  return { readHealth: answering(tokens, routes.readHealth, read) };
}
