import type { Request } from 'express';
import { notFound } from './api-error.ts';

export type Answer =
  | { status?: number; body: object | Buffer }
  /** It lies elsewhere. */
  | { location: string };

export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(typeof request.body === 'string' ? request.body : '');
}

export function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://sandbox').searchParams;
}

/** Whether a list's filter lets `value` pass; one that is not given lets everything. */
export function isAsked(query: URLSearchParams, name: string, value: string | null): boolean {
  const asked = query.get(name);
  return !asked || asked === value;
}

export function sidOf(request: Request): string {
  return String(request.params.sid);
}

/** The one with this sid, or 404 as Twilio words it. */
export function found<T>(request: Request, item: T | undefined): T {
  if (item === undefined) throw notFound(request.path);
  return item;
}
