import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explainListening } from './start-problems.ts';

/** The open port, from the first moment of a start to the last of a stop. */
export type Listening = {
  readonly address: AddressInfo;
  /** From now on `handler` answers; until then requests are told that the server is starting. */
  answerWith(handler: RequestListener): void;
  /** Lets requests that were begun finish, as long as a stop can wait for them. */
  close(): Promise<void>;
};

/** A client that sends or reads slowly must not hold up the stop. */
const closeGraceMs = 2_000;

/** @throws ConfigError naming PORT or HOST when the address cannot be had */
export async function listen(at: { readonly port: number; readonly host: string }): Promise<Listening> {
  let handler: RequestListener = answerStarting;
  const server = createServer((request, response) => handler(request, response));
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(at.port, at.host, () => done());
    });
  } catch (error) {
    throw explainListening(error);
  }
  return {
    address: server.address() as AddressInfo,
    answerWith(next) {
      handler = next;
    },
    close: () => close(server),
  };
}

const answerStarting: RequestListener = (request, response) => {
  const isAlive = request.url === '/healthz';
  response
    .writeHead(isAlive ? 200 : 503, { 'content-type': 'text/plain', 'retry-after': '5' })
    .end(isAlive ? 'ok\n' : 'starting\n');
};

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    const grace = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    server.close(() => {
      clearTimeout(grace);
      done();
    });
    server.closeIdleConnections();
  });
}
