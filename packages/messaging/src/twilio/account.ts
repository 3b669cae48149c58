import { toInstant } from '@ringback/core';
import { z } from 'zod';
import type { ProviderAccount } from '../provider-account.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';

const answerSchema = z.object({
  body: z.object({ status: z.enum(['active', 'suspended', 'closed']), type: z.string().nullish() }),
  headers: z.object({ date: z.string().optional() }).catch({}),
});

/** Source: https://www.twilio.com/docs/iam/api/account, read 2026-11-21 */
export function createTwilioAccount(options: TwilioClientOptions): ProviderAccount {
  const openClient = createClientOpener(options);
  return {
    async read({ signal }) {
      try {
        const client = await openClient(signal);
        const answer = await client.api.v2010.accounts(options.accountSid).fetchWithHttpInfo();
        const { body, headers } = answerSchema.parse(answer);
        const date = Date.parse(headers.date ?? '');
        return {
          state: body.status,
          isTrial: body.type === 'Trial',
          clock: Number.isNaN(date) ? null : toInstant(date),
        };
      } catch (cause) {
        throw toMessagingError(cause);
      }
    },
  };
}
