import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** The public address: hands every connection to a server that is up, by turns, and refuses it when none is. */
export type Front = { readonly url: string; close(): Promise<void> };

export async function openFront(portsThatServe: () => readonly number[]): Promise<Front> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((outside) => {
    const ports = portsThatServe();
    const port = ports[turn++ % Math.max(1, ports.length)];
    keep(outside);
    if (port === undefined) return void outside.destroy();
    const inside = keep(connect(port, '127.0.0.1'));
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
    outside.pipe(inside);
    inside.pipe(outside);
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A server that is killed resets its connections: that is what this is for.
    return socket.on('error', () => socket.destroy());
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
