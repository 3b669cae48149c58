import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BusinessFileError, type ImportedBusiness, readBusinessFile } from '@ringback/engine';
import { parseDocument } from 'yaml';

export const demoBusinessFile = fileURLToPath(new URL('./sandbox/demo-business.yaml', import.meta.url));

/**
 * Reads the businesses from a YAML file.
 * @throws BusinessFileError with every problem and its path, also when the file is missing or is no YAML
 */
export async function readBusinesses(path: string): Promise<readonly ImportedBusiness[]> {
  const document = parseDocument(await readText(path));
  if (document.errors.length > 0) {
    throw new BusinessFileError(document.errors.map(({ message }) => ({ path, message })));
  }
  return readBusinessFile(document.toJS());
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error;
    throw new BusinessFileError([{ path, message: `cannot be read (${String(why)})` }]);
  }
}
