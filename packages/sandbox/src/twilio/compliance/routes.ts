import { type Request, type Response, Router } from 'express';
import type { AccountNumbers } from '../account-numbers.ts';
import { notFound, TwilioApiError } from '../api-error.ts';
import type { FaultSource } from '../faults.ts';
import { pageOf } from '../paging.ts';
import { accountPath } from '../resources.ts';
import { bodies } from './bodies.ts';
import type { ComplianceKind, ComplianceThing, Registry } from './registry.ts';

export type ComplianceOptions = {
  readonly accountSid: string;
  readonly faults: FaultSource;
  readonly registry: Registry;
  readonly numbers: AccountNumbers;
  readonly changed: () => void;
};

type Collection = {
  readonly kind: ComplianceKind;
  readonly path: string;
  /** The list's own name in the answer. */
  readonly list: string;
  readonly required: readonly string[];
  readonly firstStatus: string;
  /** The parameters by which the list can be asked for. */
  readonly filters?: readonly string[];
  readonly checks?: readonly ((form: Fields) => string | null)[];
};
type Fields = ComplianceThing['fields'];

const assigned = { list: 'results', firstStatus: '' } as const;
const usa2pTexts = [
  ['Description', 40, 4096],
  ['MessageFlow', 40, 2048],
] as const;

const collections: readonly Collection[] = [
  {
    kind: 'CustomerProfiles',
    path: '/v1/CustomerProfiles',
    list: 'results',
    required: ['FriendlyName', 'Email', 'PolicySid'],
    firstStatus: 'draft',
    filters: ['FriendlyName', 'PolicySid', 'Status'],
  },
  {
    kind: 'TrustProducts',
    path: '/v1/TrustProducts',
    list: 'results',
    required: ['FriendlyName', 'Email', 'PolicySid'],
    firstStatus: 'draft',
    filters: ['FriendlyName', 'PolicySid', 'Status'],
  },
  { kind: 'EndUsers', path: '/v1/EndUsers', required: ['FriendlyName', 'Type'], ...assigned },
  {
    kind: 'SupportingDocuments',
    path: '/v1/SupportingDocuments',
    list: 'results',
    required: ['FriendlyName', 'Type'],
    firstStatus: 'DRAFT',
  },
  ...(['CustomerProfiles', 'TrustProducts'] as const).flatMap((parent): Collection[] => [
    {
      kind: 'EntityAssignments',
      path: `/v1/${parent}/:parent/EntityAssignments`,
      required: ['ObjectSid'],
      ...assigned,
    },
    {
      kind: 'Evaluations',
      path: `/v1/${parent}/:parent/Evaluations`,
      list: 'results',
      required: ['PolicySid'],
      firstStatus: 'compliant',
    },
  ]),
  {
    kind: 'BrandRegistrations',
    path: '/v1/a2p/BrandRegistrations',
    list: 'data',
    required: ['CustomerProfileBundleSid', 'A2PProfileBundleSid'],
    firstStatus: 'PENDING',
  },
  { kind: 'Services', path: '/v1/Services', list: 'services', required: ['FriendlyName'], firstStatus: '' },
  {
    kind: 'PhoneNumbers',
    path: '/v1/Services/:parent/PhoneNumbers',
    list: 'phone_numbers',
    required: ['PhoneNumberSid'],
    firstStatus: '',
  },
  {
    kind: 'Usa2p',
    path: '/v1/Services/:parent/Compliance/Usa2p',
    list: 'compliance',
    required: [
      'BrandRegistrationSid',
      'Description',
      'MessageFlow',
      'MessageSamples',
      'UsAppToPersonUsecase',
      'HasEmbeddedLinks',
      'HasEmbeddedPhone',
    ],
    firstStatus: 'IN_PROGRESS',
    checks: usa2pTexts.map(([name, least, most]) => (form) => {
      const { length } = String(form[name] ?? '');
      return length >= least && length <= most ? null : `${name} must have ${least} to ${most} characters`;
    }),
  },
  {
    kind: 'Verifications',
    path: '/v1/Tollfree/Verifications',
    list: 'verifications',
    required: [
      'BusinessName',
      'BusinessWebsite',
      'NotificationEmail',
      'UseCaseCategories',
      'UseCaseSummary',
      'ProductionMessageSample',
      'OptInImageUrls',
      'OptInType',
      'MessageVolume',
      'TollfreePhoneNumberSid',
    ],
    firstStatus: 'PENDING_REVIEW',
    filters: ['TollfreePhoneNumberSid', 'Status'],
  },
  {
    kind: 'Sinks',
    path: '/v1/Sinks',
    list: 'sinks',
    required: ['Description', 'SinkConfiguration', 'SinkType'],
    firstStatus: 'active',
  },
  {
    kind: 'Subscriptions',
    path: '/v1/Subscriptions',
    list: 'subscriptions',
    required: ['Description', 'SinkSid', 'Types'],
    firstStatus: '',
    filters: ['SinkSid'],
  },
];

