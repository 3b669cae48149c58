import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What goes wrong between a server and Twilio, at one request. "After" means that Twilio has done it all. */
export type Fault =
  | 'reset before'
  | 'reset after'
  | '500 before'
  | '500 after'
  | '429'
  | 'slow'
  | 'silence'
  | 'kill before'
  | 'kill after'
  | 'kill once answered';

export type Operation = 'create' | 'list';

/** One request that a server made, and whether Twilio got it. */
export type Passage = {
  readonly operation: Operation | 'other';
  readonly phone: string;
  readonly fault: Fault | null;
  readonly reachedTwilio: boolean;
};

/** Stands between the servers and the look-alike of Twilio; each server has an entrance of its own. */
export type FaultProxy = {
  /** The next request of that kind for that phone goes wrong so; faults queue up. */
  plan(phone: string, operation: Operation, fault: Fault): void;
  /** Twilio never tells by itself what became of texts to that phone, so that they have to be looked for. */
  mute(phone: string): void;
  /** What was planned and has not happened is forgotten. */
  clear(): void;
  passages(phone: string): readonly Passage[];
  /** Whether a request is under way. */
  isBusy(): boolean;
  entrance(kill: (when: string) => Promise<void>): RequestListener;
};

/** Late, but sooner than a server gives up. */
const slowMs = 1_200;

export function createFaultProxy(twilioUrl: string): FaultProxy {
  const planned = new Map<string, Fault[]>();
  const muted = new Set<string>();
  const passages: Passage[] = [];
  let underWay = 0;

  async function pass(
    request: IncomingMessage,
    response: ServerResponse,
    kill: (when: string) => Promise<void>,
  ): Promise<void> {
    const body = await readBody(request);
    const { operation, phone } = whatFor(request, body);
    const fault = planned.get(`${operation} ${phone}`)?.shift() ?? null;
    const note = (reachedTwilio: boolean) => passages.push({ operation, phone, fault, reachedTwilio });
    const cut = () => void request.socket.destroy();
    const forward = async () => {
      const answer = await forwardTo(twilioUrl, request, muted.has(phone) ? withoutCallback(body) : body);
      note(true);
      return answer;
    };
    const refuse = (status: number, code: number) =>
      send(response, { status, body: JSON.stringify({ status, code, message: 'fault' }) });
    if (fault === null || fault === 'kill once answered') {
      await send(response, await forward());
      if (fault !== null) await kill(`${operation}, once answered`);
      return;
    }
    switch (fault) {
      case 'reset before':
        note(false);
        return cut();
      case '500 before':
        note(false);
        return refuse(500, 20500);
      case '429':
        note(false);
        return refuse(429, 20429);
      case 'kill before':
        note(false);
        await kill(`${operation}, before`);
        return cut();
      case 'silence':
        note(false);
        return new Promise<void>((done) => request.socket.once('close', () => done()));
      case 'slow': {
        const answer = await forward();
        await delay(slowMs);
        return send(response, answer);
      }
      case 'reset after':
        await forward();
        return cut();
      case '500 after':
        await forward();
        return refuse(500, 20500);
      case 'kill after':
        await forward();
        await kill(`${operation}, after`);
        return cut();
      default:
        return fault satisfies never;
    }
  }

  return {
    plan(phone, operation, fault) {
      const key = `${operation} ${phone}`;
      planned.set(key, [...(planned.get(key) ?? []), fault]);
    },
    mute: (phone) => void muted.add(phone),
    clear: () => planned.clear(),
    passages: (phone) => passages.filter((passage) => passage.phone === phone),
    isBusy: () => underWay > 0,
    entrance: (kill) => (request, response) => {
      underWay += 1;
      pass(request, response, kill)
        .catch(() => request.socket.destroy())
        .finally(() => {
          underWay -= 1;
        });
    },
  };
}

function whatFor(request: IncomingMessage, body: string): { operation: Passage['operation']; phone: string } {
  const url = new URL(request.url ?? '/', 'http://twilio');
  if (!url.pathname.endsWith('/Messages.json')) return { operation: 'other', phone: '' };
  return request.method === 'POST'
    ? { operation: 'create', phone: new URLSearchParams(body).get('To') ?? '' }
    : { operation: 'list', phone: url.searchParams.get('To') ?? '' };
}

function withoutCallback(body: string): string {
  const form = new URLSearchParams(body);
  form.delete('StatusCallback');
  return form.toString();
}

type Answer = { readonly status: number; readonly body: string };

async function forwardTo(twilioUrl: string, request: IncomingMessage, body: string): Promise<Answer> {
  const { authorization = '', 'content-type': contentType } = request.headers;
  const answer = await fetch(new URL(request.url ?? '/', twilioUrl), {
    method: request.method ?? 'GET',
    headers: { authorization, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
    ...(body === '' ? {} : { body }),
  });
  return { status: answer.status, body: await answer.text() };
}

/** Resolves when the last byte has gone, or when nobody is there to take it. */
function send(response: ServerResponse, { status, body }: Answer): Promise<void> {
  return new Promise((done) => {
    response.on('close', () => done());
    response.writeHead(status, { 'content-type': 'application/json' }).end(body, () => done());
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
