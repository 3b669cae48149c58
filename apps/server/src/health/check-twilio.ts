import type { Business, E164 } from '@ringback/core';
import {
  type AccountState,
  createTwilioAccount,
  createTwilioPhoneNumbers,
  createTwilioRegisteredSenders,
  MessagingError,
  type OwnedNumber,
  type SenderStanding,
} from '@ringback/messaging';
import type { Config } from '../config.ts';
import { compareClocks } from './compare-clocks.ts';
import { type Checked, type Finding, orPassed, passed, problem, warning } from './finding.ts';

const timeoutMs = 10_000;

/** Whether Twilio takes our credentials, has every line and sends its webhooks here, and the carriers let its texts through. In the sandbox there is nothing to ask. */
export async function checkTwilio(
  {
    twilio,
    publicUrl,
    nowMs = Date.now,
  }: Pick<Config, 'twilio' | 'publicUrl'> & { readonly nowMs?: () => number },
  businesses: readonly Business[],
  /** Lines whose registration is known from the store. */
  filed: ReadonlySet<string> = new Set(),
): Promise<readonly Checked[]> {
  if (twilio === null) return [];
  const account = {
    accountSid: twilio.accountSid,
    authToken: twilio.authTokens[0],
    ...(twilio.apiBaseUrl === null ? {} : { apiBaseUrl: twilio.apiBaseUrl }),
    timeoutMs,
  };
  const signal = AbortSignal.timeout(2 * timeoutMs);
  try {
    const beganMs = nowMs();
    const state = await createTwilioAccount(account).read({ signal });
    const ofAccount = checkAccount(state, { beganMs, endedMs: nowMs() });
    const hasMessagingService = twilio.messagingServiceSid !== null;
    const phoneNumbers = createTwilioPhoneNumbers({ ...account, publicUrl, hasMessagingService });
    const owned = await phoneNumbers.list({ signal });
    const unfiled = ownedLines(businesses, owned).filter(({ line }) => !filed.has(line));
    const senders = createTwilioRegisteredSenders(account);
    const standings = await senders.standingsOf(
      unfiled.map(({ line }) => line),
      { signal },
    );
    return [
      ...ofAccount,
      ...checkLines(businesses, owned),
      ...unfiled.map((each) => checkSender(each, standings.get(each.line) ?? 'unregistered')),
    ];
  } catch (error) {
    if (!(error instanceof MessagingError)) throw error;
    return [error.code === 'messaging-auth' ? refusal() : unreachable(error)];
  }
}

function checkAccount(
  { state, isTrial, clock }: AccountState,
  ours: { readonly beganMs: number; readonly endedMs: number },
): readonly Checked[] {
  const stopped = problem({
    code: 'twilio-account-stopped',
    what: `The Twilio account is ${state}, so no call comes in and no text leaves.`,
    whatToDo: 'Look into the Twilio console, which says why, and write to Twilio support.',
  });
  const onTrial = warning({
    code: 'twilio-account-on-trial',
    what: 'The Twilio account is a trial: it texts numbers only that were verified in its console.',
    whatToDo: 'Upgrade the account in the Twilio console before you show the number to callers.',
  });
  const findings = [...(state === 'active' ? [] : [stopped]), ...(isTrial ? [onTrial] : [])];
  return [
    ...orPassed(findings, 'twilio-account', 'Twilio accepts our credentials, and the account is active.'),
    ...(clock === null ? [] : compareClocks(Date.parse(clock), { ...ours, whose: 'Twilio’s' })),
  ];
}

type OwnedLine = { readonly business: Business; readonly line: E164 };

/** The lines in the United States, where alone senders are registered, that are numbers of the account. */
function ownedLines(businesses: readonly Business[], owned: readonly OwnedNumber[]): readonly OwnedLine[] {
  const numbers = new Set(owned.map(({ number }) => number));
  return businesses
    .filter(({ country }) => country === 'US')
    .flatMap((business) => business.lines.map(({ number }) => ({ business, line: number })))
    .filter(({ line }) => numbers.has(line));
}

function checkSender({ business, line }: OwnedLine, standing: SenderStanding): Checked {
  const which = `the line ${line} of ${business.name}`;
  const about = { business: business.id } as const;
  switch (standing) {
    case 'registered':
      return passed('registration', `The carriers know ${which}.`, business.id);
    case 'in-review':
      return warning({
        ...about,
        code: 'registration-under-way',
        what: `The carriers are still looking at the registration of ${which}; until then they block its texts (30034).`,
        whatToDo: 'Wait; the Twilio console shows where it stands.',
      });
    case 'refused':
      return problem({
        ...about,
        code: 'registration-rejected',
        what: `The carriers have refused the registration of ${which}, and block its texts (30034).`,
        whatToDo: 'Read in the Twilio console why, mend it and submit it again.',
      });
    default:
      return problem({
        ...about,
        code: 'number-unregistered',
        what: `Nobody has registered ${which} with the carriers, so they block its texts (30034, toll-free 30032).`,
        whatToDo: 'Register it: docs/how-to/register-with-the-carriers.md',
      });
  }
}

function checkLines(businesses: readonly Business[], owned: readonly OwnedNumber[]): readonly Checked[] {
  const numbers = new Map<string, OwnedNumber>(owned.map((each) => [each.number, each]));
  return businesses.flatMap((business) =>
    business.lines.flatMap(({ number }) => {
      const known = numbers.get(number);
      return known ? checkLine(business, known) : [missing(business, number)];
    }),
  );
}

function checkLine({ id, name }: Business, { number, problems }: OwnedNumber): readonly Checked[] {
  if (problems.length === 0) {
    return [passed('numbers', `The calls and texts of the line ${number} of ${name} come here.`, id)];
  }
  const isFallbackAlone = problems.every(({ code }) => code === 'no-fallback');
  return [
    (isFallbackAlone ? warning : problem)({
      code: isFallbackAlone ? 'number-without-fallback' : 'number-points-elsewhere',
      business: id,
      what: `Of the line ${number} of ${name}: ${problems.map(({ detail }) => detail).join(' ')}`,
      whatToDo: `Point it here: pnpm ringback numbers connect ${number}. What the number itself cannot do, only another number can.`,
    }),
  ];
}

function refusal(): Finding {
  return problem({
    code: 'twilio-refuses-us',
    what: 'Twilio does not accept the account or its token, so no text leaves.',
    whatToDo: 'Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN anew from the Twilio console.',
  });
}

function unreachable({ message, cause }: MessagingError): Finding {
  const why = cause instanceof Error && cause.message !== '' ? cause.message : message;
  return problem({
    code: 'twilio-unreachable',
    what: `Twilio could not be asked: ${why}.`,
    whatToDo: 'See that this machine reaches Twilio, and look at TWILIO_API_BASE_URL and status.twilio.com.',
  });
}

function missing({ id, name }: Business, number: string): Finding {
  return problem({
    code: 'number-not-ours',
    business: id,
    what: `The line ${number} of ${name} is no number of this Twilio account, so its calls and texts do not come in.`,
    whatToDo: 'Buy or port the number, or correct it in the business file.',
  });
}
