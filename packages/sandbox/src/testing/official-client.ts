import twilioSdk from 'twilio';
import { accountSid, authToken, type TwilioWorld } from './open-twilio-world.ts';

/** For tests: the official client, talking to the look-alike in Twilio's place. */
export function clientOf(world: TwilioWorld, token = authToken) {
  const httpClient = new twilioSdk.RequestClient();
  httpClient.axios.interceptors.request.use((config) => {
    const { pathname, search } = new URL(config.url ?? '');
    config.url = world.rest.url + pathname + search;
    return config;
  });
  return twilioSdk(accountSid, token, { httpClient });
}
