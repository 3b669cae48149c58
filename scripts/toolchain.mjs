// Gets Node 24, pnpm and the dependencies if they are missing, then runs the server, the tests or pnpm:
//   node scripts/toolchain.mjs start|test|pnpm [arguments]
// Needs only Node 20 and npm, and therefore uses nothing but Node itself.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache');
const toolchainFile = join(cache, 'ringback-toolchain.json');
const stampFile = join(cache, 'ringback-install.txt');
const nodeMajor = 24;
const pnpmVersion = '10.34.9';

const [task, ...rest] = process.argv.slice(2);
const env = cleanEnvironment();
let child = null;
let stoppedBy = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stoppedBy = signal;
    child?.kill(signal);
  });
}

try {
  if (task === 'where') writeWhere(rest[0]);
  else if (task === 'start') await start();
  else if (task === 'test') await runWithTools(['scripts/run-tests.ts', ...rest]);
  else if (task === 'pnpm') await runPnpm();
  else fail('Usage: node scripts/toolchain.mjs start|test|pnpm [arguments]');
} catch (error) {
  fail(error.message);
}

async function start() {
  const node = isInstalled() ? await findNode() : (await install()).node;
  await become(node, [join(root, 'apps/server/src/main.ts'), ...rest]);
}

async function runWithTools(args) {
  const tools = isInstalled() ? await findTools() : await install();
  await become(tools.node, args, tools);
}

async function runPnpm() {
  const tools = await findTools();
  await become(tools.node, [tools.pnpm, ...rest], tools);
}

/** Node 24 alone, which is all that a second start needs. */
async function findNode() {
  return isNewEnough(process.versions.node) ? process.execPath : (await findTools()).node;
}

/** Node 24 and pnpm: remembered, or fetched through npx into npm's own cache. */
async function findTools() {
  const own = isNewEnough(process.versions.node) ? process.execPath : null;
  const known = readToolchain();
  if (known && existsSync(known.pnpm) && (own || existsSync(known.node))) {
    return { ...known, node: own ?? known.node };
  }
  say(own ? `Fetching pnpm ${pnpmVersion} ...` : `Fetching Node ${nodeMajor} and pnpm ${pnpmVersion} ...`);
  mkdirSync(cache, { recursive: true });
  const packages = ['-p', `pnpm@${pnpmVersion}`, ...(own ? [] : ['-p', `node@${nodeMajor}`])];
  const npx = findNpx();
  const script = fileURLToPath(import.meta.url);
  const args = [
    ...npx.args,
    '-y',
    '--prefer-offline',
    ...packages,
    '--',
    'node',
    script,
    'where',
    toolchainFile,
  ];
  const { code, output } = await runQuietly(npx.command, args);
  const found = code === 0 ? readToolchain() : null;
  if (!found) throw new Error(explain(`npx could not fetch Node ${nodeMajor} and pnpm`, output));
  if (!own && !isNewEnough(found.version)) {
    throw new Error(
      `npx brought Node ${found.version}; Ringback needs ${nodeMajor}. Are install scripts switched off?`,
    );
  }
  return { ...found, node: own ?? found.node };
}

/** Runs inside npx: writes down where the tools really are, so that later runs do not pay for npx. */
function writeWhere(file) {
  const folder = (process.env.PATH ?? '').split(delimiter).find((entry) => existsSync(join(entry, 'pnpm')));
  const pnpm = realpathSync(join(folder, 'pnpm'));
  const found = {
    node: process.execPath,
    version: process.versions.node,
    pnpm,
    pnpmFolder: folder,
    pnpmVersion,
  };
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
}

function readToolchain() {
  try {
    const known = JSON.parse(readFileSync(toolchainFile, 'utf8'));
    return known.pnpmVersion === pnpmVersion ? known : null;
  } catch {
    return null; // Not remembered yet, or half written: found again.
  }
}

