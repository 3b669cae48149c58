import {
  builtInFirstText,
  builtInSecondText,
  type FirstTextVariant,
  type Language,
} from './built-in-texts.ts';
import type { Business, Line } from './business.ts';
import { isOpenAt, nextOpening } from './hours.ts';
import { type Instant, msOf, toInstant } from './instant.ts';
import { createMemo } from './memo.ts';
import type { E164 } from './phone.ts';
import type { Rules } from './rule-set.ts';
import { measureText, withPlainCharacters } from './segments.ts';
import { renderTemplate, type TemplateValues } from './template.ts';
import { clockMs, dayAt, dayMs, minuteMs, momentOf } from './zone-clock.ts';

export type { FirstTextVariant, Language } from './built-in-texts.ts';

/** Characters that GSM-7 lacks, and the segments with them and with plain ones in their place. */
export type Surcharge = {
  readonly characters: string;
  readonly segments: number;
  readonly plainSegments: number;
};

export type Wording = {
  readonly body: string;
  /** The owner's template needed a value that is not known, so the built-in text was taken. */
  readonly templateUnusable: boolean;
  /** What a name or another value that was filled in makes the text cost more; null where it costs nothing. */
  readonly surcharge: Surcharge | null;
};
export type FirstTextWording = Wording & { readonly variant: FirstTextVariant };

export type About = {
  readonly business: Business;
  readonly rules: Rules;
  readonly firstName: string | null;
  readonly line: Line | null;
  /** When the call was that the text answers. */
  readonly missedAt: Instant;
};

/** The first text as it reads when it leaves at `at`. */
export function firstTextAt(at: Instant, about: About): FirstTextWording {
  const { business, rules, line } = about;
  const variant = line?.emergency ? 'emergency' : variantAt(business, at);
  const { open, afterHours, lunch, holiday, emergency } = rules.firstText.templates;
  const own = { open, 'after-hours': afterHours, lunch, holiday, emergency }[variant];
  const builtIn = builtInFirstText(business.trade, business.language, variant);
  return { ...word(at, about, { own, builtIn }), variant };
}

/** The second text as it reads when it leaves at `at`: on a later day than the call, it says which day that was. */
export function secondTextAt(at: Instant, about: About): Wording {
  const { trade, language } = about.business;
  const isLater = daysSince(about.business, about.missedAt, at) > 0;
  const builtIn = builtInSecondText(trade, language, isLater ? 'later-day' : 'same-day');
  return word(at, about, { own: about.rules.secondText.template, builtIn });
}

function word(
  at: Instant,
  { business, rules, firstName, line, missedAt }: About,
  { own, builtIn }: { readonly own: string | undefined; readonly builtIn: string },
): Wording {
  const values: TemplateValues = {
    'business.name': business.name,
    opens: () => describeOpening(business, at),
    'booking.link': business.bookingUrl ?? null,
    'terms.link': rules.brand.termsUrl ?? null,
    'caller.firstName': firstName,
    'call.day': () => describeDay(business, missedAt, at),
    'line.label': line?.label ?? null,
    holiday: () => closureAt(business, at)?.name ?? null,
  };
  const owners = own === undefined ? null : renderTemplate(own, values);
  const body = owners ?? renderTemplate(builtIn, values) ?? business.name;
  const template = owners === null ? builtIn : (own ?? builtIn);
  return {
    body,
    templateUnusable: own !== undefined && owners === null,
    surcharge: surchargeOf(template)(body),
  };
}

/** The same few texts leave over and over, and those with accents take long to measure. */
const surchargeOf = createMemo(200, (template: string) =>
  createMemo(200, (body: string): Surcharge | null => {
    const { segments, ucs2 } = measureText(body);
    const odd = ucs2.filter(({ character }) => !template.includes(character));
    if (odd.length === 0) return null;
    const plain = odd.reduce(
      (text, { character, unaccented }) => text.replaceAll(character, unaccented ?? 'x'),
      body,
    );
    const plainSegments = measureText(plain).segments;
    const characters = odd.map(({ character }) => character).join(' ');
    return plainSegments < segments ? { characters, segments, plainSegments } : null;
  }),
);

function variantAt(business: Business, at: Instant): FirstTextVariant {
  if (isOpenAt(business, at)) return 'open';
  if (closureAt(business, at)) return 'holiday';
  return isBetweenSpans(business, at) ? 'lunch' : 'after-hours';
}

