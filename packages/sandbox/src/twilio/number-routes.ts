import type { Express, Request, RequestHandler } from 'express';
import type { AccountNumbers } from './account-numbers.ts';
import { notFound } from './api-error.ts';
import type { Operation } from './faults.ts';
import type { SandboxNumber } from './numbers.ts';
import { pageOf } from './paging.ts';
import { accountPath, availableNumberResource, numberResource } from './resources.ts';
import { type Answer, formOf, found, isAsked, queryOf, sidOf } from './rest-request.ts';

export type NumberRoutesOptions = {
  accountSid: string;
  createdAt: string;
  numbers: AccountNumbers;
  answering: (operation: Operation, handle: (request: Request) => Answer) => RequestHandler;
  changed: () => void;
};

/** Which field of a number each parameter of a form sets; an empty one clears it. */
const settable = {
  FriendlyName: 'label',
  VoiceUrl: 'voiceUrl',
  VoiceMethod: 'voiceMethod',
  VoiceFallbackUrl: 'voiceFallbackUrl',
  VoiceApplicationSid: 'voiceApplicationSid',
  TrunkSid: 'trunkSid',
  StatusCallback: 'statusCallback',
  StatusCallbackMethod: 'statusCallbackMethod',
  SmsUrl: 'smsUrl',
  SmsMethod: 'smsMethod',
  SmsFallbackUrl: 'smsFallbackUrl',
  SmsApplicationSid: 'smsApplicationSid',
} as const satisfies { readonly [parameter: string]: keyof SandboxNumber };

/** The numbers of the account and those for sale: IncomingPhoneNumbers, AvailablePhoneNumbers. */
export function addNumberRoutes(app: Express, options: NumberRoutesOptions): void {
  const { accountSid, numbers, answering } = options;
  const account = accountPath(accountSid);
  const bodyOf = (number: SandboxNumber) =>
    numberResource(accountSid, numbers.sidOf(number.number) ?? '', number, options.createdAt);
  const bySid = (request: Request) => found(request, numbers.bySid(sidOf(request)));

  app.get(
    `${account}/IncomingPhoneNumbers.json`,
    answering('list-numbers', (request) => {
      const query = queryOf(request);
      const listed = numbers.all().filter(({ number }) => isAsked(query, 'PhoneNumber', number));
      return { body: pageOf(listed.map(bodyOf), 'incoming_phone_numbers', request.path, query) };
    }),
  );
  app.post(
    `${account}/IncomingPhoneNumbers.json`,
    answering('buy-number', (request) => {
      const form = formOf(request);
      const number = numbers.buy(form.get('PhoneNumber') ?? '');
      setFrom(form, number);
      options.changed();
      return { status: 201, body: bodyOf(number) };
    }),
  );
  app.get(
    `${account}/IncomingPhoneNumbers/:sid.json`,
    answering('list-numbers', (request) => ({ body: bodyOf(bySid(request)) })),
  );
  app.post(
    `${account}/IncomingPhoneNumbers/:sid.json`,
    answering('update-number', (request) => {
      const number = bySid(request);
      setFrom(formOf(request), number);
      options.changed();
      return { body: bodyOf(number) };
    }),
  );
  app.get(
    `${account}/AvailablePhoneNumbers/:country/Local.json`,
    answering('search-numbers', (request) => {
      const { country } = request.params;
      if (country !== 'US' && country !== 'CA') {
        throw notFound(request.path);
      }
      const query = queryOf(request);
      const listed = numbers
        .forSale(query.get('AreaCode') ?? '512')
        .map((number) => availableNumberResource(number, country));
      return { body: pageOf(listed, 'available_phone_numbers', request.path, query) };
    }),
  );
}

function setFrom(form: URLSearchParams, number: SandboxNumber): void {
  for (const [parameter, field] of Object.entries(settable)) {
    const given = form.get(parameter);
    if (given !== null) number[field] = given;
  }
}