/** A thing that is handed in again is looked at again. */
const againStatus: { readonly [kind in ComplianceKind]?: string } = {
  BrandRegistrations: 'PENDING',
  Usa2p: 'IN_PROGRESS',
  Verifications: 'PENDING_REVIEW',
};

/** Trust Hub, A2P 10DLC and toll-free verification, with Twilio's own paths. */
export function createComplianceRouter(options: ComplianceOptions): Router {
  const { accountSid, registry, faults } = options;
  const router = Router();

  /** Answers with what `handle` gives, unless a fault is due. */
  const answering = (handle: (request: Request) => { status?: number; body: object }) => {
    return (request: Request, response: Response) => {
      const fault = request.method === 'POST' ? faults.take('register') : null;
      if (fault?.kind === 'reset-before') return void request.socket.destroy();
      if (fault?.kind === 'status-429') throw new TwilioApiError(429, 20429, 'Too Many Requests');
      if (fault?.kind === 'status-500') throw new TwilioApiError(500, 20500, 'Internal Server Error');
      const { status = 200, body } = handle(request);
      options.changed();
      if (fault?.kind === 'reset-after') return void request.socket.destroy();
      response.status(status).json(body);
    };
  };

  const numberOf = (sid: unknown) => options.numbers.bySid(String(sid));
  const bodyOf = (thing: ComplianceThing) => {
    const number = numberOf(thing.fields.PhoneNumberSid ?? thing.fields.TollfreePhoneNumberSid)?.number;
    const isRegistered = registry.all('Usa2p', thing.sid).some(({ status }) => status === 'VERIFIED');
    return bodies[thing.kind](thing, {
      accountSid,
      isRegistered,
      ...(number === undefined ? {} : { phoneNumber: number }),
    });
  };

  function add(collection: Collection, request: Request): ComplianceThing {
    const form = fieldsOf(request);
    check(collection, form);
    const parentSid = typeof request.params.parent === 'string' ? request.params.parent : null;
    const number = collection.kind === 'PhoneNumbers' ? String(form.PhoneNumberSid) : null;
    if (number !== null && !numberOf(number)) throw notFound(request.path);
    if (collection.kind === 'Usa2p' && registry.all('Usa2p', parentSid ?? '').length > 0) {
      throw new TwilioApiError(400, 21713, 'The messaging service has a campaign already');
    }
    const Parent = /^\/v1\/(CustomerProfiles|TrustProducts)\//.exec(collection.path)?.[1];
    return registry.add({
      kind: collection.kind,
      parentSid,
      fields: Parent === undefined ? form : { ...form, Parent },
      status: collection.firstStatus,
      ...(number === null ? {} : { sid: number }),
    });
  }

  for (const collection of collections) {
    const { kind, path, list, filters = [] } = collection;
    router.post(
      path,
      answering((request) => ({ status: 201, body: bodyOf(add(collection, request)) })),
    );
    router.get(
      path,
      answering((request) => {
        const query = queryOf(request);
        const parent = typeof request.params.parent === 'string' ? request.params.parent : undefined;
        const listed = registry
          .all(kind, parent)
          .filter((thing) => filters.every((name) => isAsked(query, name, fieldOf(thing, name))));
        return { body: metaPage(listed.map(bodyOf), list, request) };
      }),
    );
    router.get(
      `${path}/:sid`,
      answering((request) => ({ body: bodyOf(registry.get(kind, String(request.params.sid))) })),
    );
    router.post(
      `${path}/:sid`,
      answering((request) => {
        const thing = registry.get(kind, String(request.params.sid));
        const { Status, ...fields } = fieldsOf(request);
        const status = Status === undefined ? (againStatus[kind] ?? thing.status) : String(Status);
        registry.touch(thing, { fields: { ...thing.fields, ...fields }, status, errors: [] });
        // A toll-free verification is taken in, and looked at later.
        return { status: kind === 'Verifications' ? 202 : 200, body: bodyOf(thing) };
      }),
    );
  }

  router.post(
    '/v1/a2p/BrandRegistrations/:sid/SmsOtp',
    answering((request) => {
      const brand = registry.get('BrandRegistrations', String(request.params.sid));
      registry.touch(brand, { codesSent: brand.codesSent + 1 });
      return { status: 201, body: { account_sid: accountSid, brand_registration_sid: brand.sid } };
    }),
  );

  const addresses = `${accountPath(accountSid)}/Addresses`;
  router.post(
    `${addresses}.json`,
    answering((request) => {
      const fields = fieldsOf(request);
      const thing = registry.add({ kind: 'Addresses', parentSid: null, fields, status: '' });
      return { status: 201, body: bodyOf(thing) };
    }),
  );
  router.get(
    `${addresses}.json`,
    answering((request) => {
      const query = queryOf(request);
      const listed = registry
        .all('Addresses')
        .filter((thing) => isAsked(query, 'FriendlyName', fieldOf(thing, 'FriendlyName')))
        .map(bodyOf);
      return { body: pageOf(listed, 'addresses', request.path, query) };
    }),
  );
  router.post(
    `${addresses}/:sid.json`,
    answering((request) => {
      const thing = registry.get('Addresses', String(request.params.sid));
      registry.touch(thing, { fields: { ...thing.fields, ...fieldsOf(request) } });
      return { body: bodyOf(thing) };
    }),
  );
  return router;
}

