import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTwilioWorld, partner, plumber, type TwilioWorld } from '../testing/open-twilio-world.ts';

let world: TwilioWorld;
beforeEach(async () => {
  world = await openTwilioWorld();
});
afterEach(() => world.close());

const outcome = () => world.product.requestsTo('/d').map(({ form }) => form);
const ring = (attributes: string, numbers: string) =>
  world.product.on('/voice', `<Response><Dial action="/d" ${attributes}>${numbers}</Dial></Response>`);
const screened = `<Number url="/whisper">${plumber}</Number><Number url="/whisper">${partner}</Number>`;
const whisper = '<Response><Gather numDigits="1" timeout="3" action="/accept"/><Hangup/></Response>';

test('a voicemail that is not screened is joined with the caller, and stops listening after a minute', async () => {
  ring('', `<Number>${plumber}</Number>`);
  const call = await world.placeCall();
  call.voicemailPicksUp(plumber);
  await world.clock.advance(59_000);
  expect(call.legs()).toMatchObject([{ bridged: true, voicemail: true }]);
  await world.clock.advance(1_000);
  expect(outcome()).toMatchObject([
    { DialCallStatus: 'completed', DialBridged: 'true', DialCallDuration: '60' },
  ]);
});

test('a talk ends at its time limit', async () => {
  ring('timeLimit="30"', `<Number>${plumber}</Number>`);
  const call = await world.placeCall();
  call.answer(plumber);
  await world.clock.advance(30_000);
  expect(outcome()).toMatchObject([{ DialCallDuration: '30', CallStatus: 'in-progress' }]);
});

test('the next person is rung when a voicemail was screened out', async () => {
  ring('sequential="true" timeout="18"', screened);
  world.product.on('/whisper', whisper);
  world.product.on('/accept', '<Response/>');
  const call = await world.placeCall();
  call.voicemailPicksUp(plumber);
  await world.clock.advance(3_000);
  expect(call.legs().map(({ status }) => status)).toEqual(['completed', 'ringing']);
  call.answer(partner);
  await world.twilio.idle();
  call.pressDigit(partner, '1');
  await world.twilio.idle();
  expect(call.legs()[1]).toMatchObject({ bridged: true });
});

test('a whisper that ends without hanging up joins the two', async () => {
  ring('', screened);
  world.product.on('/whisper', '<Response><Say>A call</Say></Response>');
  const call = await world.placeCall();
  call.answer(plumber);
  await world.clock.advance(5_000);
  expect(call.caller().bridged).toBe(true);
});

test('a digit that hangs up in its answer screens the call out', async () => {
  ring('', screened);
  world.product.on('/whisper', whisper);
  world.product.on('/accept', '<Response><Hangup/></Response>');
  const call = await world.placeCall();
  call.answer(plumber);
  await world.twilio.idle();
  call.pressDigit(plumber, '9');
  await world.twilio.idle();
  expect(outcome()).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'false' }]);
});

test('a whisper may not dial', async () => {
  ring('', screened);
  world.product.on('/whisper', `<Response><Dial>${partner}</Dial></Response>`);
  const call = await world.placeCall();
  call.answer(plumber);
  await world.twilio.idle();
  expect(call.legs()[0]).toMatchObject({ status: 'completed', errorCode: 13223 });
});

test('a caller who hangs up while the person is being asked leaves nobody on the line', async () => {
  ring('answerOnBridge="true"', screened);
  world.product.on('/whisper', whisper);
  const call = await world.placeCall();
  call.answer(plumber);
  await world.twilio.idle();
  call.hangUp();
  await world.twilio.idle();
  expect(outcome()).toMatchObject([
    { CallStatus: 'no-answer', DialCallStatus: 'completed', DialBridged: 'false' },
  ]);
  expect(call.legs().every(({ endedAt }) => endedAt !== null)).toBe(true);
  expect(call.pressDigit(plumber, '1')).toBe(false);
});

test('of two who answer at the same moment one is taken', async () => {
  ring('', `<Number>${plumber}</Number><Number>${partner}</Number>`);
  const call = await world.placeCall();
  expect([call.answer(plumber), call.answer(partner)]).toEqual([true, true]);
  await world.twilio.idle();
  expect(call.legs().map(({ status }) => status)).toEqual(['in-progress', 'canceled']);
});

test('a recording is cut at its longest, with the caller still there', async () => {
  world.product.on('/voice', '<Response><Record action="/r" maxLength="10"/></Response>');
  world.product.on('/r', '<Response><Say>Thank you</Say></Response>');
  const call = await world.placeCall();
  call.leaveVoicemail(60);
  await world.clock.advance(10_000);
  expect(world.product.requestsTo('/r')[0]?.form).toMatchObject({
    RecordingDuration: '10',
    CallStatus: 'in-progress',
  });
  expect(call.caller().hears).toBe('Thank you');
});

test('a caller who hangs up while the first of several is rung spares the others', async () => {
  ring('sequential="true"', `<Number>${plumber}</Number><Number>${partner}</Number>`);
  const call = await world.placeCall();
  call.hangUp();
  await world.twilio.idle();
  expect(call.legs().map(({ to, status }) => [to, status])).toEqual([[plumber, 'canceled']]);
});
