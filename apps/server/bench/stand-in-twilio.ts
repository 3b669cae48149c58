import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { post, type Target } from './missed-call.ts';

/**
 * The least that takes a text and tells twice what became of it, so that a run measures the server and not the
 * look-alike: the tests have a faithful one.
 */
export type StandInTwilio = {
  readonly url: string;
  /** Resolves with `performance.now()` of the moment at which the text to that number was taken. */
  textTo(number: string): Promise<number>;
  /** How many texts were taken. */
  readonly taken: number;
  /** Resolves when every status callback was answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** A carrier takes a text, and a phone shows it, in its own time, and never in the moment in which Twilio took it. */
const carrierMs = 200;

export async function openStandInTwilio(target: () => Target): Promise<StandInTwilio> {
  const waiting = new Map<string, (at: number) => void>();
  const early = new Map<string, number>();
  const telling = new Set<Promise<void>>();
  let taken = 0;

  const server = createServer((incoming, answer) => {
    const at = performance.now();
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    incoming.on('end', () => {
      // It remembers no text, so it has nothing to say of one.
      if (incoming.method !== 'POST') {
        answer.writeHead(404, { 'content-type': 'application/json' }).end('{"code":20404,"status":404}');
        return;
      }
      const params = new URLSearchParams(body);
      const to = params.get('To') ?? '';
      taken += 1;
      const sid = `SM${taken.toString(16).padStart(32, '0')}`;
      const json = JSON.stringify({ sid, status: 'queued', to, from: params.get('From') });
      answer.writeHead(201, { 'content-type': 'application/json' }).end(json);
      const waiter = waiting.get(to);
      if (waiter) waiter(at);
      else early.set(to, at);
      const callback = params.get('StatusCallback');
      if (callback) tell(sid, to, callback);
    });
  });

  function tell(sid: string, to: string, callback: string): void {
    // What follows the # tells Twilio how often to try; it is neither sent nor signed.
    const path = callback.slice(target().publicUrl.length).split('#', 1)[0] ?? '';
    const told = (async () => {
      for (const MessageStatus of ['sent', 'delivered']) {
        await delay(carrierMs);
        await post(target(), path, { MessageSid: sid, To: to, MessageStatus });
      }
    })();
    const settled = told.finally(() => telling.delete(settled));
    telling.add(settled);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get taken() {
      return taken;
    },
    textTo(number) {
      const at = early.get(number);
      if (at !== undefined) {
        early.delete(number);
        return Promise.resolve(at);
      }
      return new Promise((resolve) => {
        waiting.set(number, (when) => {
          waiting.delete(number);
          resolve(when);
        });
      });
    },
    async settled() {
      while (telling.size > 0) await Promise.all(telling);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
