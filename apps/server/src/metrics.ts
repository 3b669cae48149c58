import { Counter, collectDefaultMetrics, Registry } from 'prom-client';

/** What operators watch, as Prometheus reads it. */
export type Metrics = {
  readonly registry: Registry;
  /** Webhooks that were refused, by provider and reason; they leave no other trace. */
  readonly webhookRefusals: Counter<'provider' | 'reason'>;
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const webhookRefusals = new Counter({
    name: 'ringback_webhook_refusals_total',
    help: 'Webhooks that were refused',
    labelNames: ['provider', 'reason'],
    registers: [registry],
  });
  return { registry, webhookRefusals };
}
