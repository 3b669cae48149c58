import type { KnownBusiness, WorkCount, WorkCounts } from '@ringback/engine';
import { adviceOn } from '../text-advice.ts';
import {
  type Checked,
  countOf,
  duration,
  type Finding,
  orPassed,
  passed,
  problem,
  warning,
} from './finding.ts';

/** Longer than any process that is alive leaves due work alone. */
const behindSeconds = 60;
/** Longer than what passes by itself is tried for. */
const failingSeconds = 15 * 60;
/** A text in doubt is looked for within a minute or two. */
const doubtSeconds = 5 * 60;
/** A CRM that is down for so long is worth a look at its status page. */
const restingSeconds = 3600;

/** What is stuck among what has to be done; `publicUrl` is where an administrator connects a CRM. */
export function checkWork(
  counts: WorkCounts,
  { businesses, publicUrl }: { readonly businesses: readonly KnownBusiness[]; readonly publicUrl: string },
): readonly Checked[] {
  const enabled = businesses.filter((known) => known.enabled);
  const lines = enabled.reduce((sum, { business }) => sum + business.lines.length, 0);
  const texts = [...checkTexts(counts), ...checkSending(counts)];
  const parked = counts.work.flatMap(checkParked);
  return [
    ...orPassed(
      checkBusinesses(enabled),
      'businesses',
      `Calls are taken for ${countOf(enabled.length, 'business', 'businesses')} on ${countOf(lines, 'line')}.`,
    ),
    ...checkConnections(counts, { businesses, publicUrl }),
    ...orPassed(parked, 'crm-entries', 'No entry waits because a CRM has refused it.'),
    ...orPassed(checkLanes(counts.work), 'work', 'Nothing has waited for its turn for long.'),
    ...orPassed(texts, 'texts', 'No text is held back, and of none is it unknown whether it left.'),
    ...orPassed(checkTimers(counts), 'timers', 'Every timer has fired in time.'),
  ];
}

function checkBusinesses(enabled: readonly KnownBusiness[]): readonly Finding[] {
  if (enabled.length === 0) {
    return [
      problem({
        code: 'no-business',
        what: 'The store has no business, so no call belongs to anybody.',
        whatToDo: 'Put your business into the file of RINGBACK_CONFIG and start the server.',
      }),
    ];
  }
  return enabled
    .filter(({ business }) => business.lines.length === 0)
    .map(({ business }) =>
      problem({
        code: 'business-without-lines',
        business: business.id,
        what: `${business.name} has no line, so none of its calls are noticed.`,
        whatToDo: 'Add its Twilio number under `lines` in the business file.',
      }),
    );
}

function checkConnections(
  { connections, work, now }: WorkCounts,
  { businesses, publicUrl }: { readonly businesses: readonly KnownBusiness[]; readonly publicUrl: string },
): readonly Checked[] {
  const connect = (business: string, system: string) =>
    `Connect it at ${publicUrl}/oauth/${system}/start?business=${business}; what waits is written then.`;
  const waiting = (business: string, system: string) => {
    const open = work.find((each) => each.businessId === business && each.system === system)?.open ?? 0;
    return open === 0 ? '' : ` ${countOf(open, 'entry waits', 'entries wait')} for it.`;
  };
  const absent = businesses
    .filter(({ enabled }) => enabled)
    .flatMap(({ business, settings }) =>
      settings.crm
        .filter(
          ({ system }) =>
            !connections.some((each) => each.businessId === business.id && each.system === system),
        )
        .map(({ system }) =>
          problem({
            code: 'crm-absent',
            business: business.id,
            what: `The business file names ${system}, but nobody has connected it.${waiting(business.id, system)}`,
            whatToDo: connect(business.id, system),
          }),
        ),
    );
  const connected = connections.map(({ businessId: business, system, state, problem: why, since }) => {
    switch (state) {
      case 'connected':
        return passed('crm', `${system} is connected.`, business);
      case 'broken':
        return problem({
          code: 'crm-broken',
          business,
          what: `${system} does not let us in any more: ${why ?? 'no reason given'}.${waiting(business, system)}`,
          whatToDo: connect(business, system),
        });
      default: {
        const seconds = since ? (Date.parse(now) - Date.parse(since)) / 1000 : 0;
        const isLong = seconds > restingSeconds;
        return (isLong ? problem : warning)({
          code: 'crm-resting',
          business,
          what: `${system} has been failing for ${duration(seconds)} and is left alone for now: ${why ?? 'no reason given'}.${waiting(business, system)}`,
          whatToDo: isLong
            ? `Look at the status page of ${system}, and whether this machine reaches it.`
            : 'Nothing: it is tried again by itself, and what waits is written then.',
        });
      }
    }
  });
  return [...absent, ...connected];
}

