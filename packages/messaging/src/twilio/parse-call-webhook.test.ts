import { toInstant } from '@ringback/core';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../testing/fixture.ts';
import {
  parseAccept,
  parseCallEnd,
  parseConsent,
  parseDialEnd,
  parseIncomingCall,
  parseRecording,
  parseTranscription,
} from './parse-call-webhook.ts';

const at = toInstant('2026-11-21T15:04:10Z');
const callId = `CA${'1'.repeat(32)}`;

describe('an incoming call', () => {
  test('tells the call, the line, the caller and what the carrier attests', () => {
    expect(parseIncomingCall(readFixture('incoming-call'), at)).toEqual({
      callId,
      at,
      line: '+15125550100',
      from: '+15125550142',
      attestation: 'passed',
      forwardedFrom: null,
    });
  });

  test.each([
    'anonymous',
    'Anonymous',
    'unknown',
    'restricted',
    '',
    '+266696687',
    '+86282452253',
    '+7378742833',
    '+2562533',
    '+7748283',
    '+8656696',
    '+464',
    'sip:+15125550142@example.com',
    'client:front-desk',
    '5125550142',
    '+1512',
    '242733',
  ])('has no caller who could be texted when From is "%s"', (From) => {
    expect(parseIncomingCall({ ...readFixture('incoming-call'), From }, at).from).toBeNull();
  });

  test('without any From is one from a withheld number', () => {
    const { From: _, ...params } = readFixture('incoming-call-withheld');
    expect(parseIncomingCall(params, at).from).toBeNull();
  });

  test.each([
    ['TN-Validation-Passed-B', 'passed'],
    ['TN-Validation-Passed-A-Diverted', 'passed'],
    ['TN-Validation-Failed', 'failed'],
    ['TN-Validation-Failed-C-Passthrough', 'failed'],
    ['No-TN-Validation', 'unknown'],
    ['', 'unknown'],
  ])('with StirVerstat "%s" is attested as %s', (StirVerstat, attestation) => {
    expect(parseIncomingCall({ ...readFixture('incoming-call'), StirVerstat }, at)).toMatchObject({
      attestation,
    });
  });

  test('that a carrier forwarded names the phone that it was for, where that can be read', () => {
    const params = readFixture('incoming-call-forwarded');
    expect(parseIncomingCall(params, at).forwardedFrom).toBe(params.ForwardedFrom);
    for (const ForwardedFrom of ['', 'anonymous', '5550123']) {
      expect(parseIncomingCall({ ...params, ForwardedFrom }, at).forwardedFrom).toBeNull();
    }
  });

  test.each(['CallSid', 'To'])('without %s is refused by the name of the parameter', (parameter) => {
    const params = { ...readFixture('incoming-call'), [parameter]: '' };
    expect(() => parseIncomingCall(params, at)).toThrow(
      expect.objectContaining({ code: 'webhook-invalid', parameter }),
    );
  });

  test('to something that is no number is refused', () => {
    const params = { ...readFixture('incoming-call'), To: 'sip:desk@example.com' };
    expect(() => parseIncomingCall(params, at)).toThrow(expect.objectContaining({ parameter: 'To' }));
  });

  test('with a repeated parameter that must be one is refused', () => {
    const params = { ...readFixture('incoming-call'), CallSid: ['CA1', 'CA2'] };
    expect(() => parseIncomingCall(params, at)).toThrow(expect.objectContaining({ parameter: 'CallSid' }));
  });
});

describe('the screening of a rung leg', () => {
  test('is accepted by 1, and names the leg and the call', () => {
    expect(parseAccept(readFixture('accept'), at)).toEqual({
      legId: `CA${'2'.repeat(32)}`,
      callId,
      digits: '1',
      signal: { type: 'accepted', at },
    });
  });

  test.each(['', '2', '11', '#'])('is not accepted by "%s"', (Digits) => {
    expect(parseAccept({ ...readFixture('accept'), Digits }, at).signal).toBeNull();
  });
});

