import { afterAll, beforeAll, expect, test } from 'vitest';
import { ringingLine } from '../testing/acme-plumbing.ts';
import { openWorld, type World } from '../testing/open-world.ts';

// What Prometheus reads before and after one missed call.

const maria = '+15125550142';
let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(() => world.close());

/** Every sample by its name with its labels, as it stands in the text. */
async function scrape(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('ringback_'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

test('before anything happens, nothing waits and nothing was sent', async () => {
  const samples = await scrape();
  expect(samples.get('ringback_store_up')).toBe(1);
  expect(samples.get('ringback_store_connections{state="open"}')).toBeGreaterThan(0);
  expect(samples.get('ringback_store_connections{state="waiting"}')).toBe(0);
  expect(samples.get('ringback_unknown_texts')).toBe(0);
  expect(samples.get('ringback_overdue_timers')).toBe(0);
  expect(samples.get('ringback_text_due_to_sent_seconds_count')).toBe(0);
  expect([...samples.keys()].filter((name) => name.startsWith('ringback_events_total'))).toEqual([]);
});

test('a missed call moves them', async () => {
  world.twilio.placeCall({ from: maria, to: ringingLine });
  await world.pass(40);
  const samples = await scrape();
  expect(samples.get('ringback_events_total{type="call-missed"}')).toBe(1);
  expect(samples.get('ringback_events_total{type="timer-fired"}')).toBe(1);
  expect(samples.get('ringback_texts_total{outcome="accepted"}')).toBe(1);
  expect(samples.get('ringback_texts_total{outcome="delivered"}')).toBe(1);
  expect(samples.get('ringback_text_due_to_sent_seconds_count')).toBe(1);
  // Time passes in steps of half a second, so that is how late a timer may be.
  expect(samples.get('ringback_text_due_to_sent_seconds_sum')).toBeLessThanOrEqual(0.5);
  expect(samples.get('ringback_effect_attempt_seconds_count{lane="texts",outcome="done"}')).toBe(1);
  for (const route of ['/voice', '/voice/dialed', '/messages/status']) {
    const answers = [...samples].find(([name]) =>
      name.startsWith(`ringback_webhook_answer_seconds_count{provider="twilio",route="${route}",status="20`),
    );
    expect(answers?.[1], route).toBeGreaterThan(0);
  }
});

test('a webhook that is not signed is counted, and timed under no route', async () => {
  const forged = await fetch(`${world.url}/webhooks/twilio/voice`, { method: 'POST', body: 'CallSid=CA1' });
  expect(forged.status).toBe(403);
  const samples = await scrape();
  expect(samples.get('ringback_webhook_refusals_total{provider="twilio",reason="signature"}')).toBe(1);
  expect(
    samples.get('ringback_webhook_answer_seconds_count{provider="twilio",route="none",status="403"}'),
  ).toBe(1);
});

test('no label names a business, a caller or a text', async () => {
  const names = [...(await scrape()).keys()].join('\n');
  expect(names).not.toMatch(/acme|\+1512|CA[0-9a-f]{8}|SM[0-9a-f]{8}/);
});
