import type { Business } from '@ringback/core';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { CallFlow, CallMoment } from '../call-flow.ts';
import { greetingOf, spokenWords } from '../spoken-words.ts';
import { callbackUrl } from './callback-url.ts';

/** How long a person has to press a key once the words are spoken, in seconds. */
const keySeconds = 6;
const longestMessageSeconds = 120;
const languageTags = { en: 'en-US', es: 'es-US' } as const;

type Speaker = {
  say(attributes: { language: 'en-US' | 'es-US' }, words: string): unknown;
  play(url: string): unknown;
};

export function say(speaker: Speaker, business: Business, words: string): void {
  speaker.say({ language: languageTags[business.language] }, words);
}

/** The line's greeting, and what has to follow it, in one breath where both are spoken. */
function greet(speaker: Speaker, call: CallMoment, then?: string): void {
  const first = greetingOf(call);
  const words = 'say' in first ? [speakable(first.say), then] : [then];
  if ('play' in first) speaker.play(first.play);
  const spoken = words.filter(Boolean).join(' ');
  if (spoken !== '') say(speaker, call.business, spoken);
}

/** A name as it may stand in XML and be spoken: control characters are legal in neither. */
export function speakable(name: string): string {
  return name.replace(/\p{Cc}+/gu, ' ').trim();
}

/**
 * The call flow as TwiML. `publicUrl` is the address that Twilio reaches us at; every URL is absolute on it and
 * names the business, whose own account may sign the request, and the caller's call, which a rung leg does not know.
 * Source: https://www.twilio.com/docs/voice/twiml, read 2026-11-21
 */
export function createTwilioCallFlow({ publicUrl }: { readonly publicUrl: string }): CallFlow {
  const host = publicUrl.replace(/^https?:\/\//, '').replace(/\/+$/, '');

  function step(path: string, business: Business, callId: string): string {
    return callbackUrl(publicUrl, `/webhooks/twilio/voice/${path}`, { business: business.id, call: callId });
  }

  /** Takes a message, or ends the call where the line has no voicemail. */
  function finish(response: VoiceResponse, { business, line, callId }: Omit<CallMoment, 'openNow'>): string {
    const words = spokenWords(business.language);
    if (line.voicemail) {
      say(response, business, words.leaveMessage);
      response.record({
        action: step('recorded', business, callId),
        recordingStatusCallback: step('recording', business, callId),
        recordingStatusCallbackEvent: ['completed', 'absent'],
        maxLength: longestMessageSeconds,
        playBeep: true,
        ...(line.transcribe
          ? { transcribe: true, transcribeCallback: step('transcribed', business, callId) }
          : {}),
      });
    } else say(response, business, words.goodbye);
    // Twilio goes on here when nothing was said after the tone.
    response.hangup();
    return response.toString();
  }

  function missed(call: CallMoment): string {
    const { business, line, callId } = call;
    const words = spokenWords(business.language);
    const response = new VoiceResponse();
    switch (line.consent) {
      case 'key-press': {
        const gather = response.gather({
          numDigits: 1,
          timeout: keySeconds,
          action: step('consent', business, callId),
        });
        greet(gather, call, words.keyPress(`${host}/sms/${business.id}`));
        if (line.voicemail) say(gather, business, words.orStay);
        break;
      }
      case 'notice':
        greet(response, call, words.notice);
        break;
      case 'call-alone':
        greet(response, call);
        break;
      default:
        line.consent satisfies never;
    }
    return finish(response, call);
  }

  return {
    contentType: 'text/xml; charset=utf-8',

    incoming(call) {
      const { business, line, callId } = call;
      if (line.forwardTo.length === 0) return missed(call);
      const response = new VoiceResponse();
      const dial = response.dial({
        // The caller keeps hearing it ring until a person has accepted.
        answerOnBridge: true,
        timeout: line.ringSeconds,
        // At once, the first voicemail to pick up silences everybody else's phone.
        ...(line.ringing === 'at-once' ? {} : { sequential: true }),
        action: step('dialed', business, callId),
      });
      for (const number of line.forwardTo) {
        dial.number(line.screening === 'press-1' ? { url: step('screen', business, callId) } : {}, number);
      }
      return response.toString();
    },

    rejected() {
      const response = new VoiceResponse();
      response.reject({ reason: 'busy' });
      return response.toString();
    },

    screen({ business, callId }) {
      const response = new VoiceResponse();
      const gather = response.gather({
        numDigits: 1,
        timeout: keySeconds,
        action: step('accept', business, callId),
      });
      say(gather, business, spokenWords(business.language).callFor(speakable(business.name)));
      response.hangup();
      return response.toString();
    },

    accepted({ digits }) {
      const response = new VoiceResponse();
      if (digits !== '1') response.hangup();
      return response.toString();
    },

    missed,

    answered() {
      const response = new VoiceResponse();
      response.hangup();
      return response.toString();
    },

    consented(call) {
      const response = new VoiceResponse();
      if (call.isAgreed) {
        say(response, call.business, spokenWords(call.business.language).textIsComing);
      }
      return finish(response, call);
    },

    recorded({ business }) {
      const words = spokenWords(business.language);
      const response = new VoiceResponse();
      say(response, business, `${words.thanks} ${words.goodbye}`);
      response.hangup();
      return response.toString();
    },
  };
}
