import type { LineType } from '@ringback/core';
import { z } from 'zod';
import type { LineTypes } from '../line-types.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';

/** Source: https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence, read 2026-11-21 */
const ourTypes: { readonly [type: string]: LineType } = {
  mobile: 'mobile',
  landline: 'landline',
  fixedVoip: 'voip',
  nonFixedVoip: 'voip',
  personal: 'personal',
  tollFree: 'toll-free',
  premium: 'premium',
  sharedCost: 'shared-cost',
  uan: 'universal-access',
  voicemail: 'voicemail',
  pager: 'pager',
};

/** No coverage of the country, Canada not approved for the account, a number that nobody has: nothing is known. */
const nothingKnown: ReadonlySet<string> = new Set(['60600', '60601', '20404']);

const foundSchema = z.object({
  lineTypeIntelligence: z.object({ type: z.string().nullish() }).nullish(),
});

/** Line types from Twilio's Lookup v2; each answer of its line type package costs a fee. */
export function createTwilioLineTypes(options: TwilioClientOptions): LineTypes {
  const openClient = createClientOpener(options);
  return {
    async find(phone, { signal }) {
      try {
        const client = await openClient(signal);
        const found = await client.lookups.v2.phoneNumbers(phone).fetch({ fields: 'line_type_intelligence' });
        const type = foundSchema.parse(found).lineTypeIntelligence?.type ?? '';
        return Object.hasOwn(ourTypes, type) ? (ourTypes[type] ?? 'unknown') : 'unknown';
      } catch (cause) {
        const error = toMessagingError(cause);
        if (error.providerCode !== null && nothingKnown.has(error.providerCode)) return 'unknown';
        throw error;
      }
    },
  };
}
