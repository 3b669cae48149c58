import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSimulate } from './simulate.ts';

const fixtures = fileURLToPath(new URL('../../../../test-fixtures/', import.meta.url));
const log = (name: string): string => join(fixtures, 'call-logs', `${name}.csv`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-'));
});
afterAll(() => rm(folder, { recursive: true }));

const inFolder = (name: string): string => join(folder, name);

async function fileWith(name: string, text: string): Promise<string> {
  await writeFile(inFolder(name), text);
  return inFolder(name);
}

async function simulateLog(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  await runSimulate(args, { print, complain: print, progress: null });
  return lines.join('\n');
}

describe('the call log of', () => {
  test.each(['twilio', 'ringcentral', 'callrail', 'aircall', 'quo'])(
    '%s is read, and gives what the same calls of every other give',
    async (name) => {
      const printed = await simulateLog(log(name), '--no-report', '--lead-value', '350');
      expect(printed).toMatch(/^Your business: 6 incoming calls/);
      expect(printed).toMatch(/Answered +1\n/);
      expect(printed).toMatch(/Missed +5 \(1 while closed\)\n/);
      expect(printed).toMatch(/spoke with somebody later +1\n/);
      expect(printed).toMatch(/Would have been texted +3\n/);
      expect(printed).toMatch(/never did +\$1,050\n/);
      expect(printed).toContain('1 × withheld-number');
      expect(printed).not.toContain('could not be read');
    },
  );

  test('any other phone system can be written down in our own words; no row of it is lost in silence', async () => {
    const printed = await simulateLog(log('plain'), '--no-report');
    expect(printed).toMatch(/Missed +5/);
    expect(printed).toContain('3 rows could not be read:');
    expect(printed).toContain('line 8: "not a number" is no phone number');
    expect(printed).toContain('line 9: "last Tuesday" is no time');
    expect(printed).toContain('line 10: "perhaps" is no outcome');
  });

  test('a system that writes semicolons and a byte order mark is read, too', async () => {
    const text = '\uFEFFfrom;started_at;outcome\r\n+15125550142;2026-11-02T10:00:00Z;missed\r\n';
    expect(await simulateLog(await fileWith('semicolons.csv', text), '--no-report')).toMatch(/texted +1\n/);
  });
});

describe('the simulation', () => {
  test('goes by a business file and by other rules', async () => {
    const business = join(fixtures, 'businesses', 'acme-plumbing.yaml');
    const rules = await fileWith('rules.yaml', 'detection:\n  minRingSeconds: 20\n');
    const hangUp = await fileWith(
      'one.csv',
      'from,started_at,outcome,ring_seconds\n+15125550142,2026-11-02T16:00:00Z,abandoned,15\n',
    );
    const known = await simulateLog(hangUp, '--business', business, '--no-report');
    expect(known).toMatch(/^Acme Plumbing: 1 incoming/);
    expect(known).toMatch(/texted +1\n/);
    expect(known).not.toContain('Taken for granted');
    expect(await simulateLog(hangUp, '--rules', rules, '--no-report')).toMatch(/texted +0\n/);
  });

  test('writes every decision where it is asked to', async () => {
    const path = inFolder('decisions.csv');
    await simulateLog(log('callrail'), '--no-report', '--decisions', path);
    const rows = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    expect(rows[0]).toBe('at,what happened,caller,line,rule,outcome,why,text');
    expect(rows.filter((row) => row.includes('sorry we missed your call'))).toHaveLength(3);
  });

  test('writes a report that shows what others wrote as text', async () => {
    const path = inFolder('report.html');
    const source = '<script>alert(1)</script>';
    const rows = [1, 2].map(
      (minute) => `+1512555014${minute},2026-11-02T16:0${minute}:00Z,missed,${source}${minute}`,
    );
    const file = await fileWith('hostile.csv', ['from,started_at,outcome,source', ...rows].join('\n'));
    await simulateLog(file, '--report', path, '--name', '<b>Acme</b>', '--lead-value', '350');
    const html = await readFile(path, 'utf8');
    expect(html).not.toMatch(/<script|<b>Acme/);
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toMatch(/https?:\/\//);
  });
});

test('shows how it is used where it is asked to', async () => {
  expect(await simulateLog('--help')).toMatch(/^ringback simulate FILE.csv/);
});

describe('a command that cannot be done says why', () => {
  test.each([
    [['missing.csv'], 'missing.csv: there is no such file', 1],
    [[log('../businesses/acme-plumbing.yaml').replace(/\.csv$/, '')], 'is of no kind that is known here', 1],
    [[], 'name one call log', 2],
    [[log('quo'), '--lead-value', 'much'], '"much" is no amount of dollars', 2],
    [[log('quo'), '--time-zone', 'Austin'], '"Austin" is no time zone', 2],
    [[log('quo'), '--country', 'ZZ'], '"ZZ" is no country', 2],
    [[log('quo'), '--lead-value', '-5'], '"-5" is no amount of dollars', 2],
    [[log('quo'), '--colour', 'red'], "Unknown option '--colour'", 2],
    [[log('quo'), '--report', '/nowhere/at/all.html'], 'cannot be written (ENOENT)', 1],
    [[log('quo'), '--rules', 'missing.yaml'], 'missing.yaml: there is no such file', 1],
  ])('%j: %s', async (args, message, exitCode) => {
    await expect(simulateLog(...args)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringContaining(message),
      exitCode,
    });
  });

  test('when nothing stands in the file, or no call', async () => {
    await expect(simulateLog(await fileWith('empty.csv', ''))).rejects.toThrow('is empty');
    const head = await fileWith('head.csv', 'from,started_at,outcome\nx,y,z\n');
    await expect(simulateLog(head)).rejects.toThrow(/holds no incoming call.\n {2}line 2: "z" is no outcome/);
  });

  test('when the headers are unknown, naming them and those that are known', async () => {
    const file = await fileWith('other.csv', 'when,who,\u001b[31mhow\n1,2,3\n');
    await expect(simulateLog(file)).rejects.toThrow(/Its headers are: when, who, ·\[31mhow\n.*\n.*Aircall:/);
  });

  test('when a rule is wrong, with its path', async () => {
    const rules = await fileWith('wrong.yaml', 'dedupe:\n  windowHours: 0\n');
    await expect(simulateLog(log('quo'), '--rules', rules)).rejects.toThrow(/dedupe\.windowHours: /);
  });

  test('on the error stream and by its exit code', async () => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const ended = (...args: readonly string[]) =>
      new Promise((resolve) => {
        execFile(process.execPath, [main, ...args], (error, out, problem) => {
          resolve({ code: error?.code ?? 0, out, problem });
        });
      });
    expect(await ended('simulate', 'missing.csv')).toEqual({
      code: 1,
      out: '',
      problem: 'missing.csv: there is no such file\n',
    });
    expect(await ended('dance')).toMatchObject({ code: 2, out: '' });
  }, 20_000);
});
