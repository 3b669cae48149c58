import { type PhoneNumber, type Routes, routes } from '@ringback/api';
import type { E164 } from '@ringback/core';
import { beginPurchase, type Engine, PurchaseKeyReusedError, settlePurchase } from '@ringback/engine';
import { MessagingError, type OwnedNumber, type PhoneNumbers } from '@ringback/messaging';
import { ApiProblem } from './api-problem.ts';
import { type Answerer, answering } from './endpoint.ts';
import type { Identity, Tokens } from './tokens.ts';
import { theBusiness } from './visible-businesses.ts';

/** The provider is asked several times at most, each with a deadline of its own below this one. */
const withinMs = 30_000;
const mostOffered = 20;

/** The numbers of the phone account, which all businesses share: an administrator's matter. */
export function createNumberEndpoints(engine: Engine, tokens: Tokens, phoneNumbers: PhoneNumbers) {
  const { directory } = engine;
  const { db } = engine.store;

  const list: Answerer<Routes['listNumbers']> = async (_request, identity) => {
    requireAdmin(identity);
    const owned = await asked(phoneNumbers.list(patience()));
    const inAccount = new Set<string>(owned.map(({ number }) => number));
    const missing = directory.all().flatMap(({ business }) =>
      business.lines
        .filter(({ number }) => !inAccount.has(number))
        .map(({ number, label }) => ({
          number,
          label: null,
          business: business.id,
          line: label,
          problems: [{ code: 'not-in-account' as const, detail: 'The phone account has no such number.' }],
        })),
    );
    return { data: [...missing, ...owned.map(show)], nextCursor: null };
  };

  const search: Answerer<Routes['searchNumbers']> = async ({ query }, identity) => {
    requireAdmin(identity);
    const found = await asked(phoneNumbers.searchAvailable({ ...query, limit: mostOffered }, patience()));
    return { data: [...found], nextCursor: null };
  };

  const buy: Answerer<Routes['buyNumber']> = async ({ body, idempotencyKey }, identity) => {
    requireAdmin(identity);
    const { business } = theBusiness(directory, identity, body.business);
    const number = body.number as E164;
    // Without a key the number stands for itself: it can be bought once only.
    const purchase = { businessId: business.id, key: idempotencyKey ?? number, number, by: identity.name };
    await beginPurchase(db, purchase).catch(refuseReusedKey);
    try {
      const bought = await phoneNumbers.buy(
        { number, label: business.name, confirm: body.confirm },
        patience(),
      );
      await settlePurchase(db, purchase, { state: 'bought', providerId: bought.providerId });
      return show(bought);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      if (error.retry === 'never') {
        await settlePurchase(db, purchase, { state: 'refused', problem: error.message });
      }
      throw explain(error, 'Nobody knows whether it was bought; ask again, which looks before it buys.');
    }
  };

  const connect: Answerer<Routes['connectNumber']> = async ({ params }, identity) => {
    requireAdmin(identity);
    const connected = await asked(phoneNumbers.connect(params.number as E164, patience()));
    if (connected) return show(connected);
    throw new ApiProblem(
      'unknown-number',
      `number: the phone account has no ${params.number}; GET /api/v1/numbers lists those that it has.`,
    );
  };

  function show({ number, label, problems }: OwnedNumber): PhoneNumber {
    const found = directory.byLine(number);
    const noLine = {
      code: 'no-line' as const,
      detail: 'No business in the business file has this number as a line, so its calls are not answered.',
    };
    return {
      number,
      label,
      business: found?.known.business.id ?? null,
      line: found?.line.label ?? null,
      problems: [...(found ? [] : [noLine]), ...problems],
    };
  }

  return {
    listNumbers: answering(tokens, routes.listNumbers, list),
    searchNumbers: answering(tokens, routes.searchNumbers, search),
    buyNumber: answering(tokens, routes.buyNumber, buy),
    connectNumber: answering(tokens, routes.connectNumber, connect),
  };
}

function requireAdmin({ businesses }: Identity): void {
  if (businesses === 'all') return;
  throw new ApiProblem('admin-only', 'The phone account belongs to all businesses; use the admin token.');
}

function patience() {
  return { signal: AbortSignal.timeout(withinMs) };
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof MessagingError ? explain(error, 'Ask again.') : error;
  }
}

/** `whatToDo`: where it may have happened. */
function explain(error: MessagingError, whatToDo: string): ApiProblem {
  if (error.retry === 'never') return new ApiProblem('provider-refused', error.message);
  const next = error.retry === 'later' ? 'Nothing was done; ask again in a minute.' : whatToDo;
  return new ApiProblem('provider-unavailable', `${error.message}. ${next}`);
}

function refuseReusedKey(error: unknown): never {
  if (!(error instanceof PurchaseKeyReusedError)) throw error;
  throw new ApiProblem(
    'idempotency-key-reused',
    'header.Idempotency-Key: another number was bought with this key; take a new key for every number.',
  );
}
