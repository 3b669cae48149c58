import { type Routes, routes } from '@ringback/api';
import type { Engine } from '@ringback/engine';
import type { Health } from '../health/check-all.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { visibleBusinesses } from './visible-businesses.ts';

/** What is stuck and what is well, of every business. */
export type CheckHealth = (options: { readonly online: boolean }) => Promise<Health>;

/** The same findings as of `ringback doctor`: all for an administrator, those of their businesses for others. */
export function createHealthEndpoints(engine: Engine, tokens: Tokens, checkHealth: CheckHealth) {
  const read: Answerer<Routes['readHealth']> = async ({ query }, identity) => {
    const all = await checkHealth({ online: query.online === 'true' });
    const visible = new Set(visibleBusinesses(engine.directory, identity).map(({ id }) => id));
    const isShown = ({ business }: { readonly business: string | null }) =>
      identity.businesses === 'all' || (business !== null && visible.has(business));
    const findings = all.findings.filter(isShown);
    const needsPerson = findings.some(({ severity }) => severity === 'problem');
    const passed = all.passed.filter(isShown).map(({ check, business, what }) => ({ check, business, what }));
    return { status: needsPerson ? 'needs-person' : 'ok', findings, passed };
  };

  return { readHealth: answering(tokens, routes.readHealth, read) };
}
