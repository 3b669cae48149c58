import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const root = resolve(import.meta.dirname, '..');

/** Ends a command that answers nobody any more; the slowest takes a few seconds. */
const timeout = 60_000;

/** How the package is made; a how-to tells the same command. */
export const packCommand = 'pnpm --filter @ringback/core pack --pack-destination';

/** The package as it would be published, and an empty project outside the workspace that has installed it. */
export type CorePackage = { readonly tarball: string; readonly project: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by core-package-global-setup.ts. */
    corePackage: CorePackage;
  }
}

/** What a command printed. @throws Error with what it printed, when it fails */
export async function run(command: string, args: readonly string[], cwd = root): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, timeout });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

/** Builds and packs the core, and installs it. `close` leaves nothing behind. */
export async function openCorePackage(): Promise<CorePackage & { close(): Promise<void> }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ringback-core-')));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const [pnpm = '', ...args] = packCommand.split(' ');
    await run(pnpm, [...args, folder]);
    const [name = ''] = await readdir(folder);
    const tarball = join(folder, name);
    const project = join(folder, 'project');
    await install(tarball, project);
    return { tarball, project, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As a package manager does it, without a registry: what the package asks for is linked from this workspace. */
async function install(tarball: string, project: string): Promise<void> {
  const installed = join(project, 'node_modules', '@ringback', 'core');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1']);
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const modules = [
    ...Object.keys(manifest.dependencies).map((name) => [name, join(root, 'packages', 'core')] as const),
    // What a developer has besides, for `console` and `node:test`.
    ['@types/node', root] as const,
  ];
  for (const [name, from] of modules) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(join(from, 'node_modules', name)), link, 'junction');
  }
}
