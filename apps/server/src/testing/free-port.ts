import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below 32768: from there on Linux gives ports to connections, which could take one before its server listens. */
const first = 20_000;
const count = 12_000;

/** A port that was free a moment ago, and that no connection is given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
