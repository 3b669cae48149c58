import { z } from 'zod';
import { pathPart, queryList, type Route, readBody, typeInPath } from './exchange.ts';
import { dealPipelines, pipelineJson } from './pipelines.ts';
import type { Owner, Portal } from './portal.ts';
import type { PropertyDefinition } from './property-definitions.ts';
import { invalid, notFound, refusal } from './reply.ts';

const optionShape = z.object({ label: z.string(), value: z.string() });

const propertyShape = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string().min(1),
  type: z.enum(['string', 'number', 'datetime', 'date', 'enumeration', 'bool']),
  fieldType: z.string(),
  groupName: z.string(),
  description: z.string().default(''),
  options: z.array(optionShape).default([]),
  hasUniqueValue: z.boolean().default(false),
});

const propertyChange = z.object({
  label: z.string().optional(),
  description: z.string().optional(),
  options: z.array(optionShape).optional(),
  hasUniqueValue: z.unknown().optional(),
});

/** Which widgets a value can have. Source: HubSpot's properties guide. */
const fittingFieldTypes: { readonly [type in PropertyDefinition['type']]: readonly string[] } = {
  string: ['text', 'textarea', 'phonenumber', 'html', 'file'],
  number: ['number'],
  datetime: ['date'],
  date: ['date'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox'],
  bool: ['booleancheckbox'],
};

function propertyJson(definition: PropertyDefinition) {
  const { readOnly, ...shown } = definition;
  return {
    ...shown,
    options: definition.options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
    calculated: readOnly,
    externalOptions: definition.name === 'hubspot_owner_id',
    hidden: false,
    formField: false,
    displayOrder: -1,
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyValue: readOnly,
    },
  };
}

function propertyRoutes(portal: Portal): readonly Route[] {
  const { schema } = portal;
  const collection = '/crm/properties/:version/:type';
  const reading = { operation: 'properties', access: 'schema-read' } as const;
  const writing = { operation: 'properties', access: 'schema-write' } as const;
  return [
    {
      ...reading,
      method: 'get',
      path: `${collection}/groups`,
      handle(request) {
        const names = schema.groups(typeInPath(request));
        const results = names.map((name) => ({ name, label: name, displayOrder: -1, archived: false }));
        return { status: 200, body: { results } };
      },
    },
    {
      ...writing,
      method: 'post',
      path: `${collection}/groups`,
      handle(request) {
        const { name, label } = readBody(request, z.object({ name: z.string(), label: z.string() }));
        schema.addGroup(typeInPath(request), name);
        return { status: 201, body: { name, label, displayOrder: -1, archived: false } };
      },
    },
    {
      ...reading,
      method: 'get',
      path: collection,
      handle: (request) => ({
        status: 200,
        body: { results: schema.list(typeInPath(request)).map(propertyJson) },
      }),
    },
    {
      ...writing,
      method: 'post',
      path: collection,
      handle(request) {
        const definition = { ...readBody(request, propertyShape), readOnly: false, hubspotDefined: false };
        if (!fittingFieldTypes[definition.type].includes(definition.fieldType))
          throw invalid(`Field type ${definition.fieldType} does not fit type ${definition.type}`);
        if (definition.hasUniqueValue && definition.type !== 'string' && definition.type !== 'number')
          throw invalid(`A property of type ${definition.type} cannot have unique values`);
        schema.add(typeInPath(request), definition);
        return { status: 201, body: propertyJson(definition) };
      },
    },
    {
      ...reading,
      method: 'get',
      path: `${collection}/:name`,
      handle(request) {
        const definition = schema.find(typeInPath(request), pathPart(request, 'name'));
        if (definition === null) throw notFound(`Property ${pathPart(request, 'name')} does not exist`);
        return { status: 200, body: propertyJson(definition) };
      },
    },
    {
      ...writing,
      method: 'patch',
      path: `${collection}/:name`,
      handle(request) {
        const { hasUniqueValue, label, description, options } = readBody(request, propertyChange);
        if (hasUniqueValue !== undefined) throw invalid('hasUniqueValue cannot be changed after creation');
        const changed = schema.change(typeInPath(request), pathPart(request, 'name'), {
          ...(label === undefined ? {} : { label }),
          ...(description === undefined ? {} : { description }),
          ...(options === undefined ? {} : { options }),
        });
        if (changed === null) throw notFound(`Property ${pathPart(request, 'name')} does not exist`);
        return { status: 200, body: propertyJson(changed) };
      },
    },
    {
      ...writing,
      method: 'delete',
      path: `${collection}/:name`,
      handle(request) {
        const type = typeInPath(request);
        if (schema.find(type, pathPart(request, 'name'))?.hubspotDefined)
          throw refusal(403, 'BANNED', 'A property that HubSpot defines cannot be archived');
        schema.remove(type, pathPart(request, 'name'));
        return { status: 204 };
      },
    },
  ];
}

const ownerJson = (owner: Owner, index: number, createdAt: Date) => ({
  ...owner,
  type: 'PERSON',
  userId: 71_000_000 + index,
  userIdIncludingInactive: 71_000_000 + index,
  createdAt: createdAt.toISOString(),
  updatedAt: createdAt.toISOString(),
  archived: false,
  teams: [],
});

/** What an account is and has besides records: properties, owners, pipelines, its own details. */
export function settingsRoutes(portal: Portal): readonly Route[] {
  const owners = portal.owners.map((owner, index) => ownerJson(owner, index, portal.openedAt));
  const pipelines = dealPipelines.map((pipeline) => pipelineJson(pipeline, portal.openedAt));
  return [
    ...propertyRoutes(portal),
    {
      method: 'get',
      path: '/crm/owners/:version',
      operation: 'owners',
      access: 'owners',
      handle(request) {
        const email = queryList(request, 'email')[0];
        return {
          status: 200,
          body: { results: owners.filter((owner) => email === undefined || owner.email === email) },
        };
      },
    },
    {
      method: 'get',
      path: '/crm/owners/:version/:id',
      operation: 'owners',
      access: 'owners',
      handle(request) {
        const owner = owners.find(({ id }) => id === pathPart(request, 'id'));
        if (owner === undefined) throw notFound();
        return { status: 200, body: owner };
      },
    },
    {
      method: 'get',
      path: '/crm/pipelines/:version/:type',
      operation: 'pipelines',
      access: 'read',
      handle: (request) => ({
        status: 200,
        body: { results: typeInPath(request) === 'deals' ? pipelines : [] },
      }),
    },
    {
      method: 'get',
      path: '/account-info/:version/details',
      operation: 'account',
      access: 'oauth',
      handle: () => ({
        status: 200,
        body: {
          portalId: portal.identity.id,
          accountType: 'STANDARD',
          timeZone: portal.identity.timeZone,
          companyCurrency: 'USD',
          additionalCurrencies: [],
          utcOffset: '',
          utcOffsetMilliseconds: 0,
          uiDomain: 'app.hubspot.com',
          dataHostingLocation: 'na1',
        },
      }),
    },
  ];
}
