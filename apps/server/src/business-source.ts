import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BusinessFileError, type ImportedBusiness, readBusinessFile } from '@ringback/engine';
import { parseDocument } from 'yaml';

export const demoBusinessFile = fileURLToPath(new URL('./sandbox/demo-business.yaml', import.meta.url));

/**
 * Reads the businesses from a YAML file, which the problems of the whole file call `name`.
 * @throws BusinessFileError with every problem and its path, also when the file is missing or is no YAML
 */
export async function readBusinesses(path: string, name = path): Promise<readonly ImportedBusiness[]> {
  const document = parseDocument(await readText(path, name));
  if (document.errors.length > 0) {
    // Behind the first line the reader draws the place in the file.
    const problems = document.errors.map(({ message }) => message.split('\n', 1)[0]?.replace(/:$/, '') ?? '');
    throw new BusinessFileError(problems.map((message) => ({ path: name, message })));
  }
  const content = readContent(() => document.toJS(), name);
  if (!(content instanceof Object && 'businesses' in content)) {
    const message =
      'is missing; the file begins with "businesses:" and lists each with its id, name and lines';
    throw new BusinessFileError([{ path: 'businesses', message }]);
  }
  return readBusinessFile(content);
}

/** What is no mistake of YAML's grammar shows only now, such as an alias that stands for nothing. */
function readContent(read: () => unknown, name: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new BusinessFileError([
      { path: name, message: error instanceof Error ? error.message : String(error) },
    ]);
  }
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : error;
    throw new BusinessFileError([{ path: name, message: `cannot be read (${String(why)})` }]);
  }
}
