import { expect } from 'vitest';
import { CrmError } from '../errors.ts';
import { type ConformanceCase, call, caller, newCaller, note, write } from './cases.ts';
import type { Fault } from './world.ts';

/** How a look-up fails; an empty list instead of any of these would create duplicates. */
const failedLookUps: readonly { fault: Fault; code: string; retry: string }[] = [
  { fault: 'rate-limited', code: 'crm-rate-limited', retry: 'later' },
  { fault: 'unavailable', code: 'crm-unavailable', retry: 'later' },
  { fault: 'dead-grant', code: 'crm-auth', retry: 'never' },
];

/** How a write fails that the vendor has certainly not carried out. */
const failedWrites: readonly { fault: Fault; code: string; retry: string }[] = [
  { fault: 'rate-limited', code: 'crm-rate-limited', retry: 'later' },
  { fault: 'dead-grant', code: 'crm-auth', retry: 'never' },
  { fault: 'refused', code: 'crm-refused', retry: 'never' },
];

const shortly = () => AbortSignal.timeout(100);

export const failureCases: readonly ConformanceCase[] = [
  ...failedLookUps.map(
    ({ fault, code, retry }) =>
      ({
        rule: `throws ${code} when a contact is looked up and the vendor is ${fault}`,
        async run({ adapter, putContact, setFault }) {
          await putContact({ phone: caller, firstName: 'Ana' });
          await setFault(fault);
          const looking = adapter.findContactsByPhone(caller, call());
          await expect(looking).rejects.toBeInstanceOf(CrmError);
          await expect(looking).rejects.toMatchObject({ code, retry });
        },
      }) satisfies ConformanceCase,
  ),
  ...failedWrites.map(
    ({ fault, code, retry }) =>
      ({
        rule: `throws ${code} when an entry is written and the vendor is ${fault}, and writes nothing`,
        async run(world) {
          const contact = await newCaller(world);
          await world.setFault(fault);
          const writing = world.adapter.record(note, contact, null, write('entry-1'));
          await expect(writing).rejects.toBeInstanceOf(CrmError);
          await expect(writing).rejects.toMatchObject({ code, retry });
          await world.setFault(null);
          expect(await world.timeline(contact.ref)).toEqual([]);
        },
      }) satisfies ConformanceCase,
  ),
  {
    rule: 'throws when a contact is saved and the vendor refuses, and saves nothing',
    async run({ adapter, contacts, setFault }) {
      await setFault('refused');
      const saving = adapter.saveContact(
        { phone: caller, neutralName: 'Caller', source: 'Missed call' },
        write('save-1'),
      );
      await expect(saving).rejects.toMatchObject({ code: 'crm-refused', retry: 'never' });
      await setFault(null);
      expect(await contacts()).toEqual([]);
    },
  },
  {
    rule: 'writes once in the end when the vendor was unavailable first',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('unavailable');
      // Some vendors' words for "unavailable" leave open whether the write was carried out.
      await expect(world.adapter.record(note, contact, null, write('entry-1'))).rejects.toMatchObject({
        code: expect.stringMatching(/^crm-(unavailable|unclear)$/),
        retry: expect.stringMatching(/^(later|unknown)$/),
      });
      await world.setFault(null);
      await world.adapter.record(note, contact, null, write('entry-1', true));
      expect(await world.timeline(contact.ref)).toHaveLength(1);
    },
  },
  {
    rule: 'renews an access token whose time is over, before a look-up and before a write',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('expired-token');
      expect(await world.adapter.findContactsByPhone(caller, call())).toHaveLength(1);
      await world.setFault('expired-token');
      await world.adapter.record(note, contact, null, write('entry-1'));
      expect(await world.timeline(contact.ref)).toHaveLength(1);
    },
  },
  {
    rule: 'stops a look-up when its signal aborts',
    async run({ adapter, setFault }) {
      await setFault('silent');
      const looking = adapter.findContactsByPhone(caller, { signal: shortly() });
      await expect(looking).rejects.toBeInstanceOf(CrmError);
      await expect(looking).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
    },
  },
  {
    rule: 'calls a write unclear when its signal aborts before the answer',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('silent');
      const writing = world.adapter.record(note, contact, null, { ...write('entry-1'), signal: shortly() });
      await expect(writing).rejects.toBeInstanceOf(CrmError);
      await expect(writing).rejects.toMatchObject({ code: 'crm-unclear', retry: 'unknown' });
    },
  },
  {
    rule: 'writes nothing when the signal has aborted before',
    async run(world) {
      const contact = await newCaller(world);
      const writing = world.adapter.record(note, contact, null, {
        ...write('entry-1'),
        signal: AbortSignal.abort(),
      });
      await expect(writing).rejects.toMatchObject({ code: 'crm-unavailable', retry: 'later' });
      expect(await world.timeline(contact.ref)).toEqual([]);
    },
  },
  {
    rule: 'says that a working connection works, and names the account',
    async run({ adapter }) {
      const report = await adapter.checkConnection(call());
      expect(report).toMatchObject({ ok: true, problem: null });
      expect(report.account).not.toBe('');
    },
  },
  {
    rule: 'says what is wrong when the connection is gone',
    async run({ adapter, setFault }) {
      await setFault('dead-grant');
      const report = await adapter.checkConnection(call());
      expect(report.ok).toBe(false);
      expect(report.problem).toMatch(/\w/);
    },
  },
];
