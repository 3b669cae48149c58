import type { Request } from 'express';
import { z } from 'zod';
import { pathPart, queryList, type Route, readBody, typeInPath } from './exchange.ts';
import { type ObjectType, parseObjectType } from './object-type.ts';
import type { Portal } from './portal.ts';
import { associationsJson, recordJson } from './record-json.ts';
import { invalid, notFound, type Reply } from './reply.ts';
import { readSearch, runSearch } from './search.ts';
import { createShape, getRecord, prepareCreate, updateRecord, valuesShape } from './writes.ts';

function askedAssociations(request: Request): readonly ObjectType[] {
  return queryList(request, 'associations').map((name) => {
    const type = parseObjectType(name);
    if (type === null) throw invalid(`Unable to infer object type from: ${name}`);
    return type;
  });
}

function list(request: Request, portal: Portal): Reply {
  const type = typeInPath(request);
  const limit = Number(queryList(request, 'limit')[0] ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalid('limit has to be between 1 and 100');
  const after = queryList(request, 'after')[0];
  const all = portal.records.all(type);
  const start = after === undefined ? 0 : all.findIndex(({ id }) => Number(id) >= Number(after));
  const page = start === -1 ? [] : all.slice(start, start + limit);
  const next = all[start + limit];
  const results = page.map((record) => ({
    ...recordJson(record, queryList(request, 'properties'), portal),
    ...associationsJson(record, askedAssociations(request), portal),
  }));
  const paging = start === -1 || next === undefined ? {} : { paging: { next: { after: next.id } } };
  return { status: 200, body: { results, ...paging } };
}

function read(request: Request, portal: Portal): Reply {
  const type = typeInPath(request);
  const id = pathPart(request, 'id');
  const record =
    queryList(request, 'archived')[0] === 'true'
      ? portal.records.find(type, id, { archived: true })
      : getRecord(type, id, queryList(request, 'idProperty')[0], portal);
  if (record === null) throw notFound();
  const json = recordJson(record, queryList(request, 'properties'), portal);
  return { status: 200, body: { ...json, ...associationsJson(record, askedAssociations(request), portal) } };
}

function search(request: Request, portal: Portal): Reply {
  const type = typeInPath(request);
  const wanted = readSearch(request.body, type, portal.schema);
  const { total, results, after } = runSearch(type, wanted, portal);
  const listed = results.map(({ record, indexed }) => recordJson(record, wanted.properties, portal, indexed));
  const paging = after === null ? {} : { paging: { next: { after } } };
  return { status: 200, body: { total, results: listed, ...paging } };
}

/** One record at a time, and the search. */
export function objectRoutes(portal: Portal): readonly Route[] {
  const writeOf = (request: Request) => ({ portal, version: pathPart(request, 'version') });
  const collection = '/crm/objects/:version/:type';
  return [
    {
      method: 'post',
      path: `${collection}/search`,
      operation: 'search',
      access: 'read',
      handle: (request) => search(request, portal),
    },
    {
      method: 'post',
      path: collection,
      operation: 'create',
      access: 'write',
      handle(request) {
        const body = readBody(request, createShape);
        const record = prepareCreate(typeInPath(request), body, writeOf(request))();
        return { status: 201, body: recordJson(record, null, portal) };
      },
    },
    {
      method: 'get',
      path: collection,
      operation: 'read',
      access: 'read',
      handle: (request) => list(request, portal),
    },
    {
      method: 'get',
      path: `${collection}/:id`,
      operation: 'read',
      access: 'read',
      handle: (request) => read(request, portal),
    },
    {
      method: 'patch',
      path: `${collection}/:id`,
      operation: 'update',
      access: 'write',
      handle(request) {
        const idProperty = queryList(request, 'idProperty')[0];
        const known = getRecord(typeInPath(request), pathPart(request, 'id'), idProperty, portal);
        const { properties } = readBody(request, z.object({ properties: valuesShape }));
        const record = updateRecord(known, properties, writeOf(request));
        return { status: 200, body: recordJson(record, null, portal) };
      },
    },
    {
      method: 'delete',
      path: `${collection}/:id`,
      operation: 'archive',
      access: 'write',
      handle(request) {
        const record = portal.records.find(typeInPath(request), pathPart(request, 'id'));
        if (record !== null) portal.records.archive(record);
        return { status: 204 };
      },
    },
  ];
}