function checkParked({ businessId, system, parked, parkedProblem }: WorkCount): readonly Finding[] {
  if (parked === 0) return [];
  return [
    problem({
      code: 'entries-parked',
      business: businessId,
      what: `${system} has not taken ${countOf(parked, 'entry', 'entries')}: ${parkedProblem ?? 'no reason given'}.`,
      whatToDo: `Correct in ${system} what it names, then: pnpm ringback parked retry --all --business ${businessId} --system ${system}`,
    }),
  ];
}

function checkLanes(work: readonly WorkCount[]): readonly Finding[] {
  const lanes = [
    ...Map.groupBy(
      work.filter(({ hold }) => hold === null),
      ({ lane }) => lane,
    ),
  ];
  const behind = lanes.flatMap(([lane, all]) => {
    const oldest = Math.max(...all.map(({ oldestDueSeconds }) => oldestDueSeconds ?? 0));
    if (oldest <= behindSeconds) return [];
    const open = all.reduce((sum, each) => sum + each.open, 0);
    return problem({
      code: 'lane-behind',
      what: `${countOf(open, 'effect waits', 'effects wait')} in the lane ${lane}, the oldest for ${duration(oldest)}: no process performs them, or too few.`,
      whatToDo:
        'See that a server with RINGBACK_ROLE all or worker runs on this store and what its log says; if it is busy, start another.',
    });
  });
  const failing = work
    .filter(({ hold, open }) => hold === null && open > 0)
    .filter(({ oldestDueSeconds }) => (oldestDueSeconds ?? 0) <= behindSeconds)
    .filter(({ oldestOpenSeconds }) => (oldestOpenSeconds ?? 0) > failingSeconds)
    .map(({ businessId, lane, oldestOpenSeconds, openProblem }) =>
      problem({
        code: 'lane-failing',
        business: businessId,
        what: `In the lane ${lane} the oldest has been tried in vain for ${duration(oldestOpenSeconds ?? 0)}: ${openProblem ?? 'see the log'}.`,
        whatToDo: 'Do what these words ask for; it is tried again by itself.',
      }),
    );
  const disabled = work
    .filter(({ hold, open }) => hold === 'business-disabled' && open > 0)
    .map(({ businessId, lane, open }) =>
      warning({
        code: 'work-of-disabled-business',
        business: businessId,
        what: `${countOf(open, 'effect waits', 'effects wait')} in the lane ${lane} for a business that is not in the business file.`,
        whatToDo: 'Put the business back if it was left out by mistake; otherwise leave them.',
      }),
    );
  return [...behind, ...failing, ...disabled];
}

function checkTexts({ unknownTexts: { count, oldestSeconds } }: WorkCounts): readonly Finding[] {
  if ((oldestSeconds ?? 0) <= doubtSeconds) return [];
  return [
    problem({
      code: 'texts-in-doubt',
      what: `Of ${countOf(count, 'text')} nobody knows whether it left, of the oldest for ${duration(oldestSeconds ?? 0)}: Twilio does not answer when it is looked for.`,
      whatToDo:
        'Run this with --online to see whether Twilio answers; GET /api/v1/texts?state=unknown lists them, so that somebody can call.',
    }),
  ];
}

/** One that is over says nothing any more, although nothing has shown yet that texts arrive again. */
function checkSending({ sendingProblems }: WorkCounts): readonly Finding[] {
  return sendingProblems
    .filter(({ isHolding, holds }) => isHolding || holds === 'nothing')
    .map((each) => {
      const { businessId: business, id, kind, holds, line, until, meaning, failures } = each;
      const from = line === null ? '' : ` from ${line}`;
      const held = {
        business: `No text leaves${until === null ? '' : ` until ${until}`}; each becomes a task.`,
        line: `No text leaves${from}${until === null ? '' : ` until ${until}`}; each becomes a task.`,
        words: `The same words do not leave${from} again; each such text becomes a task.`,
        nothing: `Of the texts${from}, ${countOf(failures, 'text has', 'texts have')} failed of it.`,
      }[holds];
      return (holds === 'nothing' ? warning : problem)({
        code: holds === 'nothing' ? 'texts-failing' : 'texts-held',
        business,
        what: `${meaning} ${held}`,
        whatToDo:
          holds === 'nothing'
            ? adviceOn[kind]
            : `${adviceOn[kind]} Once it is mended: pnpm ringback holds ${business} --lift ${id}`,
      });
    });
}

function checkTimers({ overdueTimers: { count, oldestSeconds } }: WorkCounts): readonly Finding[] {
  if ((oldestSeconds ?? 0) <= behindSeconds) return [];
  return [
    problem({
      code: 'timers-overdue',
      what: `${countOf(count, 'timer has', 'timers have')} not fired, the oldest for ${duration(oldestSeconds ?? 0)}: texts that wait for one do not leave.`,
      whatToDo:
        'See that a server with RINGBACK_ROLE all or worker runs on this store, and look for "timer-failed" in its log.',
    }),
  ];
}
