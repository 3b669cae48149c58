import type { Request, Response } from 'express';

/** Several changes within this time are told as one. */
const coalesceMs = 40;
/** Proxies and browsers give up on a connection that stays silent; a comment keeps it. */
const heartbeatMs = 15_000;

export type Stream = {
  /** Something changed: everybody who listens gets what `read` then says. */
  changed(): void;
  /** Answers one request with server-sent events: the state now, and again after every change. */
  serve(request: Request, response: Response): Promise<void>;
};

/** Tells browsers the latest state. `signal` ends every connection, so that the server can stop. */
export function createStream(read: () => Promise<unknown>, signal: AbortSignal): Stream {
  const listeners = new Set<Response>();
  let isDue = false;
  // One reading after the other, so that nobody is told an older state last.
  let lastReading: Promise<unknown> = Promise.resolve();

  const readNext = () => {
    const reading = lastReading.then(read);
    lastReading = reading.catch(() => {});
    return reading;
  };
  const tell = async () => {
    isDue = false;
    const event = eventOf(await readNext());
    for (const listener of listeners) listener.write(event);
  };

  signal.addEventListener('abort', () => {
    for (const listener of listeners) listener.end();
  });

  return {
    changed() {
      if (isDue || listeners.size === 0 || signal.aborted) return;
      isDue = true;
      setTimeout(() => void tell(), coalesceMs).unref();
    },
    async serve(request, response) {
      response.set({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.flushHeaders();
      const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
      heartbeat.unref();
      const leave = () => {
        clearInterval(heartbeat);
        listeners.delete(response);
      };
      request.on('close', leave);
      response.on('close', leave);
      // Whoever listens from the first moment on misses nothing that changes while the state is read.
      listeners.add(response);
      response.write('retry: 1000\n\n');
      response.write(eventOf(await readNext()));
      if (signal.aborted) response.end();
    },
  };
}

function eventOf(state: unknown): string {
  return `event: snapshot\ndata: ${JSON.stringify(state)}\n\n`;
}
