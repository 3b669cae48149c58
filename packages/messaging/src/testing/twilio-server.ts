import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseForm } from '../twilio/form.ts';

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: { readonly [name: string]: string | readonly string[] };
  readonly form: { readonly [name: string]: string | readonly string[] };
  readonly authorization: string | undefined;
};

type Answer = (response: ServerResponse, seen: SeenRequest, request: IncomingMessage) => void;

/** A server that notes what it is asked and answers the n-th request by the n-th answer, the last one from then on. */
export async function openServer(answers: readonly [Answer, ...Answer[]]) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://server');
    const note: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: parseForm(url.search.slice(1)),
      form: parseForm(Buffer.concat(chunks)),
      authorization: request.headers.authorization,
    };
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(note);
    answer?.(response, note, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(status: number, body: unknown): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

export function plain(status: number, body: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
}