function check({ required, checks = [] }: Collection, form: Fields): void {
  const missing = required.find((name) => form[name] === undefined || form[name] === '');
  if (missing !== undefined) throw new TwilioApiError(400, 20001, `Missing required parameter ${missing}`);
  for (const each of checks) {
    const problem = each(form);
    if (problem !== null) throw new TwilioApiError(400, 20001, problem);
  }
}

function fieldsOf(request: Request): Fields {
  const params = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = params.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );
}

function fieldOf(thing: ComplianceThing, name: string): string {
  return name === 'Status' ? thing.status : String(thing.fields[name] ?? '');
}

function isAsked(query: URLSearchParams, name: string, value: string): boolean {
  const asked = query.get(name);
  return asked === null || asked === value;
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://sandbox').searchParams;
}

function hostOf(path: string): string {
  if (/^\/v1\/(Services|a2p|Tollfree)\b/.test(path)) return 'messaging';
  return /^\/v1\/(Sinks|Subscriptions)\b/.test(path) ? 'events' : 'trusthub';
}

/** A page in the shape of the newer APIs. */
function metaPage(items: readonly object[], key: string, request: Request) {
  const query = queryOf(request);
  const size = Number(query.get('PageSize') ?? 50);
  const page = Number(query.get('Page') ?? 0);
  const urlOf = (number: number) => {
    const asked = new URLSearchParams(query);
    asked.set('PageSize', String(size));
    asked.set('Page', String(number));
    return `https://${hostOf(request.path)}.twilio.com${request.path}?${asked}`;
  };
  return {
    meta: {
      page,
      page_size: size,
      first_page_url: urlOf(0),
      previous_page_url: page > 0 ? urlOf(page - 1) : null,
      url: urlOf(page),
      next_page_url: (page + 1) * size < items.length ? urlOf(page + 1) : null,
      key,
    },
    [key]: items.slice(page * size, (page + 1) * size),
  };
}
