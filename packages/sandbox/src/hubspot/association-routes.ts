import type { Request } from 'express';
import { z } from 'zod';
import { defaultTypeId, labelOf, type Reference, targetTypeOf } from './associations.ts';
import { pathPart, queryList, type Route, readBody, typeInPath } from './exchange.ts';
import { type ObjectType, typeIdOf } from './object-type.ts';
import type { Portal } from './portal.ts';
import { invalid, notFound, type Reply } from './reply.ts';

const idShape = z.union([z.string(), z.number()]).transform(String);
const typeShape = z.object({ associationCategory: z.string(), associationTypeId: z.number().int() });

const pairBatch = z.object({
  inputs: z
    .array(
      z.object({
        from: z.object({ id: idShape }),
        to: z.object({ id: idShape }),
        types: z.array(typeShape).optional(),
      }),
    )
    .min(1)
    .max(2000),
});
const readBatch = z.object({
  inputs: z
    .array(z.object({ id: idShape }))
    .min(1)
    .max(1000),
});

const specification = (typeId: number) => ({
  associationCategory: 'HUBSPOT_DEFINED',
  associationTypeId: typeId,
});

/** @throws Refusal 404 when one of the two is not there */
function requireBoth(from: Reference, to: Reference, { records }: Portal) {
  for (const { type, id } of [from, to])
    if (records.find(type, id) === null) throw notFound(`No ${type} with ID ${id} exists`);
}

function linkWith(from: Reference, to: Reference, types: z.infer<typeof typeShape>[], portal: Portal) {
  requireBoth(from, to, portal);
  for (const { associationTypeId } of types) {
    if (targetTypeOf(from.type, associationTypeId) !== to.type)
      throw invalid(`${associationTypeId} does not lead from ${from.type} to ${to.type}`);
  }
  for (const { associationTypeId } of types) portal.associations.link(from, to, associationTypeId);
}

function linkByDefault(from: Reference, to: Reference, portal: Portal) {
  requireBoth(from, to, portal);
  const typeId = defaultTypeId(from.type, to.type);
  portal.associations.link(from, to, typeId);
  return { from: { id: from.id }, to: { id: to.id }, associationSpec: specification(typeId) };
}

/** `toObjectId` is a number, as the documentation's examples show it, although the specification says text. */
function linkedJson(from: Reference, to: ObjectType, portal: Portal) {
  return portal.associations.list(from, to).map(({ id, typeIds }) => ({
    toObjectId: Number(id),
    associationTypes: typeIds.map((typeId) => ({
      category: 'HUBSPOT_DEFINED',
      typeId,
      label: labelOf(typeId),
    })),
  }));
}

/** HubSpot gives at most 500 associations a page. */
const longestPage = 500;

function readPage(request: Request, all: readonly object[]) {
  const limit = Number(queryList(request, 'limit')[0] ?? longestPage);
  if (!Number.isInteger(limit) || limit < 1 || limit > longestPage)
    throw invalid(`limit has to be between 1 and ${longestPage}`);
  const start = Number(queryList(request, 'after')[0] ?? 0);
  if (!Number.isInteger(start)) throw invalid('after is not a paging cursor');
  const end = start + limit;
  const paging = end < all.length ? { paging: { next: { after: String(end) } } } : {};
  return { results: all.slice(start, end), ...paging };
}

function completed(results: readonly object[], portal: Portal, status = 200): Reply {
  const at = portal.clock.now().toISOString();
  return { status, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
}

/** Between two records, under the path of one of them. */
function pairRoutes(portal: Portal): readonly Route[] {
  const one = '/crm/objects/:version/:type/:id/associations';
  const from = (request: Request) => ({ type: typeInPath(request), id: pathPart(request, 'id') });
  const to = (request: Request) => ({ type: typeInPath(request, 'toType'), id: pathPart(request, 'toId') });
  const common = { operation: 'associations', access: 'write' } as const;
  return [
    {
      ...common,
      method: 'put',
      path: `${one}/default/:toType/:toId`,
      handle: (request) => completed([linkByDefault(from(request), to(request), portal)], portal),
    },
    {
      ...common,
      method: 'put',
      path: `${one}/:toType/:toId`,
      handle(request) {
        const types = readBody(request, z.array(typeShape).min(1));
        linkWith(from(request), to(request), types, portal);
        const body = {
          fromObjectTypeId: typeIdOf(from(request).type),
          fromObjectId: Number(from(request).id),
          toObjectTypeId: typeIdOf(to(request).type),
          toObjectId: Number(to(request).id),
          labels: [],
        };
        return { status: 201, body };
      },
    },
    {
      ...common,
      method: 'delete',
      path: `${one}/:toType/:toId`,
      handle(request) {
        portal.associations.unlink(from(request), to(request));
        return { status: 204 };
      },
    },
    {
      ...common,
      access: 'read',
      method: 'get',
      path: `${one}/:toType`,
      handle(request) {
        if (portal.records.find(from(request).type, from(request).id) === null) throw notFound();
        const all = linkedJson(from(request), typeInPath(request, 'toType'), portal);
        return { status: 200, body: readPage(request, all) };
      },
    },
  ];
}

/** Many pairs at a time. */
function pairBatchRoutes(portal: Portal): readonly Route[] {
  const batch = '/crm/associations/:version/:type/:toType/batch';
  const common = { method: 'post', operation: 'associations', access: 'write' } as const;
  const pairs = (request: Request) =>
    readBody(request, pairBatch).inputs.map((input) => ({
      from: { type: typeInPath(request), id: input.from.id },
      to: { type: typeInPath(request, 'toType'), id: input.to.id },
      types: input.types ?? [],
    }));
  return [
    {
      ...common,
      path: `${batch}/read`,
      access: 'read',
      handle(request) {
        const results = readBody(request, readBatch).inputs.flatMap(({ id }) => {
          const to = linkedJson({ type: typeInPath(request), id }, typeInPath(request, 'toType'), portal);
          return to.length === 0 ? [] : [{ from: { id }, to }];
        });
        return completed(results, portal);
      },
    },
    {
      ...common,
      path: `${batch}/create`,
      handle(request) {
        const wanted = pairs(request);
        for (const { from, to, types } of wanted) linkWith(from, to, types, portal);
        return completed(
          wanted.map(({ from, to }) => ({ fromObjectId: from.id, toObjectId: to.id })),
          portal,
          201,
        );
      },
    },
    {
      ...common,
      path: `${batch}/associate/default`,
      handle: (request) =>
        completed(
          pairs(request).map(({ from, to }) => linkByDefault(from, to, portal)),
          portal,
        ),
    },
    {
      ...common,
      path: `${batch}/archive`,
      handle(request) {
        for (const { from, to } of pairs(request)) portal.associations.unlink(from, to);
        return { status: 204 };
      },
    },
  ];
}

export const associationRoutes = (portal: Portal): readonly Route[] => [
  ...pairRoutes(portal),
  ...pairBatchRoutes(portal),
];
