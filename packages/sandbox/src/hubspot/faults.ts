import { rateLimited } from './limits.ts';
import type { ObjectType } from './object-type.ts';
import { type Refusal, refusal } from './reply.ts';

/** What a request asks for, in the words faults are aimed with. */
export type Operation =
  | 'token'
  | 'create'
  | 'read'
  | 'update'
  | 'upsert'
  | 'archive'
  | 'search'
  | 'associations'
  | 'properties'
  | 'owners'
  | 'pipelines'
  | 'account';

export type FaultKind =
  | 'status-500'
  | 'status-429'
  | 'status-423'
  | 'status-477'
  /** Of a batch the last input is refused, the others are done. */
  | 'status-207'
  /** The connection breaks before anything was done. */
  | 'reset-before'
  /** All is done, but the connection breaks instead of an answer. */
  | 'reset-after'
  /** All is done, and the answer comes late. */
  | 'slow';

export type Fault = {
  /** `any` means token requests too. Batches and the reading of associations go by what they do. */
  readonly on: Operation | 'any';
  /** Only requests about this type; any type when left out. */
  readonly type?: ObjectType;
  readonly kind: FaultKind;
  /** How many requests it hits; one when left out. */
  readonly times?: number;
  /** Retry-After of a 429, 423 or 477; no such header when left out. */
  readonly retryAfterSeconds?: number;
  /** How late a slow answer is, by the look-alike's clock; 20 s when left out. */
  readonly delayMs?: number;
};

export type Faults = {
  /** The next requests that fit go wrong like this; faults set earlier come first. */
  next(fault: Fault): void;
  clear(): void;
};

export type FaultBox = Faults & { take(operation: Operation, type: ObjectType | null): Fault | null };

export function createFaultBox(): FaultBox {
  let waiting: readonly { readonly fault: Fault; readonly left: number }[] = [];
  return {
    next(fault) {
      waiting = [...waiting, { fault, left: fault.times ?? 1 }];
    },
    clear() {
      waiting = [];
    },
    take(operation, type) {
      const hit = waiting.find(
        ({ fault }) =>
          (fault.on === 'any' || fault.on === operation) && (fault.type === undefined || fault.type === type),
      );
      if (hit === undefined) return null;
      waiting = waiting.flatMap((each) => {
        if (each !== hit) return [each];
        return each.left > 1 ? [{ fault: each.fault, left: each.left - 1 }] : [];
      });
      return hit.fault;
    },
  };
}

/** The error answer of a fault; null for one that is no answer. */
export function faultRefusal(fault: Fault): Refusal | null {
  const seconds = fault.retryAfterSeconds;
  const headers: { readonly [name: string]: string } =
    seconds === undefined ? {} : { 'Retry-After': String(seconds) };
  switch (fault.kind) {
    case 'status-500':
      return refusal(500, 'INTERNAL_ERROR', 'There was a problem with the request.');
    case 'status-429':
      return rateLimited(
        'TEN_SECONDLY_ROLLING',
        'You have reached your ten_secondly_rolling limit.',
        seconds,
      );
    case 'status-423':
      return refusal(423, 'LOCKED', 'The resource is locked, wait at least 2 seconds.').with(headers);
    case 'status-477':
      return refusal(477, 'MIGRATION_IN_PROGRESS', 'The account is being migrated.').with(headers);
    case 'status-207':
    case 'reset-before':
    case 'reset-after':
    case 'slow':
      return null;
    default:
      return fault.kind satisfies never;
  }
}
