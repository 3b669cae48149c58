import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** `.ringback` in the repository. */
export const defaultDataDir = fileURLToPath(new URL('../../../.ringback', import.meta.url));

/** Everything the environment tells the server; see `docs/reference/settings.md`. */
export type Config = {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** null: the embedded store in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** null: the sandbox's demo business. */
  readonly businessFile: string | null;
  /** null: made at first start in `dataDir`. */
  readonly adminToken: string | null;
  readonly secretKeys: readonly [Buffer, ...Buffer[]] | null;
  readonly role: 'all' | 'web' | 'worker';
  /** null: the sandbox, with its look-alike of Twilio. */
  readonly twilio: TwilioSettings | null;
  /** null: no HubSpot app, or its look-alike in the sandbox. */
  readonly hubspot: HubspotSettings | null;
  /** null: no notice leaves by e-mail. */
  readonly mail: MailSettings | null;
  /** An OpenTelemetry collector, without a slash at the end; null: no traces. */
  readonly tracesEndpoint: string | null;
  readonly logLevel: string;
};

export type TwilioSettings = {
  readonly accountSid: string;
  /** The first one signs our requests; each is accepted in signatures. */
  readonly authTokens: readonly [string, ...string[]];
  readonly messagingServiceSid: string | null;
  readonly apiBaseUrl: string | null;
};

export type MailSettings = { readonly smtpUrl: string; readonly from: string };

export type HubspotSettings = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiBaseUrl: string;
  readonly authorizeUrl: string;
};

/** The environment is wrong, or asks for what this machine cannot give; `problems` has one line for each variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: { readonly cause: unknown }) {
    super(problems.join('\n'), options);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://ringback.example.com' })
  .transform((url) => url.replace(/\/+$/, ''));

const text = z.string().min(1);

const secretKey = z.string().transform((value, context): [Buffer, ...Buffer[]] => {
  const [first, ...others] = value.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  if (first && [first, ...others].every((key) => key.length === 32)) return [first, ...others];
  context.addIssue({
    code: 'custom',
    message: 'must be 32 bytes in base64 (make one with: openssl rand -base64 32)',
  });
  return z.NEVER;
});

const authTokens = text.transform((value, context): [string, ...string[]] => {
  const [first, ...others] = value.split(',').map((part) => part.trim());
  if (first) return [first, ...others.filter((token) => token !== '')];
  context.addIssue({ code: 'custom', message: 'is empty' });
  return z.NEVER;
});

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^0*[1-9]\d*$/, 'must be a port number, such as 3000')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be at most 65535')
    .default(3000),
  HOST: text.default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
      'must be an address such as postgres://user:password@host:5432/ringback, odd characters written as %23',
    )
    .optional(),
  RINGBACK_DATA_DIR: text.optional(),
  RINGBACK_CONFIG: text.optional(),
  RINGBACK_ADMIN_TOKEN: z
    .string()
    .min(24, 'must have at least 24 characters (make one with: openssl rand -base64 32)')
    .optional(),
  RINGBACK_SECRET_KEY: secretKey.optional(),
  RINGBACK_ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'must be AC and 32 hexadecimal digits, as the Twilio console shows it')
    .optional(),
  TWILIO_AUTH_TOKEN: authTokens.optional(),
  TWILIO_MESSAGING_SERVICE_SID: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/i, 'must be MG and 32 hexadecimal digits')
    .optional(),
  TWILIO_API_BASE_URL: httpUrl.optional(),
  HUBSPOT_CLIENT_ID: text.optional(),
  HUBSPOT_CLIENT_SECRET: text.optional(),
  HUBSPOT_API_BASE_URL: httpUrl.default('https://api.hubapi.com'),
  HUBSPOT_AUTHORIZE_URL: httpUrl.default('https://app.hubspot.com/oauth/authorize'),
  SMTP_URL: z
    .string()
    .refine(
      (url) => /^smtps?:\/\//.test(url) && URL.canParse(url) && new URL(url).hostname !== '',
      'must be an address such as smtps://user:password@smtp.example.com, odd characters written as %23',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>"\r\n]+<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)$/,
      'must be a sender such as Ringback <ringback@example.com>',
    )
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
});

type Environment = z.output<typeof environmentSchema>;

/**
 * Reads the environment; a variable that is set to nothing counts as unset.
 * @throws ConfigError with every problem at once; values are never repeated in it, as they may be secrets
 */
