import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the servers and PostgreSQL, so that the store can be away for a while. */
export type DatabaseProxy = {
  /** The same database by way of this proxy. */
  readonly url: string;
  /** Ends every connection at once, whatever is under way on it. */
  cut(): void;
  /** Whether new connections are let through. */
  setOpen(open: boolean): void;
  /** While silent nothing goes through either way, and nobody is told. */
  setSilent(silent: boolean): void;
  close(): Promise<void>;
};

export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isOpen = true;
  let isSilent = false;
  const server = createServer({ noDelay: true }, (outside) => {
    keep(outside);
    if (!isOpen) return void outside.destroy();
    const inside = keep(connect({ port: Number(target.port || 5432), host: target.hostname, noDelay: true }));
    outside.on('close', () => inside.destroy());
    inside.on('close', () => outside.destroy());
    outside.pipe(inside);
    inside.pipe(outside);
    if (isSilent) for (const each of [outside, inside]) each.cork();
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    return socket.on('error', () => socket.destroy());
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut,
    setOpen(open) {
      isOpen = open;
    },
    setSilent(silent) {
      if (isSilent === silent) return;
      isSilent = silent;
      for (const socket of sockets) {
        if (silent) socket.cork();
        else socket.uncork();
      }
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        cut();
      }),
  };
}
