import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@hubspot/api-client';
import {
  type AccessToken,
  type Allowance,
  type Call,
  CrmError,
  type Rate,
  type RequestKind,
  untilAborted,
} from '@ringback/crm';
import pRetry from 'p-retry';
import type { z } from 'zod';
import {
  type Answer,
  isTransient,
  networkError,
  timeoutError,
  unreadableError,
  vendorError,
} from './answers.ts';

/**
 * The version in every path. 2026-03 and not 2026-09: from 2026-09 on HubSpot applies the portal's own validation
 * rules to API writes, so that a field which an administrator requires would cost a missed call its record. Every
 * shape used here was inspected in 2026-03, which is supported until September 2027.
 */
export const apiVersion = '2026-03';

type HubspotRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: { readonly [name: string]: string };
  readonly body?: object;
};

type Options = Call & {
  /** Asked right before the request leaves; false: it does not. */
  readonly mayStart?: () => boolean;
};

/** One account of HubSpot over HTTP, in answers that were checked. */
export interface HubspotApi {
  /** For requests that change nothing, searches by POST among them; tried again where that may help. */
  read<T>(request: HubspotRequest, schema: z.ZodType<T>, options: Options): Promise<T>;
  /** Sent once: who calls decides what becomes of an outcome that nobody saw. */
  write<T>(request: HubspotRequest, schema: z.ZodType<T>, options: Options): Promise<T>;
}

export type HubspotApiSettings = {
  readonly baseUrl: string;
  readonly accessToken: AccessToken;
  /** What the account may be asked; left out: as much as it likes. */
  readonly allowance?: Allowance;
  /** Waits between attempts, and rejects when the signal aborts; a test's need not take time. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Below what HubSpot allows, in every window of its own: 100 in 10 s (110 for a marketplace app, 100 for a private one
 * on the smaller plans) and 5 searches a second, for the whole account. Source: HubSpot's usage guidelines, read 2026-11-20.
 */
const rates: { readonly [kind in RequestKind]: Rate } = {
  request: { perSecond: 8, burst: 20 },
  search: { perSecond: 4, burst: 1 },
};

const readRetries = 3;
/** Asked to wait longer than this, a read fails and says when to come back, so that nobody hangs. */
const longestWaitMs = 10_000;

export function createHubspotApi(settings: HubspotApiSettings): HubspotApi {
  const wait = settings.wait ?? ((ms, signal) => delay(ms, undefined, { signal }));

  async function waitForTurn({ path }: HubspotRequest, { signal, urgent }: Options): Promise<void> {
    if (!settings.allowance || signal.aborted) return;
    const kind = path.endsWith('/search') ? 'search' : 'request';
    const ms = await settings.allowance(kind, rates[kind]);
    if (ms <= 0 || urgent) return;
    await wait(ms, signal).catch((cause: unknown) => {
      throw signal.aborted ? timeoutError('read') : cause;
    });
  }

  async function attempt(
    request: HubspotRequest,
    effect: 'read' | 'write',
    options: Options,
  ): Promise<Answer> {
    const { signal } = options;
    await waitForTurn(request, options);
    if (signal.aborted) throw timeoutError('read');
    const token = await settings.accessToken({ signal });
    const answer = await exchange(settings.baseUrl, token, request, effect, options);
    if (answer.status !== 401) return answer;
    // Tokens are renewed by their time, as HubSpot asks. One that is refused before it ended was ended by HubSpot:
    // whether the grant is gone too, only a renewal tells. A refused request was not carried out.
    const renewed = await settings.accessToken({ signal, refused: token });
    return renewed === token ? answer : exchange(settings.baseUrl, renewed, request, effect, options);
  }

  async function once<T>(
    request: HubspotRequest,
    effect: 'read' | 'write',
    schema: z.ZodType<T>,
    options: Options,
  ): Promise<T> {
    const answer = await attempt(request, effect, options);
    if (answer.status >= 400) throw vendorError(answer, effect);
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw unreadableError(effect, parsed.error);
    return parsed.data;
  }

  return {
    read: (request, schema, options) =>
      pRetry(() => once(request, 'read', schema, options), {
        retries: readRetries,
        minTimeout: 0,
        async shouldRetry({ error, retriesConsumed }) {
          if (!isTransient(error) || options.signal.aborted) return false;
          const ms = error.retryAfterMs ?? 200 * 2 ** retriesConsumed;
          if (ms > longestWaitMs) return false;
          // What HubSpot said tells more than that our time ran out over it.
          return wait(ms, options.signal).then(
            () => true,
            () => false,
          );
        },
      }),
    write: (request, schema, options) => once(request, 'write', schema, options),
  };
}

/** Sends one request by HubSpot's client, which knows neither a signal nor a deadline. */
export async function exchange(
  baseUrl: string,
  accessToken: string,
  request: HubspotRequest,
  effect: 'read' | 'write',
  { signal, mayStart }: Options,
): Promise<Answer> {
  if (signal.aborted || mayStart?.() === false) throw timeoutError('read');
  try {
    return await untilAborted(
      send(baseUrl, { authorization: `Bearer ${accessToken}` }, request),
      signal,
      () => timeoutError(effect),
    );
  } catch (cause) {
    throw cause instanceof CrmError ? cause : networkError(effect, cause);
  }
}

async function send(
  baseUrl: string,
  headers: { readonly [name: string]: string },
  { method, path, query, body }: HubspotRequest,
): Promise<Answer> {
  const response = await newClient(baseUrl).apiRequest({
    method,
    path,
    headers: { ...headers },
    ...(query && { qs: { ...query } }),
    ...(body && { body }),
  });
  return readAnswer(response);
}

/** As `send`, for the OAuth endpoints: form-encoded, without an access token. @throws CrmError */
export async function postForm(
  baseUrl: string,
  path: string,
  form: { readonly [name: string]: string },
  { signal }: Options,
): Promise<Answer> {
  const sending = async () =>
    readAnswer(
      await newClient(baseUrl).apiRequest({
        method: 'POST',
        path,
        defaultJson: false,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
    );
  try {
    return await untilAborted(sending(), signal, () => timeoutError('read'));
  } catch (cause) {
    throw cause instanceof CrmError ? cause : networkError('read', cause);
  }
}

/**
 * A client of its own for every request. The client keeps its limiter and its retries in one place for the whole
 * process, and the client made last decides for all of them; making ours without either just before each request
 * keeps both off. The token goes into the request's own headers, so that accounts cannot mix.
 */
function newClient(basePath: string): Client {
  return new Client({ basePath, numberOfApiCallRetries: 0 });
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: parseJson(text) };
}

/** What is no JSON, as a proxy's error page, is an answer without contents. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
