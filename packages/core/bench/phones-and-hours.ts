// How many questions about phones and hours one core answers in a second: node packages/core/bench/phones-and-hours.ts
import { businessSchema } from '../src/business.ts';
import { isOpenAt, nextOpening } from '../src/hours.ts';
import { addMinutes, toInstant } from '../src/instant.ts';
import { type E164, parsePhone } from '../src/phone.ts';
import { nextAllowedInstant } from '../src/quiet-hours.ts';
import { measureText } from '../src/segments.ts';
import { zonesOf } from '../src/zones.ts';
import { measure, say } from './measure.ts';

const weekday = ['08:00-12:00', '13:00-17:00'];
const business = businessSchema.parse({
  id: 'acme-plumbing',
  name: 'Acme Plumbing',
  timeZone: 'America/Chicago',
  hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday },
  closures: [{ date: '2026-12-25' }],
  lines: [{ number: '+15125550100' }],
});
const phones = ['+15125550142', '+18505550142', '+19075550142', '+18005550142'] as E164[];
/** A year of moments, so that each change of the clocks is met. */
const moments = Array.from({ length: 1000 }, (_, index) =>
  addMinutes(toInstant('2026-01-01T00:00:00Z'), index * 525),
);

function tell(name: string, ask: (index: number) => unknown): void {
  const perSecond = Math.round(1e6 / measure(ask));
  say(`${name.padEnd(44)} ${perSecond.toLocaleString('en-US').padStart(12)} a second`);
}

const momentAt = (index: number) => moments[index % moments.length] ?? toInstant(0);
const phoneAt = (index: number) => phones[index % phones.length] ?? (phones[0] as E164);

tell('zonesOf', (index) => zonesOf(phoneAt(index)));
for (const mode of ['hold-21-8', 'state-strict'] as const) {
  tell(`nextAllowedInstant, ${mode}`, (index) => {
    const missedAt = momentAt(index);
    return nextAllowedInstant(mode, missedAt, { business, phone: phoneAt(index), missedAt });
  });
}
tell('isOpenAt', (index) => isOpenAt(business, momentAt(index)));
tell('nextOpening', (index) => nextOpening(business, momentAt(index)));
tell('parsePhone, E.164', (index) => parsePhone(phoneAt(index), 'US'));
tell('parsePhone, as people write', (index) =>
  parsePhone(`cell: (512) 555-${1000 + (index % 9000)} x12`, 'US'),
);
tell('measureText', (index) =>
  measureText(`Acme Plumbing: sorry we missed your call ${index}. How can we help?`),
);
