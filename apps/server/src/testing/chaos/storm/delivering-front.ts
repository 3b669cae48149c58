import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';

/**
 * The public address: hands each request to a server that is up and, as a webhook's sender does, tries again until one
 * has taken it. While it is rough it holds webhooks back, and hands them over twice, to two servers at the same moment.
 */
export type DeliveringFront = {
  readonly url: string;
  setRough(random: Random | null): void;
  /** Resolves when a server has taken the webhook of that path about that call or text. */
  taken(path: string, about: string): Promise<void>;
  isBusy(): boolean;
  /** How many webhooks it has read and not answered yet. */
  pending(): number;
  /** Answers that no repeat makes better: each is a mistake of the servers. */
  refusals(): readonly string[];
  /** What was done to webhooks, by kind. */
  counts(): { readonly repeated: number; readonly heldBack: number; readonly triedAgain: number };
  close(): Promise<void>;
};

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };
type Passing = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

const tryAgainMs = 100;
/** A server that stands still does not hold a webhook up: Twilio, too, gives up and tries again. */
const patienceMs = 4_000;

export async function openDeliveringFront(portsThatServe: () => readonly number[]): Promise<DeliveringFront> {
  const taken = new Map<string, () => void>();
  const known = new Set<string>();
  const refusals: string[] = [];
  const counts = { repeated: 0, heldBack: 0, triedAgain: 0 };
  let rough: Random | null = null;
  let turn = 0;
  let underWay = 0;
  let pending = 0;
  let isClosing = false;

  async function deliver(passing: Passing): Promise<Answer> {
    for (;;) {
      const ports = portsThatServe();
      const port = ports[turn++ % Math.max(1, ports.length)];
      const answer = port === undefined ? null : await exchange(port, passing);
      if (answer && answer.status < 500) return answer;
      if (isClosing) throw new Error('the front is closing');
      counts.triedAgain += 1;
      await delay(tryAgainMs);
    }
  }

  async function pass(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request);
    const { method = 'GET', url: path = '/', headers } = request;
    const passing = { method, path, headers, body };
    if (!path.startsWith('/webhooks/')) return deliver(passing);
    pending += 1;
    try {
      return await passWebhook(passing);
    } finally {
      pending -= 1;
    }
  }

  async function passWebhook(passing: Passing): Promise<Answer> {
    const { method, path, body } = passing;
    // A caller waits for the answer; of everything else Twilio keeps no order.
    const isAsked =
      path.startsWith('/webhooks/twilio/voice') && !path.startsWith('/webhooks/twilio/voice/status');
    if (!isAsked && rough?.isOneIn(4)) {
      counts.heldBack += 1;
      await delay(rough.whole(700));
    }
    const isRepeated = rough?.isOneIn(5) ?? false;
    const repeat = isRepeated ? track(deliver(passing)) : null;
    const answer = await deliver(passing);
    if (rough?.isOneIn(10)) void track(delay(rough.whole(1_500)).then(() => deliver(passing)));
    if (repeat) {
      counts.repeated += 1;
      await repeat;
    }
    if (answer.status >= 400)
      refusals.push(
        `${method} ${path.split('?', 1)[0]}: ${answer.status} ${answer.body.toString().slice(0, 200)}`,
      );
    const form = new URLSearchParams(body.toString());
    note(`${path.split('?', 1)[0]} ${form.get('CallSid') ?? form.get('MessageSid') ?? ''}`);
    return answer;
  }

  function note(what: string): void {
    known.add(what);
    taken.get(what)?.();
    taken.delete(what);
  }

  async function track<T>(work: Promise<T>): Promise<T | null> {
    underWay += 1;
    try {
      return await work;
    } catch (error) {
      if (isClosing) return null;
      throw error;
    } finally {
      underWay -= 1;
    }
  }

  const server = createServer((request, response) => {
    void track(pass(request)).then((answer) => {
      if (!answer) return void request.socket.destroy();
      const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
      response.on('error', () => {});
      response.writeHead(answer.status, headers).end(answer.body);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setRough(random) {
      rough = random;
    },
    taken: (path, about) =>
      new Promise((done) => {
        const what = `${path} ${about}`;
        if (known.has(what)) done();
        else taken.set(what, done);
      }),
    isBusy: () => underWay > 0,
    pending: () => pending,
    refusals: () => refusals,
    counts: () => counts,
    close: () =>
      new Promise((done) => {
        isClosing = true;
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** null: no answer came. */
function exchange(port: number, { method, path, headers, body }: Passing): Promise<Answer | null> {
  return new Promise((done) => {
    const request = requestHttp(
      { host: '127.0.0.1', port, method, path, headers: { ...headers, connection: 'close' }, agent: false },
      (response) => {
        readBody(response).then(
          (answer) => done({ status: response.statusCode ?? 500, headers: response.headers, body: answer }),
          () => done(null),
        );
      },
    );
    request.setTimeout(patienceMs, () => request.destroy());
    request.on('error', () => done(null));
    request.end(body);
  });
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
