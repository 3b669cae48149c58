import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Served, serve } from '../sandbox/serve.ts';
import { isPrivate, type PostJson, postToPublicNet } from './post-json.ts';
import { createSlackChannel } from './slack.ts';
import { emergency, links, messageOf, needsPerson } from './testing/messages.ts';

let slack: Served;
let posted: { readonly text: string; readonly blocks: readonly Block[] }[];
let answer: { status: number; body: string };
type Block = {
  readonly type: string;
  readonly text?: { type: string; text: string };
  readonly elements?: object[];
};

beforeEach(async () => {
  posted = [];
  answer = { status: 200, body: 'ok' };
  slack = await serve(async (request, response) => {
    const message = JSON.parse(await text(request));
    posted.push(message);
    if (!isWithinLimits(message.blocks)) response.writeHead(400).end('invalid_blocks');
    else response.writeHead(answer.status).end(answer.body);
  });
});
afterEach(() => slack.close());

/** Source: docs.slack.dev/reference/block-kit/blocks and composition-objects/text-object, read 2026-11-21 */
function isWithinLimits(blocks: readonly Block[]): boolean {
  const textsOf = ({ text: own, elements = [] }: Block) => [
    ...(own ? [own.text] : []),
    ...elements.flatMap((element) => {
      const said = 'text' in element ? element.text : '';
      return typeof said === 'string' ? [said] : [(said as { text: string }).text];
    }),
  ];
  return (
    blocks.length <= 50 &&
    blocks.every((block) =>
      textsOf(block).every(({ length }) => length >= 1 && length <= (block.type === 'header' ? 150 : 3_000)),
    )
  );
}

/** The look-alike speaks plain HTTP and listens on this machine, which the product would refuse. */
const post: PostJson = async (_url, body, { signal }) => {
  const response = await fetch(slack.url, { method: 'POST', body: JSON.stringify(body), signal });
  return { status: response.status, body: await response.text() };
};

const channel = createSlackChannel({ links, post });
const signal = () => AbortSignal.timeout(5_000);
const toSlack = { address: 'https://hooks.example.com/x', name: null };

test('a message shows each notice with its reasons and buttons, within what Slack takes', async () => {
  const many = Array.from({ length: 20 }, () => needsPerson);
  await channel.send(messageOf([emergency, ...many], toSlack), { signal: signal() });
  const [message] = posted;
  expect(message?.text).toBe('Acme Plumbing: Emergency: Maria Lopez, and 20 more');
  expect(message?.blocks.length).toBeLessThanOrEqual(50);
  expect(message?.blocks[0]).toMatchObject({ type: 'header', text: { text: '🚨 Emergency: Maria Lopez' } });
  expect(message?.blocks.find(({ type }) => type === 'actions')?.elements).toMatchObject([
    { action_id: 'acknowledge', url: expect.stringContaining('/notices?link=') },
    { action_id: 'take-over' },
    { action_id: 'call-back' },
  ]);
  expect(JSON.stringify(message?.blocks.at(-1))).toContain('and 12 more');
});

test('a picture without words is told, and so is all that has gathered with it', async () => {
  const picture = { ...needsPerson, happened: 'They sent a picture.', words: '' };
  await channel.send(messageOf([picture, emergency], toSlack), { signal: signal() });
  expect(JSON.stringify(posted[0]?.blocks)).toContain('They sent a picture.');
  expect(JSON.stringify(posted[0]?.blocks)).toContain('There is a gas leak');
});

test('what goes on and on is cut to what Slack takes', async () => {
  const long = 'on and on '.repeat(1_000);
  const endless = { ...needsPerson, headline: long, happened: long, words: long, reasons: [long] };
  await channel.send(messageOf([endless], toSlack), { signal: signal() });
  expect(posted).toHaveLength(1);
});

test('nobody is mentioned, linked or made bold by what a caller writes or is called', async () => {
  const nasty = {
    ...needsPerson,
    headline: 'Answer <!channel>',
    happened: 'They called <https://evil.example|Main> & nobody answered.',
    words: '<!here> *look* <https://evil.example|here>',
  };
  await channel.send(messageOf([nasty], toSlack), { signal: signal() });
  expect(posted[0]?.text).toContain('&lt;!channel&gt;');
  const mrkdwn = posted[0]?.blocks.filter((block) => block.text?.type === 'mrkdwn');
  expect(JSON.stringify(mrkdwn)).toContain('&lt;https://evil.example|Main&gt; &amp; nobody');
  expect(JSON.stringify(mrkdwn)).not.toContain('*look*');
});

test.each([
  [429, 'later'],
  [503, 'unknown'],
  [404, 'never'],
  [403, 'never'],
])('Slack that answers %d: %s', async (status, retry) => {
  answer = { status, body: 'no_service' };
  await expect(channel.send(messageOf([needsPerson], toSlack), { signal: signal() })).rejects.toMatchObject({
    retry,
    message: expect.stringContaining('no_service'),
  });
});

test.each([
  'http://hooks.example.com/x',
  'https://127.0.0.1/x',
  'https://[::1]/x',
  'https://169.254.169.254/latest',
  'https://localhost/x',
])('nothing is posted to %s', async (url) => {
  await expect(postToPublicNet(url, {}, { signal: signal() })).rejects.toMatchObject({ retry: 'never' });
});

test('an address is private in whatever clothes', () => {
  for (const address of [
    '10.1.2.3',
    '192.168.0.1',
    '172.20.0.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    'fec0::1',
    '100::1',
  ])
    expect([address, isPrivate(address)]).toEqual([address, true]);
  for (const address of ['54.192.1.1', '2606:4700::1', '::ffff:54.192.1.1'])
    expect([address, isPrivate(address)]).toEqual([address, false]);
});
