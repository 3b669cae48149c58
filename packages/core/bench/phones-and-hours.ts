// How many questions about phones and hours one core answers in a second: node packages/core/bench/phones-and-hours.ts
import { businessSchema } from '../src/business.ts';
import { isOpenAt, nextOpening } from '../src/hours.ts';
import { addMinutes, toInstant } from '../src/instant.ts';
import { type E164, parsePhone } from '../src/phone.ts';
import { nextAllowedInstant } from '../src/quiet-hours.ts';
import { measureText } from '../src/segments.ts';
import { zonesOf } from '../src/zones.ts';

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

function measure(name: string, ask: (index: number) => unknown): void {
  for (let index = 0; index < 2_000; index += 1) ask(index);
  const start = performance.now();
  let asked = 0;
  while (performance.now() - start < 1_000) {
    for (let index = 0; index < 100; index += 1) ask(asked + index);
    asked += 100;
  }
  const perSecond = Math.round((asked / (performance.now() - start)) * 1_000);
  process.stdout.write(`${name.padEnd(44)} ${perSecond.toLocaleString('en-US').padStart(12)} a second\n`);
}

const momentAt = (index: number) => moments[index % moments.length] ?? toInstant(0);
const phoneAt = (index: number) => phones[index % phones.length] ?? (phones[0] as E164);

measure('zonesOf', (index) => zonesOf(phoneAt(index)));
for (const mode of ['hold-21-8', 'state-strict'] as const) {
  measure(`nextAllowedInstant, ${mode}`, (index) => {
    const missedAt = momentAt(index);
    return nextAllowedInstant(mode, missedAt, { business, phone: phoneAt(index), missedAt });
  });
}
measure('isOpenAt', (index) => isOpenAt(business, momentAt(index)));
measure('nextOpening', (index) => nextOpening(business, momentAt(index)));
measure('parsePhone, E.164', (index) => parsePhone(phoneAt(index), 'US'));
measure('parsePhone, as people write', (index) =>
  parsePhone(`cell: (512) 555-${1000 + (index % 9000)} x12`, 'US'),
);
measure('measureText', (index) =>
  measureText(`Acme Plumbing: sorry we missed your call ${index}. How can we help?`),
);
