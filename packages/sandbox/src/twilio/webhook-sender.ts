import { createHash, randomUUID } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '../clock.ts';
import type { Activity } from './activity.ts';
import {
  type ConnectionOverrides,
  type DeliveryFailure,
  isRetried,
  readConnectionOverrides,
} from './connection-overrides.ts';
import { type FaultSource, pause } from './faults.ts';
import { signRequest, withoutFragment } from './signature.ts';

/** One request to the product's server, in the order in which they were begun. */
export type WebhookDelivery = {
  readonly at: string;
  readonly kind: WebhookKind;
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly idempotencyToken: string;
  /** null: still under way, or no answer came (see `failure`). */
  readonly status: number | null;
  readonly failure: string | null;
};

export type WebhookKind =
  | 'voice'
  | 'call-status'
  | 'leg-status'
  | 'recording-status'
  | 'transcription'
  | 'message'
  | 'message-status'
  | 'registration';

export type Webhook = {
  kind: WebhookKind;
  url: string;
  method?: 'GET' | 'POST' | undefined;
  parameters: Readonly<Record<string, string>>;
  /** Sent as JSON in place of the parameters, with its hash in the signed address. */
  json?: unknown;
};

export type WebhookAnswer =
  | { ok: true; status: number; contentType: string; body: string }
  | { ok: false; failure: DeliveryFailure; status: number | null };

export type WebhookSender = {
  /** Delivers now, with the retries that the URL's fragment asks for. Never rejects. */
  deliver(webhook: Webhook): Promise<WebhookAnswer>;
  /** Delivers what nothing waits for: it may be held back when the deliveries are shuffled. */
  notify(webhook: Webhook, onAnswer?: (answer: WebhookAnswer) => void): void;
  log(): WebhookDelivery[];
};

export type WebhookSenderOptions = {
  authToken: string;
  clock: Clock;
  activity: Activity;
  faults: FaultSource;
  changed: () => void;
};

const unreached: WebhookAnswer = { ok: false, failure: 'ct', status: null };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { clock, activity, faults, changed } = options;
  const log: Mutable<WebhookDelivery>[] = [];

  async function attempt(webhook: Webhook, overrides: ConnectionOverrides, token: string) {
    const entry: Mutable<WebhookDelivery> = {
      at: clock.now().toISOString(),
      kind: webhook.kind,
      url: withoutFragment(webhook.url),
      parameters: webhook.parameters,
      idempotencyToken: token,
      status: null,
      failure: null,
    };
    log.push(entry);
    const answer = faults.webhooks.lost ? unreached : await send(options, webhook, overrides, token);
    entry.status = answer.status;
    if (!answer.ok) entry.failure = answer.failure;
    changed();
    return answer;
  }

  async function deliverOnce(webhook: Webhook, token: string): Promise<WebhookAnswer> {
    const overrides = readConnectionOverrides(webhook.url);
    const startedAt = clock.now().getTime();
    let answer = await attempt(webhook, overrides, token);
    for (let retry = 0; retry < overrides.retries && !answer.ok; retry += 1) {
      const timeIsUp = clock.now().getTime() - startedAt >= overrides.totalMs;
      if (timeIsUp || !isRetried(overrides, answer.failure)) break;
      answer = await attempt(webhook, overrides, token);
    }
    return answer;
  }

  async function deliver(webhook: Webhook): Promise<WebhookAnswer> {
    const token = randomUUID();
    const answer = await deliverOnce(webhook, token);
    return faults.webhooks.duplicate ? deliverOnce(webhook, token) : answer;
  }

  return {
    deliver: (webhook) => activity.track(deliver(webhook)),
    notify(webhook, onAnswer = () => {}) {
      const delayMs = faults.webhookDelayMs();
      const start = () => void activity.track(deliver(webhook).then(onAnswer));
      if (delayMs === 0) start();
      else void pause(clock, delayMs).then(start);
    },
    log: () => log.map((entry) => ({ ...entry })),
  };
}

/** One HTTP exchange on a connection of its own, as Twilio's proxy does. */
function send(
  { authToken, clock }: WebhookSenderOptions,
  webhook: Webhook,
  overrides: ConnectionOverrides,
  token: string,
): Promise<WebhookAnswer> {
  const isGet = webhook.method === 'GET';
  const url = new URL(withoutFragment(webhook.url));
  const json = webhook.json === undefined ? null : JSON.stringify(webhook.json);
  if (json !== null) url.searchParams.set('bodySHA256', createHash('sha256').update(json).digest('hex'));
  const form = new URLSearchParams(webhook.parameters).toString();
  if (isGet) url.search = [url.search.slice(1), form].filter(Boolean).join('&');
  const signedUrl = isGet || json !== null ? url.href : withoutFragment(webhook.url);
  const body = isGet ? '' : (json ?? form);
  const isForm = !isGet && json === null;

  return new Promise((resolve) => {
    let connected = false;
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: isGet ? 'GET' : 'POST',
      agent: false,
      headers: {
        accept: '*/*',
        'user-agent': 'TwilioProxy/1.1',
        'i-twilio-idempotency-token': token,
        'x-twilio-signature': signRequest(authToken, signedUrl, isForm ? webhook.parameters : {}),
        ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
        ...(json === null ? {} : { 'content-type': 'application/json' }),
        'content-length': Buffer.byteLength(body),
      },
    });
    let cancelTimeout = clock.after(overrides.connectMs, () => request.destroy());
    const settle = (answer: WebhookAnswer) => {
      cancelTimeout();
      resolve(answer);
    };
    const fail = () => settle({ ok: false, failure: connected ? 'rt' : 'ct', status: null });

    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
        cancelTimeout();
        cancelTimeout = clock.after(Math.min(overrides.readMs, overrides.totalMs), () => request.destroy());
      });
    });
    request.on('error', fail);
    request.on('close', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) {
          const contentType = response.headers['content-type'] ?? '';
          settle({ ok: true, status, contentType, body: Buffer.concat(chunks).toString('utf8') });
        } else settle({ ok: false, failure: status >= 500 ? '5xx' : '4xx', status });
      });
    });
    request.end(body);
  });
}
