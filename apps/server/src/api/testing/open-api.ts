import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type Client, createClient } from '@ringback/api';
import { type E164, parsePhone, toInstant } from '@ringback/core';
import {
  createEngine,
  createSecrets,
  type Engine,
  type EngineOptions,
  importBusinesses,
  readBusinessFile,
} from '@ringback/engine';
import { openTestStore, type TestStore } from '@ringback/engine/testing';
import type { OutgoingText, PhoneNumbers } from '@ringback/messaging';
import express from 'express';
import type { Finding, Passed } from '../../health/finding.ts';
import { createApi } from '../api.ts';
import type { Identity, Tokens } from '../tokens.ts';

const hours = { mon: ['08:00-17:00'], tue: ['08:00-17:00'], wed: ['08:00-17:00'], thu: ['08:00-17:00'] };
const businesses = [
  {
    id: 'acme-plumbing',
    name: 'Acme Plumbing',
    timeZone: 'America/Chicago',
    hours,
    staff: ['+15125550111'],
    lines: [{ number: '+15125550100', forwardTo: ['+15125550111'] }],
    crm: ['hubspot'],
  },
  {
    id: 'bright-dental',
    name: 'Bright Dental',
    timeZone: 'America/Chicago',
    hours,
    lines: [{ number: '+15125550200' }],
  },
];

const identities: { readonly [token: string]: Identity } = {
  everything: { id: 'admin', name: 'Dana', businesses: 'all' },
  'only-dental': { id: 'dental', name: 'Robin', businesses: ['bright-dental'] },
  'gone-business': { id: 'gone', name: 'Sam', businesses: ['closed-shop'] },
};

export type ApiWorld = {
  readonly engine: Engine;
  readonly clock: TestStore['clock'];
  readonly url: string;
  /** Sees both businesses. */
  readonly client: Client;
  /** Sees bright-dental only. */
  readonly dental: Client;
  readonly sent: readonly OutgoingText[];
  /** What was logged as a failure. */
  readonly failures: readonly unknown[];
  /** What there is to be found; a test adds to it. */
  readonly findings: Finding[];
  readonly passed: Passed[];
  clientFor(token: string): Client;
  /** A call that nobody answered. The first text leaves two seconds later. */
  missCall(call: MissedCall): Promise<void>;
  receiveText(id: string, from: string, body: string): Promise<void>;
  /** Time passes, and everything that is due happens. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
};

type MissedCall = {
  readonly id: string;
  readonly from: string | null;
  readonly businessId?: 'acme-plumbing' | 'bright-dental';
};

const lines = { 'acme-plumbing': '+15125550100', 'bright-dental': '+15125550200' } as const;

const noAccount = () => Promise.reject(new Error('there is no phone account in this test'));
const noNumbers: PhoneNumbers = {
  list: noAccount,
  find: noAccount,
  searchAvailable: noAccount,
  buy: noAccount,
  connect: noAccount,
};

/** In place of the two businesses, of a phone account that is not there, and of a server that registers nothing. */
type OpenOptions = {
  readonly businesses?: readonly object[];
  readonly phoneNumbers?: PhoneNumbers;
  readonly registering?: EngineOptions['registering'];
};

/** The API over HTTP, before a true engine on a true store; only the messenger is made up. */
export async function openApi(options: OpenOptions = {}): Promise<ApiWorld> {
  const { phoneNumbers = noNumbers } = options;
  const { store, clock, close } = await openTestStore();
  await importBusinesses(store.db, readBusinessFile({ businesses: options.businesses ?? businesses }));
  const sent: OutgoingText[] = [];
  const failures: unknown[] = [];
  const findings: Finding[] = [];
  const passed: Passed[] = [];
  const engine = await createEngine({
    store,
    messenger: {
      async send(text) {
        sent.push(text);
        return { providerId: `SM${sent.length}` };
      },
      listSent: async () => [],
      readSent: async () => null,
    },
    systems: {},
    secrets: createSecrets([randomBytes(32)]),
    ...(options.registering ? { registering: options.registering } : {}),
    performs: true,
    log: { warn: () => {}, error: (event, details) => failures.push({ event, ...details }) },
  });
  const tokens: Tokens = { identify: (token) => identities[token] ?? null };
  const app = express();
  app.use(
    '/api/v1',
    createApi({
      engine,
      tokens,
      phoneNumbers,
      checkHealth: async () => ({ findings, passed }),
      log: { error: (details: unknown) => failures.push(details) },
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientFor = (token: string) => createClient({ baseUrl: url, token });

  return {
    engine,
    clock,
    url,
    client: clientFor('everything'),
    dental: clientFor('only-dental'),
    sent,
    failures,
    findings,
    passed,
    clientFor,
    async missCall({ id, from, businessId = 'acme-plumbing' }) {
      const party = { line: number(lines[businessId]), from: from === null ? null : number(from) };
      await engine.handleCall({
        businessId,
        callId: id,
        party,
        signal: (now) => ({ type: 'incoming', at: now, attestation: 'passed' }),
      });
      await engine.handleCall({
        businessId,
        callId: id,
        party,
        signal: (now) => ({
          type: 'dial-ended',
          at: toInstant(Date.parse(now) + 18_000),
          result: 'no-answer',
          callerGone: false,
        }),
      });
      await engine.handleCall({
        businessId,
        callId: id,
        party,
        signal: (now) => ({ type: 'ended', at: toInstant(Date.parse(now) + 18_000), talkSeconds: 0 }),
      });
    },
    async receiveText(id, from, body) {
      await engine.handle({
        type: 'text-received',
        id: `text-${id}`,
        businessId: 'acme-plumbing',
        callerId: from,
        textId: id,
        line: number(lines['acme-plumbing']),
        body,
        media: [],
        handledByProvider: null,
      });
      await engine.settled();
    },
    async pass(seconds) {
      await clock.advance(seconds * 1000);
      await engine.settled();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await engine.stop();
      await close();
    },
  };
}

export function number(text: string): E164 {
  const phone = parsePhone(text, 'US');
  if (!phone) throw new Error(`${text} is no phone number`);
  return phone.e164;
}
