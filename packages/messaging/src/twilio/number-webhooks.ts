import { z } from 'zod';
import type { NumberProblem } from '../phone-numbers.ts';
import { callbackUrl } from './callback-url.ts';

const address = z.string().nullish();

/** What of Twilio's number resource says who takes its calls and texts, as the client names it. */
export const webhooksSchema = z.object({
  capabilities: z.object({ voice: z.boolean().catch(false), sms: z.boolean().catch(false) }),
  trunkSid: address,
  voiceReceiveMode: address,
  voiceApplicationSid: address,
  voiceUrl: address,
  voiceMethod: address,
  voiceFallbackUrl: address,
  statusCallback: address,
  statusCallbackMethod: address,
  smsApplicationSid: address,
  smsUrl: address,
  smsMethod: address,
});
type Webhooks = z.output<typeof webhooksSchema>;

/**
 * How a number is told to bring everything here. A trunk or an application would take the calls and texts in place
 * of the addresses, so both are cleared. The fallback, which has to lie elsewhere, stays as it is.
 * Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, read 2026-11-21
 */
export function webhooksTo(publicUrl: string) {
  return {
    trunkSid: '',
    voiceApplicationSid: '',
    smsApplicationSid: '',
    voiceReceiveMode: 'voice' as const,
    voiceUrl: callbackUrl(publicUrl, '/webhooks/twilio/voice'),
    voiceMethod: 'POST',
    statusCallback: callbackUrl(publicUrl, '/webhooks/twilio/voice/status'),
    statusCallbackMethod: 'POST',
    smsUrl: callbackUrl(publicUrl, '/webhooks/twilio/messages'),
    smsMethod: 'POST',
  };
}

/** Why not everything of the number comes here. A messaging service may take its texts over, which only that one tells. */
export function problemsOf(
  number: Webhooks,
  { publicUrl, hasService }: { readonly publicUrl: string; readonly hasService: boolean },
): readonly NumberProblem[] {
  const wanted = webhooksTo(publicUrl);
  const problems: NumberProblem[] = [];
  function add(code: NumberProblem['code'], detail: string): void {
    problems.push({ code, detail });
  }
  if (!number.capabilities.voice) add('cannot-call', 'The number takes no calls.');
  if (!number.capabilities.sms)
    add('cannot-text', 'The number takes no texts, so nobody can be texted back.');

  const calls = callsGoTo(number, wanted.voiceUrl);
  if (calls !== null) add('calls-elsewhere', `Calls go to ${calls}.`);
  else if (!number.voiceFallbackUrl || isOn(number.voiceFallbackUrl, publicUrl)) {
    add('no-fallback', 'While this server is away, callers hear an error in place of a greeting.');
  }
  if (!isSame(number.statusCallback, wanted.statusCallback) || isGet(number.statusCallbackMethod)) {
    add('call-ends-elsewhere', `The end of calls is told to ${nameOf(number.statusCallback)}.`);
  }
  if (hasService) return problems;
  if (number.smsApplicationSid) {
    add('texts-elsewhere', `Texts go to the Twilio application ${number.smsApplicationSid}.`);
  } else if (!isSame(number.smsUrl, wanted.smsUrl) || isGet(number.smsMethod)) {
    add('texts-elsewhere', `Texts go to ${nameOf(number.smsUrl)}.`);
  }
  return problems;
}

/** null: here. */
function callsGoTo(number: Webhooks, voiceUrl: string): string | null {
  if (number.trunkSid) return `the SIP trunk ${number.trunkSid}`;
  if (number.voiceApplicationSid) return `the Twilio application ${number.voiceApplicationSid}`;
  if (number.voiceReceiveMode === 'fax') return 'a fax machine';
  return isSame(number.voiceUrl, voiceUrl) && !isGet(number.voiceMethod) ? null : nameOf(number.voiceUrl);
}

/** How often Twilio tries again, which the fragment says, does not change where it goes. */
function isSame(actual: string | null | undefined, wanted: string): boolean {
  return bare(actual ?? '') === bare(wanted);
}

/** Whatever we serve ourselves is away together with us. */
function isOn(url: string, publicUrl: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(publicUrl).origin;
}

function bare(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

function isGet(method: string | null | undefined): boolean {
  return method === 'GET';
}

/** An address may carry a password or a key of the program that had the number before. */
function nameOf(url: string | null | undefined): string {
  if (!url) return 'nobody';
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : 'an address that is none';
}
