import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret of this installation that nobody has set: made once, kept in a file that only its owner can read. */
export type KeptSecret = { readonly value: string; readonly path: string; readonly isNew: boolean };

const shortestSecret = 24;

export async function keepSecret(dataDir: string, name: string): Promise<KeptSecret> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, name);
  const fresh = randomBytes(32).toString('base64');
  try {
    // `wx` fails when the file is there already: two that start at once end with one secret.
    await writeFile(path, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return { value: fresh, path, isNew: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const value = (await readFile(path, 'utf8')).trim();
  // Cut short by a full disk or a crash; an empty admin token would let everybody in.
  if (value.length < shortestSecret) {
    throw new Error(`${path} holds no whole secret; remove it, and a new one is made at the next start`);
  }
  return { value, path, isNew: false };
}

/** The installation's key as `keepSecret` has made it; where it is gone, one as the next start would make it. */
export async function readSecretKeys(dataDir: string): Promise<readonly [Buffer]> {
  try {
    return [Buffer.from((await readFile(join(dataDir, 'secret-key'), 'utf8')).trim(), 'base64')];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [randomBytes(32)];
    throw error;
  }
}
