import { BusinessFileError } from '@ringback/engine';
import { readBusinesses } from '../business-source.ts';
import type { Config } from '../config.ts';
import { type Checked, countOf, orPassed, passed, problem, warning } from './finding.ts';

/** What the environment and the business file say, without asking anybody else. */
export async function checkSettings(config: Config): Promise<readonly Checked[]> {
  const isSandbox = config.twilio === null;
  const words = isSandbox
    ? 'The environment is as it should be; without TWILIO_ACCOUNT_SID it is the sandbox, and nothing leaves this machine.'
    : 'The environment is as it should be.';
  return [passed('settings', words), ...checkAddress(config), ...(await checkBusinessFile(config))];
}

function checkAddress({ publicUrl, twilio }: Config): readonly Checked[] {
  if (twilio === null) return [];
  if (publicUrl.startsWith('https:')) return [passed('https', 'PUBLIC_URL is an https address.')];
  return [
    warning({
      code: 'address-is-plain-http',
      what: 'PUBLIC_URL is not https, so callers’ numbers and texts pass the net for everybody to read.',
      whatToDo: 'Put a reverse proxy with a certificate in front, and set PUBLIC_URL to its https address.',
    }),
  ];
}

async function checkBusinessFile({ businessFile, mail }: Config): Promise<readonly Checked[]> {
  if (businessFile === null) return [];
  try {
    const businesses = await readBusinesses(businessFile, 'RINGBACK_CONFIG');
    const isRead = passed(
      'business-file',
      `The business file is valid: ${countOf(businesses.length, 'business', 'businesses')}.`,
    );
    const unheard = businesses
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
    return [isRead, ...orPassed(unheard, 'email', emailWords(mail))];
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

function emailWords(mail: Config['mail']): string {
  return mail === null
    ? 'No business wants notices by e-mail, and this server sends none.'
    : `Notices leave by e-mail from ${mail.from}.`;
}
