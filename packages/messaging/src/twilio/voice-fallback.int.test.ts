import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { businessSchema } from '@ringback/core';
import { type CallControl, createManualClock, createTwilioLookalike } from '@ringback/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioCallFlow } from './twiml.ts';
import { writeVoiceFallback } from './voice-fallback.ts';

const number = '+15125550100';
const shopPhone = '+15125550111';
const business = businessSchema.parse({
  id: 'acme',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  lines: [{ number, forwardTo: [shopPhone], screening: 'none' }],
});
const [line] = business.lines;
if (!line) throw new Error('the schema asks for a line');

/** What our server answers, by path; what is not here is as from a server that has gone. */
let answers: Map<string, string>;
let world: Awaited<ReturnType<typeof open>>;

async function open() {
  const server = createServer((request, response) => {
    const answer = answers.get(new URL(request.url ?? '', 'http://server').pathname);
    response.writeHead(answer === undefined ? 502 : 200, { 'content-type': 'text/xml' }).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = createManualClock('2026-11-19T16:00:00Z');
  const twilio = createTwilioLookalike({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'token',
    clock,
    numbers: [
      {
        number,
        voiceUrl: `${url}/voice`,
        voiceFallbackUrl: `${url}/bin`,
        statusCallback: '',
        smsUrl: `${url}/messages`,
      },
    ],
  });
  clock.settleWith(twilio.idle);
  return {
    url,
    clock,
    async call(): Promise<CallControl> {
      const call = twilio.placeCall({ from: '+15125550142', to: number });
      await twilio.idle();
      return call;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

beforeEach(async () => {
  answers = new Map([['/bin', writeVoiceFallback({ business, line })]]);
  world = await open();
});

afterEach(() => world.close());

function rung(call: CallControl) {
  return call.legs().map(({ to, status }) => [to, status]);
}

test('the phones ring while the server is away, and whoever answers is put through', async () => {
  const call = await world.call();
  expect(rung(call)).toEqual([[shopPhone, 'ringing']]);
  call.answer(shopPhone);
  await world.clock.advance(5_000);
  expect(call.caller()).toMatchObject({ status: 'in-progress', bridged: true });
});

test('they ring anew behind a talk when the server has gone meanwhile, as the document cannot tell', async () => {
  const flow = createTwilioCallFlow({ publicUrl: world.url });
  answers.set('/voice', flow.incoming({ business, line, callId: 'CA1', openNow: true }));
  const call = await world.call();
  call.answer(shopPhone);
  await world.clock.advance(60_000);
  call.hangUpLeg(shopPhone);
  await world.clock.advance(1_000);
  expect(rung(call)).toEqual([
    [shopPhone, 'completed'],
    [shopPhone, 'ringing'],
  ]);
});
