import type { Business, Line } from '@ringback/core';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { spokenWords } from '../spoken-words.ts';
import { say, speakable } from './twiml.ts';

/**
 * What Twilio does with calls on a line while it cannot reach us: a document that it keeps itself, which asks nobody. It
 * rings the people of the line without screening, and says nothing of whether somebody answered, because it goes on
 * behind an answered call as behind any other. Twilio asks for it at any error of a call, also in its middle, where the
 * phones ring anew: which of our addresses failed stands in `ErrorUrl`, and a TwiML Bin compares no values.
 * Source: https://www.twilio.com/docs/voice/twiml/dial, https://www.twilio.com/docs/usage/security/availability-reliability
 * and https://www.twilio.com/docs/serverless/twiml-bins/getting-started, read 2026-11-21
 */
export function writeVoiceFallback({
  business,
  line,
}: {
  readonly business: Business;
  readonly line: Line;
}): string {
  const words = spokenWords(business.language);
  const name = speakable(business.name);
  const response = new VoiceResponse();
  if (line.forwardTo.length > 0) {
    const sequential = line.ringing === 'at-once' ? {} : { sequential: true };
    const dial = response.dial({ answerOnBridge: true, timeout: line.ringSeconds, ...sequential });
    for (const number of line.forwardTo) dial.number(number);
    say(response, business, `${words.thanksForCalling(name)} ${words.goodbye}`);
  } else say(response, business, `${words.reached(name, true)} ${words.goodbye}`);
  response.hangup();
  return response.toString();
}
