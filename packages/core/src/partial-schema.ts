import * as z from 'zod';

/** Each part may be left out, at any depth; lists are taken whole, and so are branded strings. */
export type DeepPartial<T> = T extends string | readonly unknown[]
  ? T
  : T extends object
    ? { readonly [key in keyof T]?: DeepPartial<T[key]> | undefined }
    : T;

/** The same schema with nothing required and nothing filled in: what is left out stays left out. */
export function partialSchema(schema: z.ZodType): z.ZodType {
  const bare = withoutDefault(schema);
  if (!(bare instanceof z.ZodObject)) return describedAs(schema, bare.optional());
  const shape: { readonly [key: string]: z.ZodType } = bare.shape;
  const parts = Object.entries(shape).map(([key, part]) => [key, partialSchema(part)]);
  return describedAs(schema, z.strictObject(Object.fromEntries(parts)).optional());
}

/** What lies under defaults and `optional`. */
export function withoutDefault(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return withoutDefault(schema.unwrap() as z.ZodType);
  }
  return schema;
}

function describedAs(from: z.ZodType, to: z.ZodType): z.ZodType {
  return from.description === undefined ? to : to.describe(from.description);
}

type Plain = { readonly [key: string]: unknown };

/** `patch` laid over `base`: objects part by part, everything else whole. */
export function mergeDeep<T extends object>(base: T, patch: DeepPartial<T>): T {
  const merged: { [key: string]: unknown } = Object.fromEntries(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const under = merged[key];
    merged[key] = isPlain(under) && isPlain(value) ? mergeDeep(under, value) : value;
  }
  return merged as T;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
