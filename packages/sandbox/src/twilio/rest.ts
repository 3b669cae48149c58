import { timingSafeEqual } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import type { Clock } from '../clock.ts';
import type { AccountNumbers } from './account-numbers.ts';
import { notFound, TwilioApiError } from './api-error.ts';
import type { CallLegs } from './call-legs.ts';
import type { Registry } from './compliance/registry.ts';
import { createComplianceRouter } from './compliance/routes.ts';
import { addDeletionRoutes } from './deletion-routes.ts';
import { type FaultSource, type Operation, pause } from './faults.ts';
import { lookUpResource } from './look-up.ts';
import { type MediaFiles, openMediaPath } from './media-files.ts';
import { readMessageRequest } from './message-request.ts';
import type { MessageStore } from './messages.ts';
import { addNumberRoutes } from './number-routes.ts';
import type { CarrierNumber } from './numbers.ts';
import type { OptOuts } from './opt-out.ts';
import { pageOf, passesDates } from './paging.ts';
import { type Recordings, silentWav } from './recordings.ts';
import {
  accountPath,
  accountResource,
  callResource,
  mediaResource,
  messageResource,
  recordingResource,
} from './resources.ts';
import { type Answer, formOf, found, isAsked, queryOf, sidOf } from './rest-request.ts';

export type RestOptions = {
  accountSid: string;
  authToken: string;
  clock: Clock;
  faults: FaultSource;
  legs: CallLegs;
  messages: MessageStore;
  media: MediaFiles;
  recordings: Recordings;
  optOuts: OptOuts;
  numbers: AccountNumbers;
  carrierNumbers: readonly CarrierNumber[];
  registry: Registry;
  changed: () => void;
};

