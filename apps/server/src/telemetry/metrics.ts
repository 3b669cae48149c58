import type { LineType } from '@ringback/core';
import type { EngineObserver } from '@ringback/engine';
import type { LineTypes } from '@ringback/messaging';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What operators watch, as Prometheus reads it; docs/reference/metrics.md tells of each. */
export type Metrics = {
  readonly registry: Registry;
  /** Webhooks that were refused, by provider and reason; they leave no other trace. */
  readonly webhookRefusals: Counter<'provider' | 'reason'>;
  /** Messages that came in and were left alone, by channel: over another one than SMS, or from or to no number. */
  readonly textsIgnored: Counter<'channel'>;
  /** Counts what the engine of this process does. */
  readonly observer: EngineObserver;
  /** Counts the questions that cost money. */
  countLookUps(lineTypes: LineTypes): LineTypes;
  /** Times the answers to webhooks. */
  timeWebhooks(provider: string): RequestHandler;
};

const answerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const sendBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600];
const attemptBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** No label has a value that grows with callers, businesses or texts: those are what the API is for. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const webhookRefusals = new Counter({
    name: 'ringback_webhook_refusals_total',
    help: 'Webhooks that were refused',
    labelNames: ['provider', 'reason'],
    registers,
  });
  const textsIgnored = new Counter({
    name: 'ringback_texts_ignored_total',
    help: 'Messages that came in and were left alone',
    labelNames: ['channel'],
    registers,
  });
  const webhookSeconds = new Histogram({
    name: 'ringback_webhook_answer_seconds',
    help: 'From the arrival of a webhook to its answer',
    labelNames: ['provider', 'route', 'status'],
    buckets: answerBuckets,
    registers,
  });
  const events = new Counter({
    name: 'ringback_events_total',
    help: 'Events handled, each once however often it was delivered',
    labelNames: ['type'],
    registers,
  });
  const repeats = new Counter({
    name: 'ringback_repeated_events_total',
    help: 'Events that were delivered again, and changed nothing',
    registers,
  });
  const texts = new Counter({
    name: 'ringback_texts_total',
    help: 'Texts that came to an outcome; one text may come to several, one after the other',
    labelNames: ['outcome'],
    registers,
  });
  const dueToSent = new Histogram({
    name: 'ringback_text_due_to_sent_seconds',
    help: 'From the time at which a text was due to the provider having taken it',
    buckets: sendBuckets,
    registers,
  });
  const attempts = new Histogram({
    name: 'ringback_effect_attempt_seconds',
    help: 'How long an attempt of an effect took, by what it came to',
    labelNames: ['lane', 'outcome'],
    buckets: attemptBuckets,
    registers,
  });

  const lookUps = new Counter({
    name: 'ringback_line_type_look_ups_total',
    help: 'Questions to the provider what kind of line a caller has, for each of which it may charge',
    labelNames: ['outcome'],
    registers,
  });

  return {
    registry,
    webhookRefusals,
    textsIgnored,
    countLookUps: (lineTypes) => ({
      async find(phone, options) {
        let outcome: LineType | 'failed' = 'failed';
        try {
          const found = await lineTypes.find(phone, options);
          outcome = found;
          return found;
        } finally {
          lookUps.inc({ outcome });
        }
      },
    }),
    timeWebhooks: (provider) => (request, response, next) => {
      const beganMs = performance.now();
      // Also when the provider has hung up before the answer.
      response.once('close', () => {
        const { path = 'none' } = request.route ?? {};
        const labels = { provider, route: path, status: String(response.statusCode) };
        webhookSeconds.observe(labels, (performance.now() - beganMs) / 1000);
      });
      next();
    },
    observer: {
      handled({ event, isRepeat }) {
        if (isRepeat) return repeats.inc();
        events.inc({ type: event.type });
        if (event.type === 'text-status-changed') texts.inc({ outcome: event.status });
      },
      async performing(claimed, perform) {
        const beganMs = performance.now();
        let outcome = 'failed';
        try {
          const came = await perform();
          outcome = came.type === 'settled' ? 'done' : came.type;
          return came;
        } finally {
          attempts.observe({ lane: claimed.lane, outcome }, (performance.now() - beganMs) / 1000);
        }
      },
      handedOver({ dueAt }, at) {
        dueToSent.observe(Math.max(0, Date.parse(at) - Date.parse(dueAt)) / 1000);
      },
    },
  };
}
