import { expect, test } from 'vitest';
import { businessFile } from '../testing/acme-plumbing.ts';
import { runVoiceFallback } from './voice-fallback.ts';

async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const console = { print: (line: string) => void printed.push(line), complain: () => {}, progress: null };
  await runVoiceFallback(args, console, { businessFile });
  return printed.join('\n');
}

test('prints the document of a line, ready to be pasted', async () => {
  expect(await run('+15125550100')).toMatch(
    /^<\?xml.*<Number>\+15125550111<\/Number><\/Dial>.*<\/Response>$/,
  );
});

test('names the lines that there are when asked for another', async () => {
  await expect(run('+15125550199')).rejects.toThrow(
    '+15125550199 is no line of the business file; it has +15125550100, +15125550101',
  );
  await expect(run()).rejects.toThrow('name the number of a line');
});
