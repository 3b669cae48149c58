import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTwilioWorld, partner, plumber, type TwilioWorld } from '../testing/open-twilio-world.ts';

const screened = `<Response><Dial answerOnBridge="true" timeout="18" action="/voice/dial">
  <Number url="/voice/whisper" statusCallback="/voice/leg" statusCallbackEvent="initiated ringing answered completed">${plumber}</Number>
</Dial></Response>`;
const whisper = `<Response><Gather numDigits="1" timeout="5" action="/voice/accept"><Say>Press 1</Say></Gather><Hangup/></Response>`;

describe('a line that rings people, who press 1 to accept', () => {
  let world: TwilioWorld;
  beforeEach(async () => {
    world = await openTwilioWorld();
    world.product.on('/voice', screened);
    world.product.on('/voice/whisper', whisper);
  });
  afterEach(() => world.close());

  const dialOutcome = () => world.product.requestsTo('/voice/dial').map(({ form }) => form);
  const callEnd = () => world.product.requestsTo('/voice/status').map(({ form }) => form);

  test('asks the voice URL, then rings the phone while the caller hears ringing', async () => {
    const call = await world.placeCall({ attestation: 'A' });

    expect(world.product.requests[0]).toMatchObject({
      path: '/voice',
      form: {
        CallSid: call.sid,
        From: '+15125550199',
        To: '+15125550100',
        CallStatus: 'ringing',
        Direction: 'inbound',
        StirVerstat: 'TN-Validation-Passed-A',
        FromCity: '',
        FromCountry: 'US',
      },
    });
    expect(call.caller().status).toBe('ringing');
    expect(call.legs()).toMatchObject([{ to: plumber, status: 'ringing', direction: 'outbound-dial' }]);
  });

  test('reports no-answer when nobody picks up in time, and the end of the call after that', async () => {
    const call = await world.placeCall();
    await world.clock.advance(17_900);
    expect(dialOutcome()).toEqual([]);
    await world.clock.advance(100);

    expect(dialOutcome()).toMatchObject([
      { CallSid: call.sid, CallStatus: 'ringing', DialCallStatus: 'no-answer', DialBridged: 'false' },
    ]);
    expect(callEnd()).toMatchObject([
      {
        CallSid: call.sid,
        CallStatus: 'no-answer',
        CallDuration: '0',
        Timestamp: 'Fri, 20 Nov 2026 15:00:18 +0000',
        CallbackSource: 'call-progress-events',
        SequenceNumber: '0',
      },
    ]);
  });

  test('joins the two when the person presses 1, and reports how long they talked', async () => {
    const call = await world.placeCall();
    await world.clock.advance(4_000);
    call.answer(plumber);
    await world.twilio.idle();
    expect(world.product.requestsTo('/voice/whisper')[0]?.form).toMatchObject({
      CallSid: call.legs()[0]?.sid,
      ParentCallSid: call.sid,
      Direction: 'outbound-dial',
      CallStatus: 'in-progress',
    });
    expect(call.pressDigit(plumber, '1')).toBe(true);
    await world.twilio.idle();

    expect(world.product.requestsTo('/voice/accept')[0]?.form).toMatchObject({ Digits: '1' });
    expect(call.caller()).toMatchObject({ status: 'in-progress', bridged: true });
    await world.clock.advance(30_000);
    call.hangUpLeg(plumber);
    await world.twilio.idle();

    expect(dialOutcome()).toMatchObject([
      { DialCallStatus: 'completed', DialBridged: 'true', DialCallDuration: '30', CallStatus: 'in-progress' },
    ]);
    expect(callEnd()).toMatchObject([{ CallStatus: 'completed', CallDuration: '30', Duration: '1' }]);
  });

  test('does not join them when a voicemail picks up and presses nothing', async () => {
    const call = await world.placeCall();
    await world.clock.advance(10_000);
    call.voicemailPicksUp(plumber);
    await world.clock.advance(6_000);

    expect(world.product.requestsTo('/voice/accept')).toEqual([]);
    expect(dialOutcome()).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'false' }]);
    expect(call.caller().answeredAt).toBeNull();
  });

  test('reports busy and SIP code 603 when the person declines', async () => {
    const call = await world.placeCall();
    call.decline(plumber);
    await world.twilio.idle();

    expect(dialOutcome()).toMatchObject([{ DialCallStatus: 'busy' }]);
    const finished = world.product.requestsTo('/voice/leg').find(({ form }) => form.CallStatus === 'busy');
    expect(finished?.form).toMatchObject({ SipResponseCode: '603', ParentCallSid: call.sid });
  });

  test('tells the leg callback of each step, numbered in order', async () => {
    const call = await world.placeCall();
    call.answer(plumber);
    await world.twilio.idle();
    call.hangUpLeg(plumber);
    await world.twilio.idle();

    const steps = world.twilio.webhooks().filter(({ kind }) => kind === 'leg-status');
    expect(steps.map(({ parameters }) => [parameters.SequenceNumber, parameters.CallStatus])).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
  });

  test('stops ringing when the caller hangs up, and tells the action with a call that is over', async () => {
    const call = await world.placeCall();
    await world.clock.advance(15_000);
    expect(call.hangUp()).toBe(true);
    await world.twilio.idle();

    expect(call.legs()).toMatchObject([{ status: 'canceled' }]);
    expect(dialOutcome()).toMatchObject([{ CallStatus: 'no-answer', DialCallStatus: 'canceled' }]);
    expect(callEnd()).toHaveLength(1);
    expect(call.answer(plumber)).toBe(false);
  });

  test('records a voicemail after nobody answered', async () => {
    world.product.on(
      '/voice/dial',
      '<Response><Say>Leave a message</Say><Record action="/voice/recorded" recordingStatusCallback="/voice/recording" maxLength="120"/></Response>',
    );
    const call = await world.placeCall();
    await world.clock.advance(18_000);
    call.leaveVoicemail(9);
    await world.clock.advance(12_000);

    const [recording] = world.twilio.recordings();
    expect(world.product.requestsTo('/voice/recorded')[0]?.form).toMatchObject({
      RecordingSid: recording?.sid,
      RecordingDuration: '9',
      Digits: 'hangup',
      CallStatus: 'completed',
    });
    expect(world.product.requestsTo('/voice/recording')[0]?.form).toMatchObject({
      RecordingStatus: 'completed',
      RecordingSource: 'RecordVerb',
      CallSid: call.sid,
    });
    expect(callEnd()).toHaveLength(1);
  });
});

