import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One process under load. */
export type Process = {
  /** From being started to being ready. */
  readonly startMs: number;
  /** Processor time since its start, in seconds. */
  cpuSeconds(): Promise<number>;
  /** Resident memory, in MB. */
  memoryMb(): Promise<number>;
  stop(): Promise<void>;
};

const ticksPerSecond = 100;
/** A server promises to be gone within ten seconds. */
const stopWithinMs = 12_000;

/** @throws Error with its own words when it ends before it is ready */
export async function startProcess(
  script: string,
  settings: { readonly [variable: string]: string },
  nodeOptions: readonly string[] = [],
): Promise<Process> {
  const began = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...settings, PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  const gone = once(child, 'exit');
  // However we end, it ends with us.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  void gone.then(() => process.off('exit', end));
  let output = '';
  const ready = new Promise<boolean>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-20_000);
        if (output.includes('Ringback is ready')) done(true);
      });
    }
    void gone.then(() => done(false));
  });
  if (!(await ready)) throw new Error(`${script} ended before it was ready:\n${output}`);
  return {
    startMs: performance.now() - began,
    async cpuSeconds() {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    async memoryMb() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(end, stopWithinMs);
      await gone;
      clearTimeout(timer);
    },
  };
}