/** Twilio's REST API, api.twilio.com and lookups.twilio.com under one roof, with their own paths. */
export function createRestApp(options: RestOptions): Express {
  const { accountSid, legs, messages, media, recordings, optOuts, numbers, carrierNumbers, faults, clock } =
    options;
  const app = express();
  const account = accountPath(accountSid);
  const createdAt = clock.now().toISOString();

  /** Answers with what `handle` gives, unless a fault is due. */
  const answering = (operation: Operation, handle: (request: Request) => Answer) => {
    return async (request: Request, response: Response) => {
      const fault = faults.take(operation);
      if (fault?.kind === 'reset-before') return void request.socket.destroy();
      if (fault?.kind === 'status-429') throw new TwilioApiError(429, 20429, 'Too Many Requests');
      if (fault?.kind === 'status-500') throw new TwilioApiError(500, 20500, 'Internal Server Error');
      const answer = handle(request);
      if (fault?.kind === 'reset-after') return void request.socket.destroy();
      if (fault?.kind === 'slow') await pause(clock, fault.delayMs ?? 0);
      if ('location' in answer) return void response.redirect(307, answer.location);
      const { status = 200, body } = answer;
      if (Buffer.isBuffer(body)) response.type('audio/wav').send(body);
      else response.status(status).json(body);
    };
  };

  app.disable('x-powered-by');
  app.use(express.text({ type: 'application/x-www-form-urlencoded', limit: '100kb' }));
  app.get(`${openMediaPath}/:name`, (request, response) => {
    const file = found(request, media.at(request.path));
    response.type(file.contentType).send(Buffer.from(file.bytes));
  });
  app.use((request, response, next) => {
    response.set('Date', clock.now().toUTCString());
    if (!isAuthorized(request, options)) throw new TwilioApiError(401, 20003, 'Authenticate');
    next();
  });

  app.post(
    `${account}/Messages.json`,
    answering('create-message', (request) => {
      const message = messages.send(readMessageRequest(formOf(request), { optOuts, numbers: numbers.all() }));
      return { status: 201, body: messageResource(accountSid, message) };
    }),
  );
  app.get(
    `${account}/Messages.json`,
    answering('list-messages', (request) => {
      const query = queryOf(request);
      const listed = messages
        .all()
        .reverse()
        .filter((message) => passesNumbers(query, message) && passesDates(query, 'DateSent', message.sentAt))
        .map((message) => messageResource(accountSid, message));
      return { body: pageOf(listed, 'messages', request.path, query) };
    }),
  );
  app.get(
    `${account}/Messages/:sid.json`,
    answering('fetch-message', (request) => ({
      body: messageResource(accountSid, found(request, messages.find(sidOf(request)))),
    })),
  );

  app.get(
    `${account}/Messages/:sid/Media.json`,
    answering('fetch-media', (request) => {
      const { sid } = found(request, messages.find(sidOf(request)));
      const listed = media.of(sid).map((file) => mediaResource(accountSid, file));
      return { body: pageOf(listed, 'media_list', request.path, queryOf(request)) };
    }),
  );
  app.get(
    `${account}/Messages/:messageSid/Media/:sid`,
    answering('fetch-media', (request) => {
      const files = media.of(String(request.params.messageSid));
      const file = found(
        request,
        files.find(({ sid }) => sid === sidOf(request)),
      );
      return { location: file.openPath };
    }),
  );
  addDeletionRoutes(app, { accountSid, messages, media, recordings, legs, answering });

  app.get(
    `${account}/Calls.json`,
    answering('list-calls', (request) => {
      const query = queryOf(request);
      const listed = legs
        .all()
        .reverse()
        .filter(
          (leg) =>
            passesNumbers(query, leg) &&
            isAsked(query, 'Status', leg.status) &&
            isAsked(query, 'ParentCallSid', leg.parentSid) &&
            passesDates(query, 'StartTime', leg.createdAt) &&
            passesDates(query, 'EndTime', leg.endedAt),
        )
        .map((leg) => callResource(accountSid, numbers.sidOf(leg.to), leg));
      return { body: pageOf(listed, 'calls', request.path, query) };
    }),
  );
  app.get(
    `${account}/Calls/:sid.json`,
    answering('fetch-call', (request) => {
      const { leg } = found(request, legs.live(sidOf(request)));
      return { body: callResource(accountSid, numbers.sidOf(leg.to), leg) };
    }),
  );

  app.get(
    `${account}.json`,
    answering('fetch-account', () => ({ body: accountResource(accountSid, createdAt) })),
  );
  addNumberRoutes(app, { accountSid, createdAt, numbers, answering, changed: options.changed });

  app.get(
    `${account}/Recordings.json`,
    answering('fetch-recording', (request) => {
      const query = queryOf(request);
      const listed = recordings
        .all()
        .reverse()
        .filter(
          ({ callSid, startedAt }) =>
            isAsked(query, 'CallSid', callSid) &&
            passesDates(query, 'DateCreated', new Date(startedAt).toISOString()),
        )
        .map((recording) => recordingResource(accountSid, recording));
      return { body: pageOf(listed, 'recordings', request.path, query) };
    }),
  );
  app.get(
    `${account}/Recordings/:sid.json`,
    answering('fetch-recording', (request) => ({
      body: recordingResource(accountSid, found(request, recordings.find(sidOf(request)))),
    })),
  );
  app.get(
    [`${account}/Recordings/:sid.wav`, `${account}/Recordings/:sid`],
    answering('fetch-recording', (request) => ({
      body: silentWav(found(request, recordings.find(sidOf(request))).seconds),
    })),
  );

  app.get(
    '/v2/PhoneNumbers/:number',
    answering('look-up', (request) => {
      const fields = queryOf(request).get('Fields')?.split(',') ?? [];
      return { body: lookUpResource(String(request.params.number), fields, carrierNumbers) };
    }),
  );

  const { registry, changed } = options;
  app.use(createComplianceRouter({ accountSid, faults, registry, numbers, changed }));
  app.use((request) => {
    throw notFound(request.path);
  });
  app.use((error: unknown, _request: Request, response: Response, next: (error: unknown) => void) => {
    if (!(error instanceof TwilioApiError)) return next(error);
    response.status(error.status).json(error.toBody());
  });
  return app;
}

function isAuthorized(request: Request, account: { accountSid: string; authToken: string }): boolean {
  const wanted = Buffer.from(`${account.accountSid}:${account.authToken}`);
  const given = Buffer.from(/^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '', 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function passesNumbers(query: URLSearchParams, item: { from: string | null; to: string }): boolean {
  return isAsked(query, 'To', item.to) && isAsked(query, 'From', item.from);
}
