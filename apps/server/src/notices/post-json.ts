import { lookup } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { text } from 'node:stream/consumers';
import { NoticeError } from '@ringback/engine';

/**
 * Posts JSON and gives the answer.
 * @throws NoticeError: `never` for an address that is not to be reached, `later` when nothing was sent, `unknown` when
 * no answer came
 */
export type PostJson = (
  url: string,
  body: unknown,
  options: { readonly signal: AbortSignal },
) => Promise<{ readonly status: number; readonly body: string }>;

/** To https addresses of the public net only: an address in a file must not lead into the operator's own network. */
export const postToPublicNet: PostJson = async (url, body, { signal }) => {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') throw refused('only https addresses are posted to');
  if (isIP(host) !== 0 && isPrivate(host)) throw refused('the address lies in a private network');
  const content = JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  let isSent = false;
  const sending = request(
    url,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) },
      lookup: publicLookup,
      // One that is kept open from before would not tell when the words have left.
      agent: false,
      signal,
    },
    (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    },
  );
  sending.on('socket', (socket) => socket.once('secureConnect', () => (isSent = true)));
  sending.on('error', reject);
  sending.end(content);
  return promise.catch((error: unknown) => {
    if (error instanceof NoticeError) throw error;
    const said = `no answer from ${host}: ${error instanceof Error ? error.message : String(error)}`;
    throw isSent
      ? new NoticeError('notice-unclear', said, { retry: 'unknown', cause: error })
      : new NoticeError('notice-put-off', said, { retry: 'later', cause: error });
  });
};

/** Asked for the very connection that is made, so that a name cannot lead elsewhere the second time. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    if (found.some(({ address }) => isPrivate(address))) {
      return done(refused('the name leads into a private network'), []);
    }
    const [first] = found;
    if (options.all) done(null, found);
    else done(null, first?.address ?? '', first?.family);
  });
};

function refused(why: string): NoticeError {
  return new NoticeError('notice-refused', `the Slack webhook was not called: ${why}`, { retry: 'never' });
}

/**
 * What leads to no machine of the public net, or by way of IPv4 that only seems to be another address.
 * Source: the IANA special-purpose address registries, RFC 6890; RFC 3879 and 4291 for fec0::/10 and ::/96
 */
const privateNets = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateNets.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  privateNets.addSubnet(net, bits, 'ipv6');
}

/** An IPv4 address in the clothes of IPv6 is looked at as what it is. */
export function isPrivate(address: string): boolean {
  return privateNets.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