export function readConfig(
  environment: { readonly [name: string]: string | undefined },
  defaults: { readonly dataDir: string },
): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const problems = findContradictions(parsed.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data, defaults);
}

function findContradictions(set: Environment): string[] {
  const problems: string[] = [];
  function need(name: keyof Environment, why: string): void {
    if (set[name] === undefined) problems.push(`${name} is missing: ${why}`);
  }
  const hasTwilio = set.TWILIO_ACCOUNT_SID !== undefined || set.TWILIO_AUTH_TOKEN !== undefined;
  if (set.DATABASE_URL !== undefined) {
    if (set.RINGBACK_ROLE !== 'all' && !hasTwilio) {
      problems.push(
        `RINGBACK_ROLE can only be ${set.RINGBACK_ROLE} with TWILIO_ACCOUNT_SID: the sandbox is one process`,
      );
    }
    need('RINGBACK_ADMIN_TOKEN', 'with DATABASE_URL every server must know the same one');
    need('RINGBACK_SECRET_KEY', 'with DATABASE_URL every server must know the same one');
  } else if (set.RINGBACK_ROLE !== 'all') {
    problems.push(
      `RINGBACK_ROLE can only be ${set.RINGBACK_ROLE} with DATABASE_URL: the embedded store serves one process`,
    );
  }
  if (hasTwilio) {
    need('TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN is set');
    need('TWILIO_AUTH_TOKEN', 'TWILIO_ACCOUNT_SID is set');
    need('RINGBACK_CONFIG', 'with a Twilio account, say in a business file which numbers belong to whom');
    need('PUBLIC_URL', 'Twilio must reach this server, and signs its requests with the address');
  }
  if (set.HUBSPOT_CLIENT_ID !== undefined || set.HUBSPOT_CLIENT_SECRET !== undefined) {
    need('HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET is set');
    need('HUBSPOT_CLIENT_SECRET', 'HUBSPOT_CLIENT_ID is set');
  }
  if (set.SMTP_URL !== undefined || set.MAIL_FROM !== undefined) {
    need('SMTP_URL', 'MAIL_FROM is set');
    need('MAIL_FROM', 'SMTP_URL is set, and every mail needs a sender');
  }
  return problems;
}

function toConfig(set: Environment, defaults: { readonly dataDir: string }): Config {
  return {
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL ?? `http://localhost:${set.PORT}`,
    databaseUrl: set.DATABASE_URL ?? null,
    dataDir: set.RINGBACK_DATA_DIR ?? defaults.dataDir,
    businessFile: set.RINGBACK_CONFIG ?? null,
    adminToken: set.RINGBACK_ADMIN_TOKEN ?? null,
    secretKeys: set.RINGBACK_SECRET_KEY ?? null,
    role: set.RINGBACK_ROLE,
    twilio:
      set.TWILIO_ACCOUNT_SID === undefined || set.TWILIO_AUTH_TOKEN === undefined
        ? null
        : {
            accountSid: set.TWILIO_ACCOUNT_SID,
            authTokens: set.TWILIO_AUTH_TOKEN,
            messagingServiceSid: set.TWILIO_MESSAGING_SERVICE_SID ?? null,
            apiBaseUrl: set.TWILIO_API_BASE_URL ?? null,
          },
    hubspot:
      set.HUBSPOT_CLIENT_ID === undefined || set.HUBSPOT_CLIENT_SECRET === undefined
        ? null
        : {
            clientId: set.HUBSPOT_CLIENT_ID,
            clientSecret: set.HUBSPOT_CLIENT_SECRET,
            apiBaseUrl: set.HUBSPOT_API_BASE_URL,
            authorizeUrl: set.HUBSPOT_AUTHORIZE_URL,
          },
    mail:
      set.SMTP_URL === undefined || set.MAIL_FROM === undefined
        ? null
        : { smtpUrl: set.SMTP_URL, from: set.MAIL_FROM },
    tracesEndpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: set.LOG_LEVEL,
  };
}
