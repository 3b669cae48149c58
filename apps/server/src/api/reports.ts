import { type Routes, routes } from '@ringback/api';
import { toInstant } from '@ringback/core';
import { type Engine, reportRecovery } from '@ringback/engine';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Tokens } from './tokens.ts';
import { theBusiness } from './visible-businesses.ts';

export function createReportEndpoints(engine: Engine, tokens: Tokens) {
  const recovery: Answerer<Routes['reportRecovery']> = async ({ query }, identity) => {
    const { business } = theBusiness(engine.directory, identity, query.business);
    const asked = {
      from: query.from === undefined ? null : toInstant(query.from),
      to: query.to === undefined ? null : toInstant(query.to),
    };
    const { from, to, report } = await reportRecovery(engine.store.db, { business, ...asked });
    if (from >= to) {
      const message = 'lies before `from`, or at it; write a later time';
      throw new ApiProblem('invalid-request', `query.to: ${message}`, {
        errors: [{ path: 'query.to', message }],
      });
    }
    const { missed, leads, texted, delivered, replied, qualified, booked, won, recovered, revenue } = report;
    const { recoveryRate, replyRate, bookingRate, firstText, staffResponse } = report;
    return {
      business: business.id,
      from,
      to,
      missed,
      leads,
      texted,
      delivered,
      replied,
      qualified,
      booked,
      won,
      recovered,
      recoveryRate,
      replyRate,
      bookingRate,
      medianFirstTextSeconds: firstText?.median ?? null,
      p90FirstTextSeconds: firstText?.p90 ?? null,
      medianStaffResponseSeconds: staffResponse?.median ?? null,
      p90StaffResponseSeconds: staffResponse?.p90 ?? null,
      revenue,
    };
  };

  return { reportRecovery: answering(tokens, routes.reportRecovery, recovery) };
}
