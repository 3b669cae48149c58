import { parseArgs } from 'node:util';
import type { AvailableNumber, PhoneNumber } from '@ringback/api';
import { askServer, type ServerAddress } from './ask-server.ts';
import { CommandError } from './command-error.ts';
import type { Console } from './simulate.ts';

export const numbersUsage = `ringback numbers list|check|search|buy|connect [options]
  The numbers of the phone account: which bring their calls and texts here, which could be
  bought, and pointing one here. Asks the server that runs with the same environment.

  list                   every number of the account, and every line of the business file
  check                  the lines only; exits with 1 when calls or texts of one do not come here
  search AREACODE        numbers for sale, as 512; --country CA for Canada
  buy NUMBER             buys it for --business ID, and points it here
  connect NUMBER         points a number of the account here, whatever took its calls before
  --confirm-cost         buy spends money every month; without it nothing is bought`;

type Request =
  | { readonly act: 'list' | 'check' }
  | { readonly act: 'search'; readonly areaCode: string; readonly country: 'US' | 'CA' }
  | {
      readonly act: 'buy';
      readonly number: string;
      readonly business: string;
      readonly isConfirmed: boolean;
    }
  | { readonly act: 'connect'; readonly number: string };

/**
 * The exit code: 1 when `check` finds a line whose calls or texts do not come here.
 * @throws CommandError when it is called in a wrong way, or the server refuses
 */
export async function runNumbers(
  args: readonly string[],
  console: Console,
  server: ServerAddress,
): Promise<0 | 1> {
  const request = readArguments(args);
  if (request.act === 'buy' && !request.isConfirmed) {
    throw new CommandError(
      `nothing was bought: Twilio charges for ${request.number} every month until you give it back; say --confirm-cost to buy it`,
    );
  }
  return askServer(server, async (client) => {
    switch (request.act) {
      case 'list':
        show((await client.listNumbers()).data, console);
        return 0;
      case 'check': {
        const lines = (await client.listNumbers()).data.filter(({ line }) => line !== null);
        show(lines, console);
        return lines.some(isDeaf) ? 1 : 0;
      }
      case 'search': {
        const { areaCode, country } = request;
        showOffers((await client.searchNumbers({ query: { areaCode, country } })).data, areaCode, console);
        return 0;
      }
      case 'buy': {
        const { number, business } = request;
        show([await client.buyNumber({ body: { number, business, confirm: true } })], console);
        return 0;
      }
      case 'connect':
        show([await client.connectNumber({ params: { number: request.number } })], console);
        return 0;
      default:
        return request satisfies never;
    }
  });
}

function readArguments(args: readonly string[]): Request {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        business: { type: 'string' },
        country: { type: 'string', default: 'US' },
        'confirm-cost': { type: 'boolean', default: false },
      },
    });
    const [act, what, ...others] = positionals;
    if (others.length > 0) throw new Error(`leave out ${others.join(' ')}`);
    const the = (name: string) => {
      if (what === undefined) throw new Error(`name ${name} after ${act}`);
      return what;
    };
    switch (act) {
      case 'list':
      case 'check':
        if (what !== undefined) throw new Error(`${act} takes nothing more; leave out ${what}`);
        return { act };
      case 'search': {
        const country = values.country === 'US' || values.country === 'CA' ? values.country : null;
        if (country === null) throw new Error('say --country US or --country CA');
        return { act, areaCode: the('an area code, such as 512,'), country };
      }
      case 'buy':
        if (values.business === undefined)
          throw new Error('name the business that it is for with --business');
        return {
          act,
          number: the('the number'),
          business: values.business,
          isConfirmed: values['confirm-cost'],
        };
      case 'connect':
        return { act, number: the('the number') };
      default:
        throw new Error('say list, check, search, buy or connect');
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${why}\n\n${numbersUsage}`, { exitCode: 2 });
  }
}

/** A call that finds nobody while the server is away is worth a word, but it comes here. */
function isDeaf({ problems }: PhoneNumber): boolean {
  return problems.some(({ code }) => code !== 'no-fallback');
}

function show(numbers: readonly PhoneNumber[], console: Console): void {
  if (numbers.length === 0) console.print('There is no number.');
  for (const { number, label, business, line, problems } of numbers) {
    const whose = business === null ? 'no line' : `${business}: ${line}`;
    console.print([number, whose, label === null || label === number ? [] : `(${label})`].flat().join('  '));
    if (problems.length === 0) console.print('  ok: its calls and texts come here');
    for (const { code, detail } of problems) console.print(`  ${code}: ${detail}`);
  }
}

function showOffers(offers: readonly AvailableNumber[], areaCode: string, console: Console): void {
  if (offers.length === 0) console.print(`None is for sale in ${areaCode}; try an area code beside it.`);
  for (const { number, label, place } of offers) {
    console.print([number, label, place ?? []].flat().join('  '));
  }
}
