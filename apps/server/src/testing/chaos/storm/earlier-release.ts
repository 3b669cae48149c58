import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** An earlier state of this repository, ready to run with the dependencies of the present one. */
export type EarlierRelease = { readonly main: string; remove(): Promise<void> };

/** Whether the repository's history reaches back so far; a shallow clone's does not. */
export function hasCommit(commit: string): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @throws Error when a dependency of that time is not among the present ones */
export async function openEarlierRelease(commit: string): Promise<EarlierRelease> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ringback-earlier-')));
  const archive = join(folder, 'release.tar');
  await run('git', ['archive', '--output', archive, commit, 'package.json', 'packages', 'apps/server'], {
    cwd: root,
  });
  await run('tar', ['-xf', archive, '-C', folder]);
  for (const parent of ['packages', 'apps']) {
    for (const name of await readdir(join(folder, parent))) {
      const modules = join(parent, name, 'node_modules');
      if (existsSync(join(root, modules))) await linkModules(join(root, modules), join(folder, modules));
    }
  }
  return {
    main: join(folder, 'apps/server/src/main.ts'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Packages of ours are the earlier ones; everybody else's are where they are. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await linkModules(source, target);
    else if (entry.isSymbolicLink()) {
      const isOurs = from.endsWith('@ringback');
      await symlink(isOurs ? await readlink(source) : await realpath(source), target);
    }
  }
}