describe('other ways to ring', () => {
  let world: TwilioWorld;
  beforeEach(async () => {
    world = await openTwilioWorld();
  });
  afterEach(() => world.close());
  const numbers = `<Number>${plumber}</Number><Number>${partner}</Number>`;

  test('rings one after the other when sequential', async () => {
    world.product.on(
      '/voice',
      `<Response><Dial sequential="true" timeout="10" action="/d">${numbers}</Dial></Response>`,
    );
    const call = await world.placeCall();
    expect(call.legs().map(({ to }) => to)).toEqual([plumber]);
    call.busy(plumber);
    await world.twilio.idle();
    expect(call.legs()).toMatchObject([
      { to: plumber, status: 'busy', sipResponseCode: 486 },
      { to: partner, status: 'ringing' },
    ]);
    await world.clock.advance(10_000);
    expect(world.product.requestsTo('/d')[0]?.form).toMatchObject({ DialCallStatus: 'no-answer' });
  });

  test('rings all at once otherwise, and the first to answer silences the rest', async () => {
    world.product.on('/voice', `<Response><Dial action="/d">${numbers}</Dial></Response>`);
    const call = await world.placeCall();
    expect(call.legs().map(({ status }) => status)).toEqual(['ringing', 'ringing']);
    call.answer(partner);
    await world.twilio.idle();
    expect(call.legs().map(({ status }) => status)).toEqual(['canceled', 'in-progress']);
    await world.clock.advance(5_000);
    call.hangUp();
    await world.twilio.idle();
    expect(world.product.requestsTo('/d')[0]?.form).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialCallDuration: '5',
      DialBridged: 'true',
    });
  });

  test('takes a message on a forwarded line, and goes on after silence', async () => {
    world.product.on(
      '/voice',
      '<Response><Say>Sorry</Say><Record action="/r" timeout="5"/><Hangup/></Response>',
    );
    const silent = await world.placeCall({ forwardedFrom: '+15125550123' });
    await world.clock.advance(6_000);
    expect(world.product.requests[0]?.form.ForwardedFrom).toBe('+15125550123');
    expect(silent.caller()).toMatchObject({ status: 'completed' });
    expect(world.product.requestsTo('/r')).toEqual([]);

    const call = await world.placeCall();
    call.leaveVoicemail(200);
    await world.clock.advance(1_000);
    call.pressCallerDigit('#');
    await world.twilio.idle();
    expect(world.product.requestsTo('/r')[0]?.form).toMatchObject({ Digits: '#', RecordingDuration: '1' });
  });

  test('says that a recording is absent where that is asked for', async () => {
    const events = 'recordingStatusCallbackEvent="completed absent"';
    const twiml = `<Response><Record action="/r" recordingStatusCallback="/recording" ${events}/></Response>`;
    world.product.on('/voice', twiml);
    const call = await world.placeCall();
    await world.clock.advance(2_000);
    call.hangUp();
    await world.clock.advance(1_000);
    expect(world.product.requestsTo('/recording').map(({ form }) => form.RecordingStatus)).toEqual([
      'absent',
    ]);
    expect(world.product.requestsTo('/r')).toEqual([]);
  });

  test('takes the key that a caller presses, and follows a redirect', async () => {
    world.product.on(
      '/voice',
      '<Response><Gather numDigits="1" action="/agree"><Say>Press 1 for a text</Say></Gather><Redirect>/later</Redirect></Response>',
    );
    world.product.on('/agree', '<Response><Redirect>/later</Redirect></Response>');
    world.product.on('/later', '<Response><Pause length="60"/></Response>');
    const call = await world.placeCall();
    expect(call.caller().hears).toBe('Press 1 for a text');
    expect(call.pressCallerDigit('1')).toBe(true);
    await world.twilio.idle();
    expect(world.product.requests.map(({ path }) => path)).toEqual(['/voice', '/agree', '/later']);
    call.hangUp();
    await world.twilio.idle();
    expect(world.product.requestsTo('/voice/status')).toHaveLength(1);
  });

  test.each([
    ['<Response/>', 'completed'],
    ['<Response><Hangup/></Response>', 'completed'],
    ['<Response><Reject/></Response>', 'no-answer'],
    ['<Response><Reject reason="busy"/></Response>', 'busy'],
  ])('ends a call answered with %s as %s', async (twiml, status) => {
    world.product.on('/voice', twiml);
    const call = await world.placeCall();
    expect(call.caller().status).toBe(status);
    expect(world.product.requestsTo('/voice/status')).toHaveLength(1);
  });

  test.each([
    ['a document that is not XML', '<Response><Say></Response>', 12100],
    ['another root', '<Answer/>', 12102],
    [
      'something else than a number to dial',
      '<Response><Dial><Sip>sip:a@b.test</Sip></Dial></Response>',
      12200,
    ],
    ['an unknown verb', '<Response><Shout/></Response>', 12200],
    ['plain text', { type: 'text/plain', body: 'OK' }, 12300],
    ['a server error', { status: 500 }, 11200],
  ] as const)('notes the error and ends the call on %s', async (_what, answer, code) => {
    world.product.on('/voice', answer);
    const call = await world.placeCall();
    expect(call.caller()).toMatchObject({ status: 'completed', errorCode: code });
  });
});