async function install() {
  const tools = await findTools();
  say('Installing dependencies ...');
  const args = [
    tools.pnpm,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--config.confirmModulesPurge=false',
  ];
  // Under NODE_ENV=production pnpm would leave out what the tests need.
  const { NODE_ENV: _, ...installEnv } = withTools(tools);
  const { code, output } = await runQuietly(tools.node, args, installEnv);
  if (code !== 0) throw new Error(explain('The dependencies could not be installed', output));
  mkdirSync(cache, { recursive: true });
  writeFileSync(stampFile, installStamp());
  return tools;
}

function isInstalled() {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== installStamp()) return false;
  return manifests().every((file) => !/ependencies"/.test(readFileSync(file, 'utf8')) || hasModules(file));
}

function hasModules(manifest) {
  return existsSync(join(dirname(manifest), 'node_modules'));
}

/** Changes with the lock file and every package.json, and with what installs them. */
function installStamp() {
  const hash = createHash('sha256').update(`pnpm ${pnpmVersion} ${process.platform} ${process.arch}`);
  for (const file of [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests()]) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function manifests() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
  );
  return [root, ...folders].map((folder) => join(folder, 'package.json')).filter((file) => existsSync(file));
}

function findNpx() {
  // npm says where it is; its npx lies beside it and needs no PATH.
  const beside = process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npx-cli.js');
  return beside && existsSync(beside)
    ? { command: process.execPath, args: [beside] }
    : { command: 'npx', args: [] };
}

/** The user's environment without what npm adds to it, except what says how the registry is reached. */
function cleanEnvironment() {
  const kept =
    /^npm_config_(registry|offline|prefer_offline|userconfig|(https?_|no)?proxy|cafile|ca|strict_ssl|fetch_.*|@.*|\/\/.*)$/i;
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name));
  // What Node has compiled once it need not compile again: a start takes half the time.
  return { NODE_COMPILE_CACHE: join(cache, 'compiled'), ...Object.fromEntries(entries) };
}

function withTools(tools) {
  // pnpm first: beside a Node of the system may lie a pnpm of another version.
  const path = [tools.pnpmFolder, dirname(tools.node), env.PATH].join(delimiter);
  return { ...env, PATH: path };
}

/** Nothing is left to do here: become the program where the system can, else wait for it. */
async function become(command, args, tools) {
  const childEnv = tools ? withTools(tools) : env;
  if (stoppedBy) exitLike(null, stoppedBy);
  if (process.execve) {
    process.chdir(root);
    process.removeAllListeners('warning');
    process.execve(command, [command, ...args], childEnv);
  }
  const { code, signal } = await run(command, args, { cwd: root, env: childEnv, stdio: 'inherit' });
  exitLike(code, signal);
}

async function runQuietly(command, args, childEnv = env) {
  let output = '';
  const { code, signal } = await run(
    command,
    args,
    { cwd: root, env: childEnv, stdio: ['ignore', 'pipe', 'pipe'] },
    (chunk) => {
      output += chunk;
    },
  );
  if (stoppedBy) exitLike(code || null, signal ?? stoppedBy);
  return { code, output };
}

function run(command, args, options, onOutput) {
  return new Promise((done, failed) => {
    child = spawn(command, args, options);
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.on('error', (error) => {
      const missing =
        error.code === 'ENOENT' ? `${command} was not found; it comes with npm: install npm` : error.message;
      failed(new Error(missing));
    });
    child.on('close', (code, signal) => {
      child = null;
      done({ code, signal });
    });
  });
}

function explain(what, output) {
  const unreachable =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|META_FETCH_FAIL|fetch failed/;
  const uncached = /ENOTCACHED|NO_OFFLINE_TARBALL|NO_OFFLINE_META|cache mode is 'only-if-cached'/;
  if (uncached.test(output)) return `${what}: offline, and not everything that is needed is in the cache.`;
  if (unreachable.test(output))
    return `${what}: the npm registry cannot be reached. Check the network and try again.`;
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return `${what}: pnpm-lock.yaml is older than a package.json. Run: node scripts/toolchain.mjs pnpm install`;
  }
  return `${what}:\n${output.trim().split('\n').slice(-15).join('\n')}`;
}

function isNewEnough(version) {
  return Number.parseInt(version, 10) >= nodeMajor;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

function exitLike(code, signal) {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 1));
}
