import { expect } from 'vitest';
import { CrmError } from '../errors.ts';
import { type ConformanceCase, call, caller, newCaller, optedIn, optedOut, phoneOf, write } from './cases.ts';

const fields = [
  { field: 'our-field', name: 'the field that the adapter writes' },
  { field: 'their-field', name: 'a field of their own' },
] as const;

export const consentCases: readonly ConformanceCase[] = [
  ...fields.map(
    ({ field, name }) =>
      ({
        rule: `obeys ${name} by which staff said that somebody gets no texts`,
        async run({ adapter, putContact, optOut }) {
          const ana = await putContact({ phone: '(512) 555-0142', firstName: 'Ana' });
          expect(await adapter.readConsent(caller, ana, call())).toMatchObject({
            optedOut: false,
            source: null,
          });
          await optOut(ana, field);
          const read = await adapter.readConsent(caller, ana, call());
          expect(read).toMatchObject({ optedOut: true, contact: ana });
          expect(read.source).toMatch(/\w/);
          expect(await adapter.findContactsByPhone(caller, call())).toMatchObject([{ optedOut: true }]);
        },
      }) satisfies ConformanceCase,
  ),
  {
    rule: 'reads back the opt-out and the opt-in that it has written itself',
    async run(world) {
      const contact = await newCaller(world);
      await world.adapter.record(optedOut, contact, null, write('consent-1'));
      expect(await world.adapter.readConsent(caller, contact.ref, call())).toMatchObject({ optedOut: true });
      await world.adapter.record(optedIn, contact, null, write('consent-2'));
      expect(await world.adapter.readConsent(caller, contact.ref, call())).toMatchObject({ optedOut: false });
    },
  },
  {
    rule: "leaves an opt-out in a field of their own alone when the caller's own consent is written",
    async run(world) {
      const contact = await newCaller(world);
      await world.optOut(contact.ref, 'their-field');
      await world.adapter.record(optedIn, contact, null, write('consent-1'));
      expect(await world.adapter.readConsent(caller, contact.ref, call())).toMatchObject({ optedOut: true });
    },
  },
  {
    rule: 'takes one opt-out among several with the number for one',
    async run({ adapter, putContact, optOut }) {
      await putContact({ phone: '512-555-0142', firstName: 'Ana' });
      const ben = await putContact({ phone: '+15125550142', firstName: 'Ben' });
      await optOut(ben, 'our-field');
      expect(await adapter.readConsent(caller, null, call())).toMatchObject({ optedOut: true, contact: ben });
    },
  },
  {
    rule: 'finds nothing against texts where nobody has the number',
    async run({ adapter, putContact, optOut }) {
      await optOut(await putContact({ phone: '+1 212 555 0199', firstName: 'Somebody' }), 'our-field');
      expect(await adapter.readConsent(caller, null, call())).toEqual({
        optedOut: false,
        source: null,
        contact: null,
      });
    },
  },
  {
    rule: 'reads the contact that it is told of, whatever number that has by now',
    async run({ adapter, putContact, optOut }) {
      const moved = await putContact({ phone: phoneOf('+1 212 555 0199'), firstName: 'Ana' });
      await optOut(moved, 'our-field');
      expect(await adapter.readConsent(caller, moved, call())).toMatchObject({ optedOut: true });
    },
  },
  {
    rule: 'asks all who have the number when the contact that it is told of is gone',
    async run({ adapter, putContact, deleteContact, optOut }) {
      const gone = await putContact({ phone: caller, firstName: 'Ana' });
      await deleteContact(gone);
      const ben = await putContact({ phone: caller, firstName: 'Ben' });
      await optOut(ben, 'our-field');
      expect(await adapter.readConsent(caller, gone, call())).toMatchObject({ optedOut: true, contact: ben });
    },
  },
  ...(
    [
      { fault: 'rate-limited', code: 'crm-rate-limited' },
      { fault: 'unavailable', code: 'crm-unavailable' },
      { fault: 'dead-grant', code: 'crm-auth' },
    ] as const
  ).map(
    ({ fault, code }) =>
      ({
        rule: `throws ${code} when consent is read and the vendor is ${fault}`,
        async run({ adapter, putContact, setFault }) {
          const ana = await putContact({ phone: caller, firstName: 'Ana' });
          await setFault(fault);
          const reading = adapter.readConsent(caller, ana, call());
          await expect(reading).rejects.toBeInstanceOf(CrmError);
          await expect(reading).rejects.toMatchObject({ code });
        },
      }) satisfies ConformanceCase,
  ),
  {
    rule: 'gives up reading consent when its signal aborts',
    async run({ adapter, putContact, setFault }) {
      const ana = await putContact({ phone: caller, firstName: 'Ana' });
      await setFault('silent');
      const reading = adapter.readConsent(caller, ana, { signal: AbortSignal.timeout(100) });
      await expect(reading).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
    },
  },
];
