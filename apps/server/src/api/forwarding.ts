import { type Routes, routes } from '@ringback/api';
import type { E164 } from '@ringback/core';
import { type Engine, readForwardingTest, startForwardingTest } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { carrierCodesFor } from './carrier-codes.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Identity, Tokens } from './tokens.ts';
import { visibleBusinesses } from './visible-businesses.ts';

const advice =
  'Carriers change these codes, so only the test tells: start it, then call the shop’s own number from another phone and let it ring. Forward only what nobody answers; if every call is forwarded, everybody is texted. The carrier’s own voicemail must be off, or pick up later.';

/** How missed calls are forwarded to a line, and whether they are. */
export function createForwardingEndpoints(engine: Engine, tokens: Tokens) {
  const { directory } = engine;
  const { db } = engine.store;

  function lineOf(identity: Identity, number: string) {
    const found = directory.byLine(number);
    const visible = visibleBusinesses(directory, identity).map(({ id }) => id);
    if (found && visible.includes(found.known.business.id)) {
      return { businessId: found.known.business.id, line: number as E164 };
    }
    throw new ApiProblem(
      'unknown-number',
      `number: no business that this token may see has ${number} as a line in the business file.`,
    );
  }

  const read: Answerer<Routes['readForwarding']> = async ({ params }, identity) => {
    const of = lineOf(identity, params.number);
    return {
      business: of.businessId,
      line: of.line,
      advice,
      carriers: carrierCodesFor(of.line).map(({ setUp, ...codes }) => ({ ...codes, setUp: [...setUp] })),
      test: await readForwardingTest(db, of),
    };
  };

  const test: Answerer<Routes['testForwarding']> = ({ params }, identity) =>
    startForwardingTest(db, { ...lineOf(identity, params.number), by: identity.name });

  return {
    readForwarding: answering(tokens, routes.readForwarding, read),
    testForwarding: answering(tokens, routes.testForwarding, test),
  };
}
