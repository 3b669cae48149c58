import type { Business } from './business.ts';
import { isOpenAt, nextOpening } from './hours.ts';
import type { Instant } from './instant.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';
import { renderTemplate, type TemplateValues } from './template.ts';
import { clockMs, dayAt, dayMs, minuteMs } from './zone-clock.ts';

export type Language = Business['language'];
export type FirstTextVariant = 'open' | 'after-hours';

/**
 * The built-in texts. Plain letters of GSM-7, so that one text stays one segment; no promise of when somebody
 * answers; the wording that campaign reviewers look for.
 */
const firstTexts = {
  en: {
    open: '{{business.name}}: sorry we missed your call. How can we help? Msg&data rates may apply. Reply STOP to opt out, HELP for help.',
    'after-hours':
      '{{business.name}}: sorry we missed your call. We are closed now and open {{opens}}. How can we help? Reply STOP to opt out, HELP for help.',
    emergency: 'If this is an emergency call 911. ',
  },
  es: {
    open: '{{business.name}}: sentimos no haber atendido su llamada. ¿En qué le ayudamos? Pueden aplicar tarifas. Responda STOP para no recibir textos.',
    'after-hours':
      '{{business.name}}: sentimos no haber atendido su llamada. Ahora estamos cerrados; abrimos {{opens}}. ¿En qué le ayudamos? Responda STOP para no recibir textos.',
    emergency: 'Si es una emergencia llame al 911. ',
  },
} as const;

/** Trades whose callers may be in danger. */
const dangerous: ReadonlySet<Business['trade']> = new Set(['home-services', 'dental-medical']);

export type FirstTextWording = {
  readonly body: string;
  readonly variant: FirstTextVariant;
  /** The owner's template needed a value that is not known, so the built-in text was taken. */
  readonly templateUnusable: boolean;
};

/** The first text as it reads when it leaves at `at`. */
export function firstTextAt(
  at: Instant,
  {
    business,
    rules,
    firstName,
  }: { readonly business: Business; readonly rules: Rules; readonly firstName: string | null },
): FirstTextWording {
  const variant = isOpenAt(business, at) ? 'open' : 'after-hours';
  const values: TemplateValues = {
    'business.name': business.name,
    opens: describeOpening(business, at),
    'booking.link': business.bookingUrl ?? null,
    'caller.firstName': firstName,
  };
  const { open, afterHours } = rules.firstText.templates;
  const template = variant === 'open' ? open : afterHours;
  const own = template === undefined ? null : renderTemplate(template, values);
  const body = own ?? renderTemplate(builtIn(business, variant), values) ?? business.name;
  return { body, variant, templateUnusable: template !== undefined && own === null };
}

function builtIn(business: Business, variant: FirstTextVariant): string {
  const texts = firstTexts[business.language];
  if (variant === 'open' || !dangerous.has(business.trade)) return texts[variant];
  return texts[variant].replace(/(Reply|Responda) STOP/, `${texts.emergency}$&`);
}

/** The one text that confirms an opt-out; no marketing. Source: 47 CFR 64.1200(a)(12) */
export function optOutConfirmation(business: Business, language: Language): string {
  return language === 'es'
    ? `Ya no recibe textos de ${business.name}. No enviaremos ninguno. Responda START para volver.`
    : `You're unsubscribed from ${business.name}. No more messages. Reply START to rejoin.`;
}

export function optInConfirmation(business: Business, language: Language): string {
  return language === 'es'
    ? `Vuelve a recibir textos de ${business.name}. Responda HELP para ayuda o STOP para no recibir textos.`
    : `You will get texts from ${business.name} again. Reply HELP for help, STOP to opt out.`;
}

/** Brand, a way to reach a person, rates, and how to stop. Source: CTIA Messaging Principles 2023 */
export function helpText(business: Business, line: E164, language: Language): string {
  return language === 'es'
    ? `${business.name}: para ayuda llame al ${line}. Pueden aplicar tarifas. Responda STOP para no recibir textos.`
    : `${business.name}: for help call ${line}. Msg&data rates may apply. Reply STOP to opt out.`;
}

/** When the business opens next, as it follows on "we open": `8 AM tomorrow`, `Monday at 8 AM`. */
export function describeOpening(business: Business, at: Instant): string {
  const spanish = business.language === 'es';
  const opening = nextOpening(business, at);
  if (opening === null) return spanish ? 'el próximo día laborable' : 'on our next business day';
  const { timeZone } = business;
  const shown = clockMs(timeZone, Date.parse(opening));
  const hour = Math.floor((shown % dayMs) / (60 * minuteMs));
  const minute = Math.floor((shown % (60 * minuteMs)) / minuteMs);
  const day = dayAt(timeZone, Date.parse(opening));
  const days = day - dayAt(timeZone, Date.parse(at));
  const time = clockTime(hour, minute);
  const atTime = hour % 12 === 1 ? `a la ${time}` : `a las ${time}`;
  if (days === 0) return spanish ? `hoy ${atTime}` : `${time} today`;
  if (days === 1) return spanish ? `mañana ${atTime}` : `${time} tomorrow`;
  const { weekday, date } = dayNames[business.language];
  const name = (days < 7 ? weekday : date).format(day * dayMs);
  return spanish ? `el ${name} ${atTime}` : `${name} at ${time}`;
}

/** Days counted from 1 January 1970 have no zone any more, so they are named in UTC. */
const dayNames = {
  en: nameDays('en-US'),
  es: nameDays('es'),
} as const;

function nameDays(locale: string) {
  return {
    weekday: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' }),
    date: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }),
  };
}

function clockTime(hour: number, minute: number): string {
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}
