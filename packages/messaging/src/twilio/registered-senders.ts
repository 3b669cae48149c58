import { type E164, parsePhone } from '@ringback/core';
import type { RegisteredSenders, SenderStanding } from '../registered-senders.ts';
import { createClientOpener, type TwilioClientOptions } from './client.ts';
import { toMessagingError } from './failure.ts';

type Client = Awaited<ReturnType<ReturnType<typeof createClientOpener>>>;

/** Source: https://www.twilio.com/docs/messaging/api/usapptoperson-resource, read 2026-11-21 */
const campaignStandings: { readonly [status: string]: SenderStanding } = {
  VERIFIED: 'registered',
  PENDING: 'in-review',
  IN_PROGRESS: 'in-review',
  FAILED: 'refused',
  SUSPENDED: 'refused',
};

/** Source: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource, read 2026-11-21 */
const verificationStandings: { readonly [status: string]: SenderStanding } = {
  TWILIO_APPROVED: 'registered',
  PENDING_REVIEW: 'in-review',
  IN_REVIEW: 'in-review',
  TWILIO_REJECTED: 'refused',
};

/** A local number is registered by the campaign of the messaging service that it is in, a toll-free one by itself. */
export function createTwilioRegisteredSenders(options: TwilioClientOptions): RegisteredSenders {
  const openClient = createClientOpener(options);
  return {
    async standingsOf(numbers, { signal }) {
      try {
        const client = await openClient(signal);
        const tollFree = numbers.filter((number) => parsePhone(number, 'US')?.kind === 'toll_free');
        const local = numbers.filter((number) => !tollFree.includes(number));
        return new Map([
          ...(await standingsOfLocal(client, local)),
          ...(await standingsOfTollFree(client, tollFree)),
        ]);
      } catch (cause) {
        throw toMessagingError(cause);
      }
    },
  };
}

async function standingsOfLocal(client: Client, numbers: readonly E164[]) {
  const standings = new Map<E164, SenderStanding>(numbers.map((number) => [number, 'unregistered']));
  const services = numbers.length === 0 ? [] : await client.messaging.v1.services.list({ pageSize: 100 });
  for (const { sid } of services) {
    const service = client.messaging.v1.services(sid);
    const inService = new Set((await service.phoneNumbers.list({ pageSize: 400 })).map(numberOf));
    const ours = numbers.filter((number) => inService.has(number));
    const [campaign] = ours.length === 0 ? [] : await service.usAppToPerson.list({ limit: 1 });
    const standing = campaignStandings[campaign?.campaignStatus ?? ''] ?? 'unregistered';
    for (const number of ours) standings.set(number, standing);
  }
  return standings;
}

function numberOf({ phoneNumber }: { readonly phoneNumber: string }): string {
  return phoneNumber;
}

async function standingsOfTollFree(client: Client, numbers: readonly E164[]) {
  const standings = new Map<E164, SenderStanding>();
  for (const number of numbers) {
    const [owned] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
    const verifications = client.messaging.v1.tollfreeVerifications;
    const [found] = owned ? await verifications.list({ tollfreePhoneNumberSid: owned.sid, limit: 1 }) : [];
    standings.set(number, verificationStandings[found?.status ?? ''] ?? 'unregistered');
  }
  return standings;
}
