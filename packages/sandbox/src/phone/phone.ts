import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import { type Clock, createRealClock } from '../clock.ts';
import type { HubspotLookalike } from '../hubspot/lookalike.ts';
import type { TwilioLookalike } from '../twilio/lookalike.ts';
import { createActs } from './acts.ts';
import { answerRefusal, requireOwnPage } from './refusal.ts';
import type { PhoneCaller, PhoneLine } from './snapshot.ts';
import type { Story } from './story.ts';
import { createStream } from './stream.ts';
import { takeSnapshot } from './take-snapshot.ts';

export type PhoneOptions = {
  readonly twilio: TwilioLookalike;
  readonly hubspot: HubspotLookalike;
  readonly business: {
    readonly name: string;
    /** `ringSeconds` is 18 when left out. */
    readonly lines: readonly (Omit<PhoneLine, 'ringSeconds'> & { readonly ringSeconds?: number })[];
  };
  /** Who can call; the first is chosen when the page opens. */
  readonly callers: readonly PhoneCaller[];
  /** What the product's store says at this moment. */
  readStory(): Promise<Story>;
  /** Calls `listener` after every change of what `readStory` says; the answer ends it. */
  onStoryChange(listener: () => void): () => void;
  /** Aborted when the server stops: open streams end. Without it the server has to cut its connections itself. */
  readonly signal?: AbortSignal;
  /** The clock of the look-alikes; that of the machine when left out. */
  readonly clock?: Clock;
};

const pageFolder = fileURLToPath(new URL('page', import.meta.url));
const emptyStory: Story = {
  conversations: [],
  decisions: [],
  notices: [],
  crm: { connected: false, account: null, problem: null },
};
const unreadable = 'What was decided cannot be read at the moment.';

/** The page at `/` and all it needs under `/sandbox`: a state, a stream of it, and the acts of the people. */
export function createPhone(options: PhoneOptions): Router {
  const {
    twilio,
    hubspot,
    callers,
    clock = createRealClock(),
    signal = new AbortController().signal,
  } = options;
  const lines = options.business.lines.map((line) => ({ ringSeconds: 18, ...line }));
  const world = { twilio, hubspot, callers, clock, business: { name: options.business.name, lines } };
  let lastStory = emptyStory;

  const readState = async () => {
    const problem = await options.readStory().then(
      (story) => {
        lastStory = story;
        return null;
      },
      // The page goes on with what it knew, and says so.
      () => unreadable,
    );
    return takeSnapshot(world, lastStory, problem);
  };

  const stream = createStream(readState, signal);
  const unsubscribes = [
    twilio.subscribe(stream.changed),
    hubspot.subscribe(stream.changed),
    options.onStoryChange(stream.changed),
  ];
  signal.addEventListener('abort', () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
  });

  const router = express.Router();
  router.get('/', (_request, response) => {
    response.sendFile('index.html', { root: pageFolder, cacheControl: false });
  });
  router.use('/sandbox/page', express.static(pageFolder, { index: false, cacheControl: false }));
  router.get('/sandbox/state', async (_request, response) => {
    response.set('cache-control', 'no-store').json(await readState());
  });
  router.get('/sandbox/stream', stream.serve);
  router.use('/sandbox', requireOwnPage, express.json({ limit: '16kb' }));
  for (const [name, act] of Object.entries(createActs(world))) {
    router.post(`/sandbox/${name}`, (request, response) => {
      act(request.body);
      response.status(204).end();
    });
  }
  router.use('/sandbox', answerRefusal);
  return router;
}