/** The closure of the day, where it closes the whole of it or this time of day. */
function closureAt(business: Business, at: Instant): Business['closures'][number] | null {
  if (business.closures.length === 0) return null;
  const shown = new Date(clockMs(business.timeZone, msOf(at))).toISOString();
  const [date, time] = [shown.slice(0, 10), shown.slice(11, 16)];
  const closed = business.closures.find(
    (closure) =>
      closure.date === date &&
      (closure.spans?.some((span) => span.slice(0, 5) <= time && time < span.slice(6)) ?? true),
  );
  return closed ?? null;
}

/** Closed now, after an opening of the same day and before another. */
function isBetweenSpans(business: Business, at: Instant): boolean {
  const today = dayAt(business.timeZone, msOf(at));
  const next = nextOpening(business, at);
  const first = nextOpening(business, toInstant(momentOf(business.timeZone, today, 0)));
  if (next === null || first === null || first >= at) return false;
  return dayAt(business.timeZone, msOf(next)) === today;
}

/** The one text that confirms an opt-out; no marketing. Source: 47 CFR 64.1200(a)(12) */
export function optOutConfirmation(business: Business, language: Language): string {
  return withPlainCharacters(
    language === 'es'
      ? `Ya no recibe textos de ${business.name}. No enviaremos ninguno. Responda START para volver.`
      : `You're unsubscribed from ${business.name}. No more messages. Reply START to rejoin.`,
  );
}

export function optInConfirmation(business: Business, language: Language): string {
  return withPlainCharacters(
    language === 'es'
      ? `Vuelve a recibir textos de ${business.name}. Responda HELP para ayuda o STOP para no recibir textos.`
      : `You will get texts from ${business.name} again. Reply HELP for help, STOP to opt out.`,
  );
}

/** The emergency number of the United States and of Canada, and that nobody should wait for us. */
export function emergencyNumberText(business: Business, language: Language): string {
  return withPlainCharacters(
    language === 'es'
      ? `Si alguien corre peligro llame ya al 911; no espere nuestra respuesta. ${business.name}. Responda STOP para salir.`
      : `If anyone is in danger, call 911 now; do not wait for our answer. ${business.name}. Reply STOP to opt out.`,
  );
}

/** Brand, a way to reach a person, rates, and how to stop. Source: CTIA Messaging Principles 2023 */
export function helpText(business: Business, line: E164, language: Language): string {
  return withPlainCharacters(
    language === 'es'
      ? `${business.name}: para ayuda llame al ${line}. Pueden aplicar tarifas. Responda STOP para no recibir textos.`
      : `${business.name}: for help call ${line}. Msg&data rates may apply. Reply STOP to opt out.`,
  );
}

/** When the business opens next, as it follows on "we open": `8 AM tomorrow`, `Monday at 8 AM`. */
export function describeOpening(business: Business, at: Instant): string {
  const spanish = business.language === 'es';
  const opening = nextOpening(business, at);
  if (opening === null) return spanish ? 'en horario de oficina' : 'on our next business day';
  const { timeZone } = business;
  const shown = clockMs(timeZone, msOf(opening));
  const hour = Math.floor((shown % dayMs) / (60 * minuteMs));
  const minute = Math.floor((shown % (60 * minuteMs)) / minuteMs);
  const day = dayAt(timeZone, msOf(opening));
  const days = daysSince(business, at, opening);
  const time = clockTime(hour, minute);
  const atTime = hour % 12 === 1 ? `a la ${time}` : `a las ${time}`;
  if (days === 0) return spanish ? `hoy ${atTime}` : `${time} today`;
  if (days === 1) return spanish ? `mañana ${atTime}` : `${time} tomorrow`;
  const name = nameDay(business, day, days);
  return spanish ? `el ${name} ${atTime}` : `${name} at ${time}`;
}

/** The day of a call as it follows on "the call that we missed" in a text of `at`: `yesterday`, `on Tuesday`. */
export function describeDay(business: Business, missedAt: Instant, at: Instant): string {
  const spanish = business.language === 'es';
  const days = daysSince(business, missedAt, at);
  if (days <= 0) return spanish ? 'hoy' : 'today';
  if (days === 1) return spanish ? 'ayer' : 'yesterday';
  const name = nameDay(business, dayAt(business.timeZone, msOf(missedAt)), days);
  return `${spanish ? 'el' : 'on'} ${name}`;
}

/** How often the business's calendar has turned between two moments. */
function daysSince({ timeZone }: Business, earlier: Instant, later: Instant): number {
  return dayAt(timeZone, msOf(later)) - dayAt(timeZone, msOf(earlier));
}

/** By its weekday as long as only one can be meant, else by its date. */
function nameDay({ language }: Business, day: number, daysAway: number): string {
  const { weekday, date } = dayNames[language];
  // The á of "sábado" would more than halve what fits into a segment.
  return (daysAway < 7 ? weekday : date).format(day * dayMs).replace('á', 'a');
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
