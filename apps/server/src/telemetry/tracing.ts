import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import {
  type Attributes,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { CrmSystem, EngineObserver } from '@ringback/engine';
import type { Messenger } from '@ringback/messaging';
import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../log.ts';
import { eventOfEffect, parentOfEvent, type Step, spanIdOf, traceIdOf } from './trace-ids.ts';

/** Tells an OpenTelemetry collector what becomes of each call, across processes; never a number or a text's words. */
export type Tracing = {
  readonly observer: EngineObserver;
  /** `subjectOf` says what a signed webhook is about: the business, and `call-CA...` or `text-SM...` or a text's id. */
  followWebhooks(
    provider: string,
    subjectOf: (request: Request, response: Response) => Subject | null,
  ): RequestHandler;
  followMessenger(messenger: Messenger): Messenger;
  followSystems(systems: Systems): Systems;
  /** Hands over what is left. */
  stop(): Promise<void>;
};

export type Subject = { readonly businessId: string; readonly id: string };
type Systems = { readonly [system: string]: CrmSystem };
type Place = { readonly traceId: string; readonly spanId: string };

type Finished = Place & {
  readonly name: string;
  readonly parentId: string | null;
  readonly kind?: SpanKind;
  readonly beganMs: number;
  readonly attributes: Attributes;
  readonly isFailure?: boolean;
};

/** The routes at which a call or a text is first heard of. */
const firstRoutes = ['/voice', '/messages'];
const stopWithinMs = 2_000;

/** `endpoint` as OTEL_EXPORTER_OTLP_ENDPOINT gives it, without a slash at the end. */
export function openTracing({
  endpoint,
  role,
  log,
}: {
  readonly endpoint: string;
  readonly role: string;
  readonly log: Log;
}): Tracing {
  const warn = (message: string) => log.warn({ message }, 'traces are not handed over');
  diag.setLogger(
    { error: warn, warn, info() {}, debug() {}, verbose() {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // Ids are ours: the provider is told of each right before it asks.
  let next: Place = { traceId: '', spanId: '' };
  const provider = new TracerProvider({
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    resource: resourceFromAttributes({ 'service.name': 'ringback', 'ringback.role': role }).merge(
      detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }),
    ),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) }),
    ],
  });
  const tracer = provider.getTracer('ringback');
  /** Where this process is just now, for what knows of no event or effect. */
  const here = new AsyncLocalStorage<Place>();

  function record(span: Finished): void {
    next = span;
    const { traceId, parentId } = span;
    const context =
      parentId === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId,
            spanId: parentId,
            traceFlags: TraceFlags.SAMPLED,
            isRemote: true,
          });
    const { name, kind = SpanKind.INTERNAL, attributes } = span;
    const recorded = tracer.startSpan(name, { kind, startTime: epochMs(span.beganMs), attributes }, context);
    if (span.isFailure) recorded.setStatus({ code: SpanStatusCode.ERROR });
    recorded.end(epochMs(performance.now()));
  }

  /** A request to somebody else's server, within whatever this process is doing. */
  async function follow<T>(name: string, request: () => Promise<T>): Promise<T> {
    const place = here.getStore();
    if (!place) return request();
    const beganMs = performance.now();
    let isFailure = true;
    try {
      const answer = await request();
      isFailure = false;
      return answer;
    } finally {
      record({
        name,
        kind: SpanKind.CLIENT,
        traceId: place.traceId,
        spanId: newSpanId(),
        parentId: place.spanId,
        beganMs,
        attributes: {},
        isFailure,
      });
    }
  }

  function followCrm({ createAdapter, ...system }: CrmSystem, name: string): CrmSystem {
    return {
      ...system,
      createAdapter(options) {
        const adapter = createAdapter(options);
        return {
          ...adapter,
          findContactsByPhone: (...given) =>
            follow(`${name} find contacts`, () => adapter.findContactsByPhone(...given)),
          saveContact: (...given) => follow(`${name} save contact`, () => adapter.saveContact(...given)),
          record: (...given) => follow(`${name} record`, () => adapter.record(...given)),
        };
      },
    };
  }

  return {
    observer: {
      handled({ event, isRepeat }, beganMs) {
        const step: Step = { kind: 'event', businessId: event.businessId, id: event.id };
        const traceId = traceIdOf(step);
        const parent = parentOfEvent(event);
        const place = here.getStore();
        // A timer follows from what set it, whoever happens to be doing something when it fires.
        const isWithin = place?.traceId === traceId && event.type !== 'timer-fired';
        record({
          name: `event ${event.type}`,
          traceId,
          spanId: isRepeat ? newSpanId() : spanIdOf(step),
          parentId: isWithin ? place.spanId : parent && spanIdOf(parent),
          beganMs,
          attributes: {
            'ringback.business': event.businessId,
            'ringback.event': event.id,
            'ringback.repeat': isRepeat,
            ...(event.type === 'timer-fired' ? { 'ringback.timer': event.timer } : {}),
            ...(event.type === 'text-status-changed' ? { 'ringback.text_status': event.status } : {}),
          },
        });
      },

      async performing(claimed, perform) {
        const { businessId, key, lane, attempts, effect } = claimed;
        const place = {
          traceId: traceIdOf({ businessId, id: key }),
          spanId: attempts === 1 ? spanIdOf({ kind: 'attempt', businessId, id: key }) : newSpanId(),
        };
        const beganMs = performance.now();
        let outcome = 'failed';
        try {
          const came = await here.run(place, perform);
          outcome = came.type === 'settled' ? 'done' : came.type;
          return came;
        } finally {
          record({
            ...place,
            name: `perform ${effect.type}`,
            parentId: spanIdOf({ kind: 'event', businessId, id: eventOfEffect(effect.key) }),
            beganMs,
            attributes: {
              'ringback.business': businessId,
              'ringback.effect': key,
              'ringback.lane': lane,
              'ringback.attempt': attempts,
              'ringback.outcome': outcome,
            },
            isFailure: outcome === 'failed' || outcome === 'parked' || outcome === 'again',
          });
        }
      },

      handedOver() {},
    },

    followWebhooks: (provider, subjectOf) => (request, response, next) => {
      const subject = subjectOf(request, response);
      if (!subject) return next();
      const beganMs = performance.now();
      const first: Step = { kind: 'webhook', businessId: subject.businessId, id: subject.id };
      const isFirst = firstRoutes.includes(request.path);
      const place = {
        traceId: traceIdOf(subject),
        spanId: isFirst ? spanIdOf(first) : newSpanId(),
      };
      response.once('close', () => {
        const status = response.statusCode;
        record({
          ...place,
          name: `webhook ${provider} ${request.path}`,
          kind: SpanKind.SERVER,
          parentId: isFirst ? null : spanIdOf(parentOfWebhook(subject)),
          beganMs,
          attributes: {
            'ringback.business': subject.businessId,
            'http.route': request.route?.path ?? 'none',
            'http.response.status_code': status,
          },
          isFailure: status >= 500,
        });
      });
      here.run(place, next);
    },

    followMessenger: (messenger) => ({
      send: (...given) => follow('provider send', () => messenger.send(...given)),
      listSent: (...given) => follow('provider list', () => messenger.listSent(...given)),
      readSent: (...given) => follow('provider read', () => messenger.readSent(...given)),
    }),

    followSystems: (systems) =>
      Object.fromEntries(Object.entries(systems).map(([name, system]) => [name, followCrm(system, name)])),

    async stop() {
      await provider.forceFlush({ timeoutMillis: stopWithinMs }).catch((error: unknown) => {
        log.warn({ error }, 'the last traces were not handed over');
      });
      diag.disable();
    },
  };
}

/** A call's later webhooks follow from its first; a status callback from the attempt that it tells of. */
function parentOfWebhook({ businessId, id }: Subject): Step {
  const isOfText = !/^(call|text)-[^-]+$/.test(id);
  return { kind: isOfText ? 'attempt' : 'webhook', businessId, id };
}

function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

function epochMs(steadyMs: number): number {
  return performance.timeOrigin + steadyMs;
}
