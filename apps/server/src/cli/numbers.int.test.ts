import { createTwilioPhoneNumbers } from '@ringback/messaging';
import { createManualClock, createTwilioLookalike, type TwilioLookalike } from '@ringback/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiWorld, openApi } from '../api/testing/open-api.ts';
import { type Served, serve } from '../sandbox/serve.ts';
import { freePort } from '../testing/free-port.ts';
import { runForwarding } from './forwarding.ts';
import { runNumbers } from './numbers.ts';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const [office, spare, caller] = ['+15125550100', '+15125550300', '+15125550142'] as const;

let twilio: TwilioLookalike;
let served: Served;
let world: ApiWorld;

beforeEach(async () => {
  const numbers = [office, spare].map((number) => ({ number, voiceUrl: '', statusCallback: '', smsUrl: '' }));
  twilio = createTwilioLookalike({ ...account, clock: createManualClock('2026-11-19T16:00:00Z'), numbers });
  served = await serve(twilio.app);
  const phoneNumbers = createTwilioPhoneNumbers({
    ...account,
    apiBaseUrl: served.url,
    publicUrl: 'https://ringback.example.com',
    timeoutMs: 5_000,
    hasMessagingService: false,
  });
  const business = { id: 'acme-plumbing', name: 'Acme Plumbing', timeZone: 'America/Chicago' };
  world = await openApi({ phoneNumbers, businesses: [{ ...business, lines: [{ number: office }] }] });
});
afterEach(async () => {
  await world.close();
  await served.close();
});

function serverAt(url: string) {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), adminToken: 'everything', dataDir: '' };
}

function listen() {
  const lines: string[] = [];
  return {
    lines,
    console: { print: (line: string) => void lines.push(line), complain() {}, progress: null },
  };
}

async function numbers(...args: readonly string[]) {
  const { lines, console } = listen();
  const code = await runNumbers(args, console, serverAt(world.url));
  return { code, text: lines.join('\n') };
}

test('a line whose calls go elsewhere is shown, fails the check, and is connected', async () => {
  expect((await numbers('list')).text).toContain(`${spare}  no line`);
  const before = await numbers('check');
  expect(before).toMatchObject({
    code: 1,
    text: expect.stringContaining('calls-elsewhere: Calls go to nobody.'),
  });
  expect(before.text).not.toContain(spare);
  expect((await numbers('connect', office)).text).toContain('no-fallback');
  expect(await numbers('check')).toMatchObject({ code: 0 });
});

test('a number is bought only where the cost is confirmed', async () => {
  const { text } = await numbers('search', '512');
  const [offered = ''] = text.split(' ', 1);
  const buy = ['buy', offered, '--business', 'acme-plumbing'] as const;
  await expect(numbers(...buy)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('say --confirm-cost'),
  });
  expect((await numbers('list')).text).not.toContain(offered);
  expect((await numbers(...buy, '--confirm-cost')).text).toContain(`${offered}  no line`);
  expect((await numbers('list')).text).toContain(offered);
});

test.each([
  [['frobnicate'], 'say list, check, search, buy or connect'],
  [['connect'], 'name the number after connect'],
  [['buy', spare], 'name the business that it is for with --business'],
  [['search', '512', '--country', 'MX'], 'say --country US or --country CA'],
  [['list', 'all'], 'leave out all'],
])('numbers %j is refused in words', async (args, words) => {
  await expect(numbers(...args)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(words),
  });
});

test('what the server refuses is told in its words, and a server that is not there with what to do', async () => {
  await expect(numbers('connect', '+15125550999')).rejects.toThrow('the phone account has no +15125550999');
  await expect(numbers('search', '12')).rejects.toThrow('write an area code of three digits');
  const { console } = listen();
  const nowhere = serverAt(`http://127.0.0.1:${await freePort()}`);
  await expect(runNumbers(['list'], console, nowhere)).rejects.toThrow(
    /the server could not be asked \(.*ECONNREFUSED.*\): start it/,
  );
});

function forwarding(args: readonly string[], wait: (ms: number) => Promise<void>) {
  const { lines, console } = listen();
  const options = { server: serverAt(world.url), wait };
  return runForwarding(args, console, options).then((code) => ({ code, text: lines.join('\n') }));
}
const never = () => Promise.reject(new Error('it waits in vain'));

test('what to dial is shown by carrier, with whether it was tested', async () => {
  const { code, text } = await forwarding(['show', office], never);
  expect(code).toBe(0);
  expect(text).toContain('**61*15125550100**15#');
  expect(text).toContain('Verizon wireless\n  *715125550100');
  expect(text).toContain('It has not been tested yet.');
  await expect(forwarding(['show', spare], never)).rejects.toThrow(`has ${spare} as a line`);
  await expect(forwarding(['dial', office], never)).rejects.toMatchObject({ exitCode: 2 });
});

test('the test waits until a call comes through, or until its time is over', async () => {
  let asked = 0;
  const confirmed = await forwarding(['test', office], async () => {
    asked += 1;
    if (asked === 2) await world.missCall({ id: 'CA1', from: caller });
  });
  expect(confirmed).toMatchObject({ code: 0, text: expect.stringContaining('Confirmed: the call CA1') });
  await world.pass(60);
  const failed = await forwarding(['test', office], () => world.pass(300));
  expect(failed).toMatchObject({ code: 1, text: expect.stringContaining('No call came through') });
});