describe('the end of a dial', () => {
  test.each([
    ['no-answer', 'no-answer', false],
    ['busy', 'busy', false],
    ['failed', 'failed', false],
    ['completed', 'picked-up', false],
    ['answered', 'picked-up', false],
    ['canceled', 'no-answer', true],
    ['a-status-of-tomorrow', 'failed', false],
  ])('with status %s is %s', (DialCallStatus, result, callerGone) => {
    const params = { ...readFixture('dial-ended-no-answer'), DialCallStatus };
    expect(parseDialEnd(params, at)).toEqual({
      callId,
      signal: { type: 'dial-ended', at, result, callerGone },
    });
  });

  test.each(['completed', 'busy', 'no-answer', 'failed', 'canceled'])(
    'comes after the caller has gone when the call itself is %s',
    (CallStatus) => {
      const params = { ...readFixture('dial-ended-no-answer'), CallStatus };
      expect(parseDialEnd(params, at).signal).toMatchObject({ callerGone: true });
    },
  );

  test('finds the caller still there when the call goes on', () => {
    const params = { ...readFixture('dial-ended-no-answer'), CallStatus: 'ringing' };
    expect(parseDialEnd(params, at).signal).toMatchObject({ callerGone: false });
  });

  test('with DialBridged is somebody who was put through to the caller', () => {
    expect(parseDialEnd(readFixture('dial-ended-completed'), at).signal).toMatchObject({ result: 'bridged' });
  });

  test.each(['false', '', undefined])('with DialBridged "%s" may be a voicemail', (DialBridged) => {
    const { DialBridged: _, ...params } = readFixture('dial-ended-completed');
    const told = DialBridged === undefined ? params : { ...params, DialBridged };
    expect(parseDialEnd(told, at).signal).toMatchObject({ result: 'picked-up' });
  });

  test('with SIP answer 603 is a person who declined', () => {
    const params = {
      ...readFixture('dial-ended-no-answer'),
      DialCallStatus: 'failed',
      DialSipResponseCode: '603',
    };
    expect(parseDialEnd(params, at).signal).toMatchObject({ result: 'declined' });
  });

  test('without DialCallStatus is refused by its name', () => {
    expect(() => parseDialEnd(readFixture('incoming-call'), at)).toThrow(
      expect.objectContaining({ parameter: 'DialCallStatus' }),
    );
  });
});

describe('the end of a call', () => {
  test("is dated by Twilio's own time", () => {
    expect(parseCallEnd(readFixture('call-ended'), at)).toEqual({
      callId,
      signal: { type: 'ended', at: '2026-11-21T15:04:05.000Z', talkSeconds: 27 },
    });
  });

  test.each(['', 'yesterday', 'Sat, 21 Nov 2026 15:09:00 +0000', 'Thu, 01 Jan 1970 00:00:00 +0000'])(
    'is dated by our time when Timestamp is "%s"',
    (Timestamp) => {
      expect(parseCallEnd({ ...readFixture('call-ended'), Timestamp }, at).signal).toMatchObject({ at });
    },
  );

  test.each(['no-answer', 'busy', 'failed', 'canceled'])('has no talk when the call is %s', (CallStatus) => {
    const params = { ...readFixture('call-ended'), CallStatus };
    expect(parseCallEnd(params, at).signal).toMatchObject({ type: 'ended', talkSeconds: 0 });
  });

  test('has no talk when Twilio names no duration', () => {
    const { CallDuration: _, ...params } = readFixture('call-ended');
    expect(parseCallEnd(params, at).signal).toMatchObject({ talkSeconds: 0 });
  });

  test('is not said by the status of a call that goes on', () => {
    expect(parseCallEnd({ ...readFixture('call-ended'), CallStatus: 'ringing' }, at).signal).toBeNull();
  });
});

describe('a recording', () => {
  test('that is complete is a voicemail', () => {
    const params = readFixture('recording-completed');
    expect(parseRecording(params, at)).toEqual({
      callId,
      signal: { type: 'voicemail', at, recordingUrl: params.RecordingUrl, seconds: 13 },
    });
  });

  test.each(['absent', 'failed', 'in-progress'])('that is %s is none', (RecordingStatus) => {
    expect(parseRecording({ ...readFixture('recording-completed'), RecordingStatus }, at).signal).toBeNull();
  });

  test('of no length is none', () => {
    const params = { ...readFixture('recording-completed'), RecordingDuration: '0' };
    expect(parseRecording(params, at).signal).toBeNull();
  });

  test('that is complete but has no address is refused', () => {
    const params = { ...readFixture('recording-completed'), RecordingUrl: '' };
    expect(() => parseRecording(params, at)).toThrow(expect.objectContaining({ parameter: 'RecordingUrl' }));
  });
});

describe('the consent question', () => {
  test('is answered yes by 1, with evidence of the key and the call', () => {
    expect(parseConsent(readFixture('consent'), at)).toEqual({
      callId,
      signal: { type: 'consented', at, evidence: `pressed 1 when asked on call ${callId}` },
    });
  });

  test.each(['', '2', '10'])('is not answered yes by "%s"', (Digits) => {
    expect(parseConsent({ ...readFixture('consent'), Digits }, at).signal).toBeNull();
  });
});

describe('a transcription', () => {
  const params = { CallSid: 'CA1', TranscriptionStatus: 'completed', TranscriptionText: ' My sink leaks ' };

  test('is what they said', () => {
    expect(parseTranscription(params, at)).toEqual({
      callId: 'CA1',
      signal: { type: 'transcribed', at, words: 'My sink leaks' },
    });
  });

  test('that failed or is blank has no words', () => {
    const failed = parseTranscription({ ...params, TranscriptionStatus: 'failed' }, at);
    const blank = parseTranscription({ CallSid: 'CA1', TranscriptionStatus: 'completed' }, at);
    expect([failed.signal, blank.signal]).toEqual([
      { type: 'transcribed', at, words: '' },
      { type: 'transcribed', at, words: '' },
    ]);
  });
});
