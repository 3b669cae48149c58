// `npm test`, once the toolchain is there: every step in order, stopping at the first that fails.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { openBrowser } from '../apps/server/src/testing/browser.ts';
import { openPostgresServer } from '../packages/engine/src/testing/postgres-server.ts';
import { addCounts, noCounts, readCounts, writeCounts } from './test-counts.ts';

const root = resolve(import.meta.dirname, '..');
const inCi = Boolean(process.env.CI) && process.env.CI !== 'false';

/** A script of package.json; `counted` when vitest runs it. */
type Step = { readonly script: string; readonly counted?: boolean };

const missing: string[] = [];
let counts = noCounts;
let running: ReturnType<typeof spawn> | null = null;
let stopping: NodeJS.Signals | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping = signal;
    stopStep();
  });
}

const scratch = await mkdtemp(join(tmpdir(), 'ringback-test-'));
const env: NodeJS.ProcessEnv = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const server = await openPostgresServer().catch((error: Error) => {
  missing.push(`PostgreSQL (${error.message})`);
  return null;
});
if (server) {
  env.TEST_DATABASE_URL = server.url;
  process.stdout.write(`Tests use ${server.description}.\n`);
}
const failedStep = await runSteps();
await server?.stop();
await rm(scratch, { recursive: true, force: true });
process.exitCode = report();

async function runSteps(): Promise<string | null> {
  for (const step of steps()) {
    if (!(await runStep(step))) return step.script;
    if (step.script === 'test:unit') await probeBrowser();
  }
  return null;
}

function steps(): Step[] {
  const checks = ['format', 'lint', 'types', 'unused'].map((script) => ({ script }));
  const anywhere = [
    { script: 'test:unit', counted: true },
    { script: 'test:package', counted: true },
  ];
  // Without PostgreSQL the rest still runs on the embedded store; what is missing is said at the end.
  return server
    ? [...checks, ...anywhere, { script: 'test:int', counted: true }, { script: 'test:e2e', counted: true }]
    : [...checks, ...anywhere, { script: 'test:int:embedded', counted: true }];
}

async function probeBrowser(): Promise<void> {
  try {
    await (await openBrowser()).close();
  } catch (error) {
    missing.push(`a browser (${error instanceof Error ? error.message : String(error)})`);
    env.RINGBACK_TEST_WITHOUT_BROWSER = '1';
  }
}

async function runStep(step: Step): Promise<boolean> {
  if (stopping) return false;
  process.stdout.write(`\n── ${step.script}\n`);
  const file = join(scratch, `${step.script.replaceAll(':', '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runScript(step.script, step.counted ? reporters : []);
  if (step.counted)
    counts = addCounts(counts, readCounts(await readFile(file, 'utf8').catch(() => ''), code === 0));
  return code === 0;
}

function runScript(script: string, args: readonly string[]): Promise<number> {
  return new Promise((done, failed) => {
    running = spawn('pnpm', ['run', '--silent', script, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own, so that a signal reaches whatever the script has started, too.
      detached: true,
    });
    running.on('error', failed);
    running.on('close', (code) => done(code ?? 1));
  });
}

/** A step is several processes deep. SIGINT is what every one of them understands, and vitest then tidies up. */
function stopStep(): void {
  signalStep('SIGINT');
  setTimeout(() => signalStep('SIGKILL'), 5_000).unref();
}

function signalStep(signal: NodeJS.Signals): void {
  if (running?.pid === undefined) return;
  try {
    process.kill(-running.pid, signal);
  } catch {
    // Nobody of its group is left.
  }
}

function report(): number {
  const lines = [''];
  if (stopping) lines.push(`Stopped by ${stopping}.`);
  else if (failedStep)
    lines.push(`Stopped: the step "${failedStep}" failed (pnpm ${failedStep} runs it alone).`);
  for (const what of missing) {
    lines.push(
      `Could not be had, so what needs it did not run: ${what}.${inCi ? ' In CI this is a failure.' : ''}`,
    );
  }
  const skippedIn = new Set(counts.skippedIn.map((file) => relative(root, file)));
  if (skippedIn.size > 0) lines.push(`Tests were skipped in ${[...skippedIn].join(', ')}.`);
  // No count of nothing: it would read as if all were well.
  if (counts.passed + counts.failed > 0) lines.push(writeCounts(counts));
  process.stdout.write(`${lines.join('\n')}\n`);
  return failedStep || stopping || (inCi && missing.length > 0) ? 1 : 0;
}
