import type { Request } from 'express';
import { z } from 'zod';
import { pathPart, type Route, readBody, typeInPath } from './exchange.ts';
import { type ObjectType, singularOf } from './object-type.ts';
import type { Portal } from './portal.ts';
import { recordJson } from './record-json.ts';
import { invalid, Refusal, type Reply } from './reply.ts';
import {
  createShape,
  findRecord,
  getRecord,
  prepareCreate,
  requireUniqueProperty,
  updateRecord,
  valuesShape,
  type Write,
} from './writes.ts';

const idShape = z.union([z.string(), z.number()]).transform(String);

/** HubSpot takes a hundred records a batch. */
const batchOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ inputs: z.array(shape).min(1).max(100) });

const createBatch = batchOf(createShape.extend({ objectWriteTraceId: z.string().optional() }));
const upsertBatch = batchOf(
  z.object({
    id: z.string(),
    idProperty: z.string(),
    properties: valuesShape,
    objectWriteTraceId: z.string().optional(),
  }),
);
const updateBatch = batchOf(
  z.object({ id: idShape, idProperty: z.string().optional(), properties: valuesShape }),
);
const readBatch = batchOf(z.object({ id: idShape })).extend({
  properties: z.array(z.string()).default([]),
  idProperty: z.string().nullish(),
});
const archiveBatch = batchOf(z.object({ id: idShape }));

const refusalBody = z.looseObject({ context: z.looseObject({}).default({}) });

/** One input's outcome; `traceId` comes back with an error, so that a caller can tell whose it is. */
type Attempt = { readonly traceId?: string | undefined; readonly run: () => object };

/** 200 or 201 when all went well, 207 with `errors` when some did not. */
function runBatch(attempts: readonly Attempt[], status: 200 | 201, portal: Portal): Reply {
  const startedAt = portal.clock.now().toISOString();
  const results: object[] = [];
  const errors: object[] = [];
  for (const { run, traceId } of attempts) {
    try {
      results.push(run());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const trace = traceId === undefined ? {} : { objectWriteTraceId: [traceId] };
      const reason = refusalBody.parse(error.reply.body);
      errors.push({ ...reason, context: { ...reason.context, ...trace } });
    }
  }
  const body = { status: 'COMPLETE', results, startedAt, completedAt: portal.clock.now().toISOString() };
  return errors.length === 0
    ? { status, body }
    : { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function create(request: Request, write: Write): Reply {
  const type = typeInPath(request);
  const { inputs } = readBody(request, createBatch);
  const attempts = inputs.map((input) => ({
    traceId: input.objectWriteTraceId,
    run: () => recordJson(prepareCreate(type, input, write)(), null, write.portal),
  }));
  // Without trace ids a batch with one bad input is refused whole; with them it succeeds in part.
  if (inputs.some((input) => input.objectWriteTraceId === undefined))
    for (const input of inputs) prepareCreate(type, input, write);
  return runBatch(attempts, 201, write.portal);
}

function upsert(request: Request, write: Write): Reply {
  const { portal } = write;
  const type = typeInPath(request);
  const { inputs } = readBody(request, upsertBatch);
  for (const { idProperty } of inputs) requireUniqueProperty(type, idProperty, portal);
  if (new Set(inputs.map(({ id, idProperty }) => `${idProperty}=${id}`)).size < inputs.length)
    throw invalid('Duplicate IDs found in batch input');
  const attempts = inputs.map(({ id, idProperty, properties, objectWriteTraceId }) => ({
    traceId: objectWriteTraceId,
    run() {
      const known = findRecord(type, id, idProperty, portal);
      const record =
        known === null
          ? prepareCreate(type, { properties: { [idProperty]: id, ...properties } }, write)()
          : updateRecord(known, properties, write);
      return { ...recordJson(record, null, portal), new: known === null };
    },
  }));
  const reply = runBatch(attempts, 200, portal);
  // From memory: a batch of one that fails is an error of its own, not a partial success.
  if (inputs.length === 1 && reply.status === 207) attempts[0]?.run();
  return reply;
}

/** What is not there makes one error for all of it, which names the ids. */
function read(type: ObjectType, wanted: z.infer<typeof readBatch>, portal: Portal): Reply {
  const found = wanted.inputs.map(({ id }) => ({
    id,
    record: findRecord(type, id, wanted.idProperty ?? undefined, portal),
  }));
  const results = found.flatMap(({ record }) =>
    record === null ? [] : [recordJson(record, wanted.properties, portal)],
  );
  const missing = found.filter(({ record }) => record === null).map(({ id }) => id);
  const at = portal.clock.now().toISOString();
  const body = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  if (missing.length === 0) return { status: 200, body };
  const name = singularOf(type).toUpperCase();
  const message = `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`;
  const error = { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: missing } };
  return { status: 207, body: { ...body, numErrors: 1, errors: [error] } };
}

/** Many records at a time. */
export function batchRoutes(portal: Portal): readonly Route[] {
  const batch = '/crm/objects/:version/:type/batch';
  const writeOf = (request: Request) => ({ portal, version: pathPart(request, 'version') });
  return [
    {
      method: 'post',
      path: `${batch}/create`,
      operation: 'create',
      access: 'write',
      handle: (request) => create(request, writeOf(request)),
    },
    {
      method: 'post',
      path: `${batch}/upsert`,
      operation: 'upsert',
      access: 'write',
      handle: (request) => upsert(request, writeOf(request)),
    },
    {
      method: 'post',
      path: `${batch}/update`,
      operation: 'update',
      access: 'write',
      handle(request) {
        const type = typeInPath(request);
        const attempts = readBody(request, updateBatch).inputs.map(({ id, idProperty, properties }) => ({
          run() {
            const known = getRecord(type, id, idProperty, portal);
            return recordJson(updateRecord(known, properties, writeOf(request)), null, portal);
          },
        }));
        return runBatch(attempts, 200, portal);
      },
    },
    {
      method: 'post',
      path: `${batch}/read`,
      operation: 'read',
      access: 'read',
      handle(request) {
        const type = typeInPath(request);
        return read(type, readBody(request, readBatch), portal);
      },
    },
    {
      method: 'post',
      path: `${batch}/archive`,
      operation: 'archive',
      access: 'write',
      handle(request) {
        for (const { id } of readBody(request, archiveBatch).inputs) {
          const record = portal.records.find(typeInPath(request), id);
          if (record !== null) portal.records.archive(record);
        }
        return { status: 204 };
      },
    },
  ];
}
