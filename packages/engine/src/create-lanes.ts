import type { LineTypes } from '@ringback/messaging';
import { type CrmConnections, settingsIn } from './crm-connections.ts';
import { createChangeFollower } from './crm-news/follow-change.ts';
import type { Db } from './database/connection.ts';
import type { Directory } from './directory.ts';
import type { EngineOptions } from './engine.ts';
import type { Intake } from './intake.ts';
import { createLaneRunner, type LaneOptions, type LaneRunner } from './lane-runner.ts';
import {
  crmLane,
  crmNewsLane,
  deletionLane,
  type Lease,
  lineTypeLane,
  lookUpLane,
  mediaLane,
  noticeLanes,
  textLane,
} from './lease.ts';
import type { EngineLog } from './log.ts';
import { noChannels } from './notices/notice-channel.ts';
import type { EngineObserver } from './observer.ts';
import { createConsentCheck } from './perform/check-consent.ts';
import { createCopyDeleter } from './perform/delete-copy.ts';
import { createMediaFetcher } from './perform/fetch-media.ts';
import { createContactLookUp } from './perform/look-up-contact.ts';
import { createLineTypeLookUp } from './perform/look-up-line-type.ts';
import { createNotifier } from './perform/notify.ts';
import { createTextSender } from './perform/send-text.ts';
import { createCrmWriter } from './perform/write-crm.ts';

/** How long one request to the messaging provider may take. */
const sendTimeoutMs = 10_000;
/** How long a file of some MB may take. */
const fetchTimeoutMs = 20_000;
/** The safety net below NOTIFY. */
export const pollMs = 1_000;
/** How many of a lane are performed at once, and how many of them for one business. */
const room = {
  texts: { atOnce: 128, atOnceOfOne: 96 },
  lookUps: { atOnce: 16, atOnceOfOne: 4 },
  // Few, as each is held in memory.
  media: { atOnce: 4, atOnceOfOne: 2, pollMs: 5_000 },
  // Nobody waits for them, and the provider's room is for texts.
  deletions: { atOnce: 2, atOnceOfOne: 2, pollMs: 5_000 },
  crmWrites: { atOnce: 16, atOnceOfOne: 2 },
  crmNews: { atOnce: 8, atOnceOfOne: 2 },
  // Six lanes in which little happens: what falls due while nobody looks is told some seconds later.
  notices: { atOnce: 8, atOnceOfOne: 2, pollMs: 5_000 },
} as const;

const nobodyKnows: LineTypes = { find: async () => 'unknown' };

/** One runner for each lane in which this engine has anything to do, by the lane's name; none has begun. */
export function createLanes(
  options: Pick<EngineOptions, 'messenger' | 'lineTypes' | 'media' | 'copies' | 'channels'> & {
    readonly db: Db;
    readonly lease: Lease;
    readonly directory: Directory;
    readonly connections: CrmConnections;
    readonly handle: Intake['handle'];
    /** Aborted when a provider is waited for no longer. */
    readonly hurry: AbortSignal;
    readonly log: EngineLog;
    readonly observer: EngineObserver;
    /** Called each time that one has performed an effect. */
    readonly onSettled: () => void;
  },
): ReadonlyMap<string, LaneRunner> {
  const { db, lease, directory, connections, handle, hurry, log, observer } = options;
  const { lineTypes = nobodyKnows } = options;
  const settingsOf = settingsIn(directory);
  const runners = new Map<string, LaneRunner>();
  const sendText = createTextSender({
    db,
    messenger: options.messenger,
    lease,
    timeoutMs: sendTimeoutMs,
    hurry,
    log,
    handle,
    askCrms: createConsentCheck({ db, connections, directory, handle, log }),
    onHandedOver: observer.handedOver,
  });
  addLane(textLane, room.texts, sendText);
  addLane(lookUpLane, room.lookUps, createContactLookUp({ db, connections, settingsOf, lease, handle, log }));
  addLane(lineTypeLane, room.lookUps, createLineTypeLookUp({ db, directory, lineTypes, handle }));
  for (const system of connections.systems) {
    addLane(
      crmLane(system),
      room.crmWrites,
      createCrmWriter({ db, system, connections, settingsOf, lease, hurry }),
    );
    addLane(
      crmNewsLane(system),
      room.crmNews,
      createChangeFollower({ db, connections, directory, handle, hurry }),
    );
  }
  if (options.media) {
    const fetchMedia = createMediaFetcher({
      db,
      media: options.media,
      timeoutMs: fetchTimeoutMs,
      hurry,
    });
    addLane(mediaLane, room.media, fetchMedia);
  }
  if (options.copies) {
    const deleteCopy = createCopyDeleter({
      copies: options.copies,
      timeoutMs: fetchTimeoutMs,
      hurry,
      log,
    });
    addLane(deletionLane, room.deletions, deleteCopy);
  }
  const notify = createNotifier({
    db,
    directory,
    channels: options.channels ?? noChannels,
    lease,
    hurry,
    log,
    handle,
  });
  for (const lane of noticeLanes) addLane(lane, room.notices, notify);
  return runners;

  function addLane(
    lane: string,
    space: { readonly atOnce: number; readonly atOnceOfOne: number; readonly pollMs?: number },
    perform: LaneOptions['perform'],
  ): void {
    runners.set(
      lane,
      createLaneRunner({
        db,
        lane,
        lease,
        pollMs,
        ...space,
        log,
        perform: (claimed) => observer.performing(claimed, () => perform(claimed)),
        onSettled: options.onSettled,
      }),
    );
  }
}
