import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server as an operator runs it: a process of its own. */
export type ServerProcess = {
  readonly pid: number;
  readonly port: number;
  isAlive(): boolean;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** Its last lines, to tell what went wrong. */
  output(): string;
};

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const keptOutput = 20_000;

/** @throws Error with the server's own words when it ends before it is ready */
export async function startServerProcess(
  port: number,
  settings: { readonly [variable: string]: string },
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main], {
    env: { ...settings, HOST: '127.0.0.1', PORT: String(port), PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const gone = once(child, 'exit').then(() => process.off('exit', killWithUs));
  let output = '';
  const ready = new Promise<boolean>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-keptOutput);
        if (output.includes('Ringback is ready')) done(true);
      });
    }
    void gone.then(() => done(false));
  });
  if (!(await ready)) throw new Error(`the server ended before it was ready:\n${output}`);
  return {
    pid: pidOf(child),
    port,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    output: () => output,
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the server was not started');
  return child.pid;
}
