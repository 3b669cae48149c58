import type { Express } from 'express';
import type { Clock } from '../clock.ts';
import { createAccountNumbers } from './account-numbers.ts';
import { createActivity } from './activity.ts';
import { type CallLeg, createCallLegs } from './call-legs.ts';
import { createCallProgress } from './call-progress.ts';
import { type CallControl, createCalls, type IncomingCall } from './calls.ts';
import { noticesOf } from './compliance/notices.ts';
import { type ComplianceKind, type ComplianceThing, createRegistry } from './compliance/registry.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIncomingTexts, type IncomingText } from './incoming-texts.ts';
import { createMediaFiles, type MediaFile } from './media-files.ts';
import { createMessages, type DeliveryOutcome, type Message } from './messages.ts';
import { type CarrierNumber, isE164, type SandboxNumber } from './numbers.ts';
import { createOptOuts } from './opt-out.ts';
import { createRecordings, type Recording } from './recordings.ts';
import { createRestApp } from './rest.ts';
import { createWebhookSender, type WebhookDelivery } from './webhook-sender.ts';

export type TwilioLookalikeOptions = {
  accountSid: string;
  authToken: string;
  clock: Clock;
  numbers: readonly SandboxNumber[];
  /** What Lookup is to know of numbers outside the account. */
  carrierNumbers?: readonly CarrierNumber[];
  /** Incoming texts carry `OptOutType`, as with Twilio's Advanced Opt-Out; false when left out. */
  advancedOptOut?: boolean;
  /** Scheme and host of the addresses of recordings; Twilio's own when left out. */
  apiBaseUrl?: string;
  /** Told what Twilio would write into its debugger. */
  log?: (line: string) => void;
};

/** Source: https://www.twilio.com/docs/trust-hub/trusthub-rest-api, read 2026-11-21 */
const primaryProfilePolicy = 'RN6433641899984f951173ef1738c3bdd0';

/** Twilio with the people around it: handsets, carriers, and a view on everything that happened. */
export type TwilioLookalike = {
  /** The REST API; listen with it where the product is told that Twilio is. */
  readonly app: Express;
  readonly faults: Faults;
  placeCall(call: IncomingCall): CallControl;
  /** The hands on a call placed before; undefined: there is none with this sid. */
  call(sid: string): CallControl | undefined;
  /** A text from a handset. @throws Error when `to` is not a number of the account */
  sendText(text: IncomingText): Message;
  /** Every later text to `number` ends so; null: delivered again. */
  setDeliveryOutcome(number: string, outcome: DeliveryOutcome | null): void;
  /** Oldest first, as are the other lists. */
  messages(): Message[];
  messagesTo(number: string): Message[];
  calls(): CallLeg[];
  recordings(): Recording[];
  /** What came with a text and is still kept. */
  mediaOf(messageSid: string): MediaFile[];
  webhooks(): WebhookDelivery[];
  /** What was made to register senders, of one kind. */
  registered(kind: ComplianceKind): readonly ComplianceThing[];
  /** The reviewers decide: sets what `change` holds on everything of the kind, as `status` and `errors`. */
  review(
    kind: ComplianceKind,
    change: Partial<Pick<ComplianceThing, 'status' | 'errors' | 'isVerified'>>,
  ): void;
  /** The account has its own approved profile, as made in the console; registering needs one. */
  approvePrimaryProfile(): void;
  /** Calls `listener` after every change; the answer ends it. */
  subscribe(listener: () => void): () => void;
  /** Resolves when no webhook is under way. What waits for the clock does not count. */
  idle(): Promise<void>;
};

/** @throws Error when a number of the account is not E.164 */
export function createTwilioLookalike(options: TwilioLookalikeOptions): TwilioLookalike {
  const { accountSid, authToken, clock, carrierNumbers = [], advancedOptOut = false } = options;
  const { log = () => {}, apiBaseUrl = 'https://api.twilio.com' } = options;
  const numbers = options.numbers.map((number) => ({ ...number }));
  const wrong = numbers.find(({ number }) => !isE164(number));
  if (wrong) throw new Error(`${wrong.number} is not an E.164 number`);

  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const activity = createActivity();
  const faults = createFaults();
  const optOuts = createOptOuts();
  const recordings = createRecordings(accountSid, apiBaseUrl);
  const media = createMediaFiles({ accountSid, apiBaseUrl, clock });
  const webhooks = createWebhookSender({ authToken, clock, activity, faults, changed });
  const messages = createMessages({ accountSid, clock, webhooks, optOuts, media, numbers, changed });
  const progress = createCallProgress({ accountSid, clock, webhooks, numbers });
  const legs = createCallLegs({ clock, changed, ended: (live) => progress.legEnded(live) });
  const calls = createCalls({
    interpreter: { accountSid, clock, legs, progress, webhooks, recordings, log },
    numbers,
  });
  const receiveText = createIncomingTexts({
    accountSid,
    messages,
    optOuts,
    media,
    webhooks,
    numbers,
    advancedOptOut,
    log,
  });
  const registry = createRegistry(clock);
  const app = createRestApp({
    accountSid,
    authToken,
    clock,
    faults,
    legs,
    messages,
    media,
    recordings,
    optOuts,
    numbers: createAccountNumbers(numbers),
    carrierNumbers,
    registry,
    changed,
  });

  return {
    app,
    faults,
    placeCall: calls.place,
    call: calls.control,
    sendText: receiveText,
    setDeliveryOutcome: messages.setOutcome,
    messages: messages.all,
    messagesTo: (number) => messages.all().filter((message) => message.to === number),
    calls: legs.all,
    recordings: recordings.all,
    mediaOf: media.of,
    webhooks: webhooks.log,
    registered: (kind) => registry.all(kind),
    review(kind, change) {
      for (const thing of registry.all(kind)) {
        if (thing.fields.PolicySid === primaryProfilePolicy) continue;
        registry.touch(thing, change);
        for (const notice of noticesOf(thing, registry)) webhooks.notify(notice);
      }
      changed();
    },
    approvePrimaryProfile() {
      const fields = { FriendlyName: 'Primary', PolicySid: primaryProfilePolicy, Email: 'owner@example.com' };
      registry.add({ kind: 'CustomerProfiles', parentSid: null, fields, status: 'twilio-approved' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    idle: activity.idle,
  };
}
