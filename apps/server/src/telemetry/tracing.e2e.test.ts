import type { ClaimedEffect, Handled } from '@ringback/engine';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createLog, type Log } from '../log.ts';
import { type Served, serve } from '../sandbox/serve.ts';
import { ringingLine } from '../testing/acme-plumbing.ts';
import { freePort } from '../testing/free-port.ts';
import { openWorld, type World } from '../testing/open-world.ts';
import { traceIdOf } from './trace-ids.ts';
import { openTracing } from './tracing.ts';

// One missed call, as an OpenTelemetry collector sees it.

const maria = '+15125550142';

const exported = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
});
type Span = z.output<typeof exported>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

let collector: Served;
let world: World;
const spans: Span[] = [];
const bodies: string[] = [];

/** A server with a collector beside it, through one missed call, its text and its entries in HubSpot. */
beforeAll(async () => {
  const app = express();
  app.post('/v1/traces', express.text({ type: () => true, limit: '10mb' }), (request, response) => {
    bodies.push(request.body);
    const { resourceSpans } = exported.parse(JSON.parse(request.body));
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.json({});
  });
  collector = await serve(app);
  world = await openWorld({ tracesEndpoint: collector.url });
  await world.connectHubspot();
  world.twilio.placeCall({ from: maria, to: ringingLine });
  await world.pass(40);
  world.twilio.sendText({ from: maria, to: ringingLine, body: 'My sink leaks' });
  await world.pass(5);
  await world.close();
});

afterAll(() => collector.close());

function childrenOf(parent: Span | undefined): readonly string[] {
  return spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId).map(({ name }) => name);
}

function named(name: string): Span | undefined {
  return spans.find((span) => span.name === name);
}

function pathTo(span: Span | undefined): readonly string[] {
  if (!span) return [];
  return [...pathTo(spans.find(({ spanId }) => spanId === span.parentSpanId)), span.name];
}

test('a call and a text are a trace each, and nothing in it stands alone', () => {
  const roots = spans.filter(({ parentSpanId }) => !parentSpanId);
  expect(roots.map(({ name }) => name)).toEqual(['webhook twilio /voice', 'webhook twilio /messages']);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  expect(ids.size).toBe(spans.length);
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId));
  expect(orphans).toEqual([]);
});

test('the text-back is followed from the webhook over the timer to the provider and back', () => {
  expect(pathTo(named('provider send'))).toEqual([
    'webhook twilio /voice',
    'webhook twilio /voice/dialed',
    'event call-missed',
    'event timer-fired',
    'perform send-text',
    'provider send',
  ]);
  expect(childrenOf(named('perform send-text'))).toEqual(
    expect.arrayContaining(['provider send', 'event text-status-changed', 'webhook twilio /messages/status']),
  );
});

test('so is each entry in HubSpot', () => {
  const paths = spans.filter(({ name }) => name === 'hubspot record').map(pathTo);
  expect(paths).toContainEqual([
    'webhook twilio /voice',
    'webhook twilio /voice/dialed',
    'event call-missed',
    'event timer-fired',
    'perform send-text',
    'event text-status-changed',
    'perform write-crm',
    'hubspot record',
  ]);
  expect(paths).toContainEqual([
    'webhook twilio /messages',
    'event text-received',
    'perform write-crm',
    'hubspot record',
  ]);
});

test('what one process sets going and another performs is one trace', async () => {
  const log = createLog('silent');
  const [web, worker] = [
    openTracing({ endpoint: collector.url, role: 'web', log }),
    openTracing({ endpoint: collector.url, role: 'worker', log }),
  ];
  const event = { type: 'timer-fired', businessId: 'elsewhere', id: 'timer-call-CA7-2', timer: 'first-text' };
  web.observer.handled({ event, isRepeat: false } as Handled, performance.now());
  const effect = { type: 'send-text', key: 'timer-call-CA7-2-1' };
  const claimed = {
    businessId: 'elsewhere',
    key: effect.key,
    lane: 'texts',
    attempts: 1,
    effect,
  } as ClaimedEffect;
  await worker.observer.performing(claimed, async () => ({ type: 'settled' }));
  await Promise.all([web.stop(), worker.stop()]);
  const traceId = traceIdOf({ businessId: 'elsewhere', id: 'call-CA7' });
  const told = spans.filter((span) => span.traceId === traceId);
  const ofWeb = told.find(({ name }) => name === 'event timer-fired');
  const ofWorker = told.find(({ name }) => name === 'perform send-text');
  expect(ofWorker?.parentSpanId).toBe(ofWeb?.spanId);
  expect(ofWeb?.spanId).toMatch(/^[0-9a-f]{16}$/);
});

test('a collector that does not answer is told in the log, and holds nothing up', async () => {
  const warned: string[] = [];
  const log = { warn: (_details: unknown, line: string) => warned.push(line) } as unknown as Log;
  const tracing = openTracing({ endpoint: `http://127.0.0.1:${await freePort()}`, role: 'all', log });
  const event = { type: 'staff-acted', businessId: 'acme', id: 'staff-1' };
  tracing.observer.handled({ event, isRepeat: false } as Handled, performance.now());
  const beganMs = performance.now();
  await tracing.stop();
  expect(performance.now() - beganMs).toBeLessThan(4_000);
  expect(warned).not.toEqual([]);
});

test('every span has lasted, and began in this hour', () => {
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    expect(Math.abs(Number(BigInt(startTimeUnixNano) / 1_000_000n) - Date.now())).toBeLessThan(3_600_000);
  }
});

test('no number and no words of a text are told', () => {
  const told = bodies.join('\n');
  expect(told).toContain('ringback.business');
  expect(told).not.toMatch(/5125550\d{3}|sorry we missed|sink/);
});
