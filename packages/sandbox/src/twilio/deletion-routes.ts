import type { Express, Request, Response } from 'express';
import { notOver } from './api-error.ts';
import { type CallLegs, isOver } from './call-legs.ts';
import type { Operation } from './faults.ts';
import type { MediaFiles } from './media-files.ts';
import type { MessageStore } from './messages.ts';
import type { Recordings } from './recordings.ts';
import { accountPath, messageResource } from './resources.ts';
import { type Answer, formOf, found, sidOf } from './rest-request.ts';

type Answering = (
  operation: Operation,
  handle: (request: Request) => Answer,
) => (request: Request, response: Response) => Promise<void>;

const deleted = { status: 204, body: {} } as const;

/** What an account may have deleted: messages, what came with them, recordings and calls. */
export function addDeletionRoutes(
  app: Express,
  options: {
    accountSid: string;
    messages: MessageStore;
    media: MediaFiles;
    recordings: Recordings;
    legs: CallLegs;
    answering: Answering;
  },
): void {
  const { accountSid, messages, media, recordings, legs, answering } = options;
  const account = accountPath(accountSid);
  const endedMessage = (request: Request) => {
    const message = found(request, messages.find(sidOf(request)));
    if (message.status === 'accepted' || message.status === 'queued') throw notOver();
    return message;
  };

  // The body alone is taken away by writing an empty one.
  app.post(
    `${account}/Messages/:sid.json`,
    answering('delete', (request) => {
      const message = endedMessage(request);
      if (formOf(request).get('Body') === '') messages.redact(message.sid);
      return { body: messageResource(accountSid, found(request, messages.find(message.sid))) };
    }),
  );
  app.delete(
    `${account}/Messages/:sid.json`,
    answering('delete', (request) => {
      messages.remove(endedMessage(request).sid);
      return deleted;
    }),
  );
  app.delete(
    `${account}/Messages/:messageSid/Media/:sid.json`,
    answering('delete', (request) => {
      const files = media.of(String(request.params.messageSid));
      media.remove(
        found(
          request,
          files.find(({ sid }) => sid === sidOf(request)),
        ).sid,
      );
      return deleted;
    }),
  );
  app.delete(
    `${account}/Recordings/:sid.json`,
    answering('delete', (request) => {
      recordings.remove(found(request, recordings.find(sidOf(request))).sid);
      return deleted;
    }),
  );
  app.delete(
    `${account}/Calls/:sid.json`,
    answering('delete', (request) => {
      const live = found(request, legs.live(sidOf(request)));
      if (!isOver(live)) throw notOver();
      legs.remove(live);
      return deleted;
    }),
  );
}
