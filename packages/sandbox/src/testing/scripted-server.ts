import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ScriptedRequest = {
  path: string;
  headers: IncomingMessage['headers'];
  form: Record<string, string>;
};
export type ScriptedAnswer = { status?: number; type?: string; body?: string } | 'reset' | 'silence';

/** A server for tests that stands where the product would: each path answers what the test says. */
export type ScriptedServer = {
  readonly url: string;
  readonly requests: ScriptedRequest[];
  requestsTo(path: string): ScriptedRequest[];
  /** `answer` is TwiML, or what to answer; a function sees the request, a list gives one answer each. */
  on(path: string, answer: string | ScriptedAnswer | ((request: ScriptedRequest) => string)): void;
  close(): Promise<void>;
};

export async function openScriptedServer(): Promise<ScriptedServer> {
  const answers = new Map<string, string | ScriptedAnswer | ((request: ScriptedRequest) => string)>();
  const requests: ScriptedRequest[] = [];
  const { url, close } = await listen(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const path = incoming.url ?? '';
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const request = { path, headers: incoming.headers, form };
    requests.push(request);
    const scripted = answers.get(path) ?? '<Response/>';
    const answer = typeof scripted === 'function' ? scripted(request) : scripted;
    if (answer === 'reset') return void incoming.socket.destroy();
    if (answer === 'silence') return;
    const {
      status = 200,
      type = 'text/xml',
      body = '',
    } = typeof answer === 'string' ? { body: answer } : answer;
    outgoing.writeHead(status, { 'content-type': type }).end(body);
  });
  return {
    url,
    requests,
    requestsTo: (path) => requests.filter((request) => request.path === path),
    on: (path, answer) => void answers.set(path, answer),
    close,
  };
}

/** Serves `listener` on a free port of this machine. */
export async function listen(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
