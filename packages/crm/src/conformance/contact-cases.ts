import { expect } from 'vitest';
import { matchContact } from '../match-contact.ts';
import { type ConformanceCase, call, caller, newCaller, write } from './cases.ts';

const formats = [
  '(512) 555-0142',
  '512-555-0142',
  '512.555.0142',
  '512 555 0142',
  '5125550142',
  '1-512-555-0142',
  '+1 512 555 0142',
  '+1 (512) 555-0142',
  '+15125550142',
];

/** Numbers of other people that end in, or contain, the caller's digits; valid ones of Turkey and India among them. */
const lookAlikes = ['+90 512 555 01 42', '+91 51255 50142', '+1 512 555 0143', '+1 212 555 0142'];

export const contactCases: readonly ConformanceCase[] = [
  {
    rule: 'answers [] when nobody has the number',
    async run({ adapter, putContact }) {
      await putContact({ phone: '+1 212 555 0199', firstName: 'Somebody' });
      expect(await adapter.findContactsByPhone(caller, call())).toEqual([]);
    },
  },
  ...formats.map(
    (phone) =>
      ({
        rule: `finds a contact whose number was typed ${phone}`,
        async run({ adapter, putContact }) {
          const ref = await putContact({ phone, firstName: 'Ana' });
          const found = await adapter.findContactsByPhone(caller, call());
          expect(found.map((contact) => contact.ref)).toEqual([ref]);
          expect(found[0]).toMatchObject({ firstName: 'Ana', optedOut: false });
          expect(found[0]?.phones[0]).toBe(caller);
        },
      }) satisfies ConformanceCase,
  ),
  {
    rule: 'does not take a number of another country, or of a neighbour, for the caller',
    async run({ adapter, putContact }) {
      for (const phone of lookAlikes) await putContact({ phone, firstName: `Not ${phone}` });
      const found = await adapter.findContactsByPhone(caller, call());
      expect(matchContact(caller, found)).toEqual({ match: 'none', contact: null });
      expect(found).toEqual([]);
    },
  },
  {
    rule: 'gives everybody who has the number, so that nobody is guessed',
    async run({ adapter, putContact }) {
      await putContact({ phone: '512-555-0142', firstName: 'Ana' });
      await putContact({ phone: '+15125550142', firstName: 'Ben' });
      const found = await adapter.findContactsByPhone(caller, call());
      expect(found).toHaveLength(2);
      expect(matchContact(caller, found).match).toBe('several');
    },
  },
  {
    rule: 'creates a contact that is found again by its number',
    async run(world) {
      const saved = await newCaller(world);
      expect(await world.contacts()).toEqual([saved.ref]);
      const found = await world.adapter.findContactsByPhone(caller, call());
      expect(found.map((contact) => contact.ref)).toEqual([saved.ref]);
    },
  },
  {
    rule: 'makes one contact when one key is saved twice',
    async run({ adapter, contacts }) {
      const draft = { phone: caller, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
      const first = await adapter.saveContact(draft, write('save-1'));
      const second = await adapter.saveContact(draft, write('save-1', true));
      expect(second.ref).toEqual(first.ref);
      expect(await contacts()).toHaveLength(1);
    },
  },
  {
    rule: 'makes one contact when two processes save a new caller at once',
    needs: 'uniqueContacts',
    async run({ adapter, contacts }) {
      const draft = { phone: caller, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
      const saved = await Promise.all(
        ['save-1', 'save-2', 'save-3'].map((key) => adapter.saveContact(draft, write(key))),
      );
      expect(new Set(saved.map((contact) => contact.ref.id)).size).toBe(1);
      expect(await contacts()).toHaveLength(1);
    },
  },
  {
    rule: 'makes one contact when the answer to the first save was lost',
    async run({ adapter, contacts, setFault }) {
      const draft = { phone: caller, neutralName: 'Caller +1 512-555-0142', source: 'Missed call' };
      await setFault('lost-answer');
      await expect(adapter.saveContact(draft, write('save-1'))).rejects.toMatchObject({
        code: 'crm-unclear',
        retry: 'unknown',
      });
      await setFault(null);
      const saved = await adapter.saveContact(draft, write('save-1', true));
      expect(await contacts()).toEqual([saved.ref]);
    },
  },
];
