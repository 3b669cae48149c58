import type { E164 } from '@ringback/core';
import { z } from 'zod';
import { MessagingError } from '../errors.ts';
import type { AvailableNumber, OwnedNumber, PhoneNumbers } from '../phone-numbers.ts';
import { readNumber } from './caller-id.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';
import { explainNumberRefusal } from './number-refusals.ts';
import { problemsOf, webhooksSchema, webhooksTo } from './number-webhooks.ts';

export type TwilioPhoneNumbersOptions = TwilioClientOptions & {
  /** The address at which Twilio reaches us. */
  readonly publicUrl: string;
  /** Whether texts leave through a messaging service, which may take in those that come, too. */
  readonly hasMessagingService: boolean;
};

/** Far more than a business has; Twilio gives up to 1,000 at a time. */
const mostNumbers = 10_000;
const pageSize = 1_000;
const longestLabel = 64;

const e164 = z.string().transform((value, context): E164 => {
  const number = readNumber(value);
  if (number !== null) return number;
  context.addIssue({ code: 'custom', message: 'is no phone number' });
  return z.NEVER;
});
const ownedSchema = webhooksSchema.extend({
  sid: z.string().min(1),
  phoneNumber: e164,
  friendlyName: z.string().nullish(),
});
const availableSchema = z.object({
  phoneNumber: e164,
  friendlyName: z.string().nullish(),
  locality: z.string().nullish(),
  region: z.string().nullish(),
  // The typings say upper case; what comes is what the API writes.
  capabilities: z.record(z.string(), z.unknown()),
});

/** The numbers of a Twilio account, through Twilio's own client. */
export function createTwilioPhoneNumbers(options: TwilioPhoneNumbersOptions): PhoneNumbers {
  const openClient = createClientOpener(options);
  const webhooks = webhooksTo(options.publicUrl);

  function readOwned(item: unknown): OwnedNumber {
    const number = ownedSchema.parse(item);
    return {
      providerId: number.sid,
      number: number.phoneNumber,
      label: number.friendlyName ?? number.phoneNumber,
      problems: problemsOf(number, {
        publicUrl: options.publicUrl,
        hasService: options.hasMessagingService,
      }),
    };
  }

  const find: PhoneNumbers['find'] = (number, { signal }) =>
    asked(async () => {
      const client = await openClient(signal);
      // Twilio's filter takes patterns, and would find a longer number, too.
      const found = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 20 });
      return found.map(readOwned).find((each) => each.number === number) ?? null;
    });

  return {
    find,

    list: ({ signal }) =>
      asked(async () => {
        const client = await openClient(signal);
        const all = await client.incomingPhoneNumbers.list({ limit: mostNumbers, pageSize });
        return all.map(readOwned);
      }),

    searchAvailable: ({ country, areaCode, limit }, { signal }) =>
      asked(async () => {
        const client = await openClient(signal);
        const found = await client.availablePhoneNumbers(country).local.list({
          areaCode: Number(areaCode),
          voiceEnabled: true,
          smsEnabled: true,
          limit,
        });
        return found.map(readAvailable);
      }),

    async buy({ number, label }, { signal }) {
      const before = await find(number, { signal });
      if (before) return before;
      try {
        return await asked(async () => {
          const client = await openClient(signal);
          const bought = await client.incomingPhoneNumbers.create({
            phoneNumber: number,
            friendlyName: label.slice(0, longestLabel).toWellFormed(),
            ...webhooks,
          });
          return readOwned(bought);
        });
      } catch (error) {
        // Somebody of ours who bought it at the same time makes it not available to us.
        const after = isRefusal(error) ? await find(number, { signal }) : null;
        if (after) return after;
        throw error;
      }
    },

    async connect(number, { signal }) {
      const owned = await find(number, { signal });
      if (!owned) return null;
      return asked(async () => {
        const client = await openClient(signal);
        return readOwned(await client.incomingPhoneNumbers(owned.providerId).update(webhooks));
      });
    },
  };
}

/** @throws MessagingError in place of whatever the client throws; a refusal tells in the owner's words why */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const error = toMessagingError(cause);
    if (error.code !== 'messaging-refused' || error.providerCode === null) throw error;
    const { code, retry, providerCode } = error;
    throw new MessagingError(code, explainNumberRefusal(providerCode), { retry, providerCode, cause });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof MessagingError && error.code === 'messaging-refused';
}

function readAvailable(item: unknown): AvailableNumber {
  const { phoneNumber, friendlyName, locality, region, capabilities } = availableSchema.parse(item);
  const place = [locality, region].filter(Boolean).join(', ');
  return {
    number: phoneNumber,
    label: friendlyName ?? phoneNumber,
    place: place === '' ? null : place,
    canText: capabilities.sms === true || capabilities.SMS === true,
  };
}
