import { expect, test } from 'vitest';
import { effectLife, stepsOf, textLife } from './life-cycles.ts';

test('a life cycle that changes needs a migration that renders its trigger anew, and then this test', () => {
  const written = [...stepsOf(textLife), ...stepsOf(effectLife)].map((step) => step.join(' -> ')).join('\n');
  expect(written).toMatchInlineSnapshot(`
    "intended -> sending
    intended -> unknown
    intended -> accepted
    intended -> sent
    intended -> delivered
    intended -> failed
    intended -> withdrawn
    intended -> expired
    sending -> intended
    sending -> unknown
    sending -> accepted
    sending -> sent
    sending -> delivered
    sending -> failed
    sending -> withdrawn
    sending -> expired
    unknown -> sending
    unknown -> accepted
    unknown -> sent
    unknown -> delivered
    unknown -> failed
    unknown -> withdrawn
    unknown -> expired
    accepted -> sent
    accepted -> delivered
    accepted -> failed
    accepted -> withdrawn
    sent -> delivered
    sent -> failed
    open -> done
    open -> parked
    open -> discarded
    parked -> open
    parked -> discarded"
  `);
});
