import type { E164 } from '@ringback/core';
import { type ImportedBusiness, readBusinessFile } from '../business-file.ts';
import { importBusinesses } from '../directory.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { NoticeChannel, NoticeChannels, NoticeError, NoticeMessage } from '../notices/notice-channel.ts';
import { createSecrets } from '../secrets.ts';
import { openTestStore, type TestStore, thursdayMorning } from './open-test-store.ts';
import { createTestProvider, type TestProvider } from './test-provider.ts';

export const line = '+15125550100' as E164;
export const maria = '+15125550142' as E164;
export const jo = '+15125550143' as E164;
export const owner = '+15125550111' as E164;
export const minute = 60_000;

/** A shop whose staff are told by channels in the hands of the test. */
export type NoticeWorld = TestStore & {
  readonly engine: Engine;
  readonly provider: TestProvider;
  readonly sent: { readonly channel: 'email' | 'slack'; readonly message: NoticeMessage }[];
  /** What the next messages come to, and whether they arrive all the same. */
  readonly failures: { readonly error: NoticeError; readonly arrives: boolean }[];
  write(from: E164, body: string): Promise<void>;
  act(caller: E164, act: 'take-over' | 'acknowledge'): Promise<void>;
  pass(ms: number): Promise<void>;
  states(): Promise<readonly string[]>;
  /** What was sent by mail and Slack: the channel, then the headlines. */
  headlines(): readonly (readonly string[])[];
  startAgain(): Promise<void>;
  startAnother(): Promise<Engine>;
};

function acme(notify: object, rules: object, lines: readonly object[]): readonly ImportedBusiness[] {
  const hours = { thu: ['08:00-17:00'], fri: ['08:00-17:00'] };
  return readBusinessFile({
    businesses: [
      {
        id: 'acme',
        name: 'Acme Plumbing',
        timeZone: 'America/Chicago',
        hours,
        lines,
        notify,
        rules,
      },
    ],
  });
}

export async function openNoticeWorld(
  notify: object,
  {
    rules = {},
    start = thursdayMorning,
    without,
    lines = [{ number: line, forwardTo: [owner] }],
  }: {
    rules?: object;
    start?: typeof thursdayMorning;
    without?: 'email';
    lines?: readonly object[];
  } = {},
): Promise<NoticeWorld> {
  const store = await openTestStore({ start });
  await importBusinesses(store.store.db, acme(notify, rules, lines));
  const provider = createTestProvider(() => store.clock.now());
  const sent: NoticeWorld['sent'] = [];
  const failures: NoticeWorld['failures'] = [];
  const channel = (name: 'email' | 'slack'): NoticeChannel => ({
    async send(message) {
      const failure = failures.shift();
      if (!failure || failure.arrives) sent.push({ channel: name, message });
      if (failure) throw failure.error;
    },
  });
  const channels: NoticeChannels = {
    email: without === 'email' ? null : channel('email'),
    slack: channel('slack'),
    wordText: ({ notices }) => notices.map(({ headline }) => headline).join(' '),
  };
  const startEngine = async (): Promise<Engine> => {
    const engine = await createEngine({
      store: store.store,
      messenger: provider.messenger,
      systems: {},
      secrets: createSecrets([Buffer.alloc(32, 1)]),
      channels,
      performs: true,
      log: { warn: () => {}, error: () => {} },
    });
    await engine.start();
    return engine;
  };
  let engine = await startEngine();
  let count = 0;
  return {
    ...store,
    get engine() {
      return engine;
    },
    provider,
    sent,
    failures,
    async write(from, body) {
      count += 1;
      const id = `text-in-${count}`;
      await engine.handle({
        type: 'text-received',
        id,
        textId: id,
        businessId: 'acme',
        callerId: from,
        line,
        body,
        media: [],
        handledByProvider: null,
      });
      await engine.settled();
    },
    async act(caller, act) {
      count += 1;
      await engine.handle({
        type: 'staff-acted',
        act,
        by: 'Dana',
        id: `staff-${count}`,
        businessId: 'acme',
        callerId: caller,
      });
      await engine.settled();
    },
    async pass(ms) {
      await store.clock.advance(ms);
      await engine.settled();
    },
    async states() {
      const rows = await store.store.db
        .selectFrom('notices')
        .select(['channel', 'state', 'problem'])
        .orderBy('created_at')
        .orderBy('notice_id')
        .execute();
      return rows.map(({ channel, state, problem }) => `${channel} ${state}${problem ? `: ${problem}` : ''}`);
    },
    headlines: () =>
      sent.map(({ channel: name, message }) => [name, ...message.notices.map(({ headline }) => headline)]),
    async startAgain() {
      await engine.stop();
      engine = await startEngine();
    },
    startAnother: startEngine,
    async close() {
      await engine.stop();
      await store.close();
    },
  };
}
