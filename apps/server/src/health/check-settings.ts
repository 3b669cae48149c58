import { BusinessFileError } from '@ringback/engine';
import { readBusinesses } from '../business-source.ts';
import type { Config } from '../config.ts';
import { type Finding, problem, warning } from './finding.ts';

/** What the environment and the business file say, without asking anybody else. */
export async function checkSettings(config: Config): Promise<readonly Finding[]> {
  return [...checkAddress(config), ...(await checkBusinessFile(config))];
}

function checkAddress({ publicUrl, twilio }: Config): readonly Finding[] {
  if (twilio === null || publicUrl.startsWith('https:')) return [];
  return [
    warning({
      code: 'address-is-plain-http',
      what: 'PUBLIC_URL is not https, so callers’ numbers and texts pass the net for everybody to read.',
      whatToDo: 'Put a reverse proxy with a certificate in front, and set PUBLIC_URL to its https address.',
    }),
  ];
}

async function checkBusinessFile({ businessFile, mail }: Config): Promise<readonly Finding[]> {
  if (businessFile === null) return [];
  try {
    const businesses = await readBusinesses(businessFile, 'RINGBACK_CONFIG');
    return businesses
      .filter(({ settings }) => mail === null && settings.notify.email !== undefined)
      .map(({ business }) =>
        warning({
          code: 'email-off',
          business: business.id,
          what: `${business.name} has an e-mail address for notices, but this server sends no e-mail.`,
          whatToDo:
            'Set SMTP_URL and MAIL_FROM: docs/how-to/tell-your-staff.md; until then have staff look at the tasks in the CRM.',
        }),
      );
  } catch (error) {
    if (!(error instanceof BusinessFileError)) throw error;
    return error.problems.map(({ path, message }) =>
      problem({
        code: 'business-file-wrong',
        what: `${path}: ${message}.`,
        whatToDo: 'Correct it; until then the rules from before stay in force, and a server does not start.',
      }),
    );
  }
}
