import { MessagingError } from '../errors.ts';
import type { FetchedMedia, MediaSource } from '../media-source.ts';
import type { TwilioClientOptions } from './client.ts';

/** The largest that Twilio takes. Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types, read 2026-11-21 */
const mostBytes = 5 * 1024 * 1024;
/** From the API to wherever the file lies. */
const mostHops = 3;
const twilioUrl = 'https://api.twilio.com';
const mediaPath =
  /^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\/[A-Z]{2}[0-9a-f]{32}\/Media\/ME[0-9a-f]{32}$/i;

/** What a browser shows or a phone plays; nothing that a browser would run. */
const keptTypes =
  /^(?:image\/(?:jpeg|png|gif|webp|heic|heif|bmp|tiff)|video\/[\w.+-]+|audio\/[\w.+-]+|application\/pdf|text\/(?:plain|vcard|x-vcard|calendar))$/;

/**
 * Fetches what came with a text from Twilio, which keeps it behind the account's own password. Only Twilio's API is
 * shown that password: it leads on to another host, which needs none.
 */
export function createTwilioMedia({
  accountSid,
  authToken,
  apiBaseUrl,
  timeoutMs,
}: TwilioClientOptions): MediaSource {
  const base = new URL(apiBaseUrl ?? twilioUrl);
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  async function request(
    url: URL,
    { method = 'GET', signal }: { readonly method?: 'GET' | 'DELETE'; readonly signal: AbortSignal },
  ): Promise<Response> {
    const headers = url.origin === base.origin ? { authorization } : {};
    try {
      return await fetch(url, { method, headers, redirect: 'manual', signal });
    } catch (cause) {
      throw new MessagingError('messaging-unreachable', 'the provider of the file did not answer', {
        retry: 'later',
        cause,
      });
    }
  }

  return {
    async fetch(address, options) {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
      let url = inAccount(address, base);
      for (let hops = 0; hops <= mostHops; hops += 1) {
        const response = await request(url, { signal });
        const location = response.headers.get('location');
        if (response.status < 300 || response.status >= 400 || location === null) return read(response);
        await response.body?.cancel();
        url = new URL(location, url);
        if (url.protocol !== 'https:' && url.origin !== base.origin)
          throw refused('it leads on to an address without TLS');
      }
      throw refused('it leads on too often');
    },

    async remove(address, options) {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
      const url = inAccount(address, base);
      url.pathname += '.json';
      const response = await request(url, { method: 'DELETE', signal });
      await response.body?.cancel();
      if (!response.ok && response.status !== 404) throw unanswered(response.status, 'delete');
    },
  };
}

/** An address that is not of Twilio's own form is not asked: whoever made it up wants us to ask somebody else. */
function inAccount(address: string, base: URL): URL {
  const url = URL.parse(address);
  const isTwilio = url?.origin === twilioUrl || url?.origin === base.origin;
  if (!url || !isTwilio || !mediaPath.test(url.pathname)) throw refused('it does not lie at Twilio');
  return new URL(url.pathname, base);
}

async function read(response: Response): Promise<FetchedMedia> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    if (status >= 400 && status < 500 && status !== 401 && status !== 429) {
      throw refused(`Twilio has it no more (${status})`);
    }
    throw unanswered(status, 'give');
  }
  const contentType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isTooLarge = Number(response.headers.get('content-length') ?? 0) > mostBytes;
  if (!keptTypes.test(contentType) || isTooLarge) {
    await response.body?.cancel();
    throw refused(isTooLarge ? tooLarge : `files of the kind "${contentType}" are not kept`);
  }
  return { contentType, bytes: await readBytes(response) };
}

const tooLarge = 'it is larger than 5 MB';

async function readBytes({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body ?? []) {
      length += chunk.length;
      // What it says of its length is not to be believed. Leaving the loop ends the connection.
      if (length > mostBytes) throw refused(tooLarge);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof MessagingError) throw cause;
    throw new MessagingError('messaging-unreachable', 'the file broke off', { retry: 'later', cause });
  }
  return Buffer.concat(chunks);
}

function unanswered(status: number, what: 'give' | 'delete'): MessagingError {
  return status === 401
    ? new MessagingError('messaging-auth', 'Twilio does not accept our account or token', { retry: 'later' })
    : new MessagingError('messaging-unreachable', `Twilio could not ${what} it (${status})`, {
        retry: 'later',
      });
}

function refused(why: string): MessagingError {
  return new MessagingError('media-refused', why, { retry: 'never' });
}
