import { createManualClock } from '../clock.ts';
import { createTwilioLookalike, type TwilioLookalikeOptions } from '../twilio/lookalike.ts';
import { listen, openScriptedServer } from './scripted-server.ts';

export const accountSid = 'AC00000000000000000000000000000001';
export const authToken = 'test-auth-token';
export const shop = '+15125550100';
export const plumber = '+15125550111';
export const partner = '+15125550112';
export const caller = '+15125550199';

/** For tests: a look-alike with one number, listening, a server in the product's place, and a manual clock. */
export async function openTwilioWorld(options: Partial<TwilioLookalikeOptions> = {}) {
  const product = await openScriptedServer();
  const clock = createManualClock('2026-11-20T15:00:00Z');
  const twilio = createTwilioLookalike({
    accountSid,
    authToken,
    clock,
    numbers: [
      {
        number: shop,
        voiceUrl: `${product.url}/voice`,
        statusCallback: `${product.url}/voice/status`,
        smsUrl: `${product.url}/messages`,
      },
    ],
    ...options,
  });
  clock.settleWith(twilio.idle);
  const rest = await listen(twilio.app);
  const close = async () => {
    await rest.close();
    await product.close();
  };
  const placeCall = async (call: { attestation?: 'A' | 'failed'; forwardedFrom?: string } = {}) => {
    const control = twilio.placeCall({ from: caller, to: shop, ...call });
    await twilio.idle();
    return control;
  };
  return { product, clock, twilio, rest, placeCall, close };
}

export type TwilioWorld = Awaited<ReturnType<typeof openTwilioWorld>>;
