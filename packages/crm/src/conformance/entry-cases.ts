import { expect } from 'vitest';
import {
  type ConformanceCase,
  call,
  caller,
  followUp,
  missedCall,
  newCaller,
  note,
  optedIn,
  optedOut,
  textIn,
  timelineEntries,
  write,
} from './cases.ts';

const perKind = timelineEntries.flatMap(({ name, entry, shows }): ConformanceCase[] => [
  {
    rule: `shows ${name}, at its time, as it was said`,
    async run(world) {
      const contact = await newCaller(world);
      const { entry: ref } = await world.adapter.record(entry, contact, null, write('entry-1'));
      expect(ref).not.toBeNull();
      const timeline = await world.timeline(contact.ref);
      expect(timeline).toHaveLength(1);
      expect(timeline[0]?.at).toBe(entry.at);
      for (const words of shows) expect(timeline[0]?.text).toContain(words);
    },
  },
  {
    rule: `records ${name} once for one key`,
    async run(world) {
      const contact = await newCaller(world);
      const first = await world.adapter.record(entry, contact, null, write('entry-1'));
      const second = await world.adapter.record(entry, contact, null, write('entry-1', true));
      expect(second).toEqual(first);
      expect(await world.timeline(contact.ref)).toHaveLength(1);
    },
  },
  {
    rule: `records ${name} once when the first answer was lost`,
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('lost-answer');
      await expect(world.adapter.record(entry, contact, null, write('entry-1'))).rejects.toMatchObject({
        code: 'crm-unclear',
        retry: 'unknown',
      });
      await world.setFault(null);
      const { entry: ref } = await world.adapter.record(entry, contact, null, write('entry-1', true));
      expect(ref).not.toBeNull();
      expect(await world.timeline(contact.ref)).toHaveLength(1);
    },
  },
]);

export const entryCases: readonly ConformanceCase[] = [
  ...perKind,
  {
    rule: 'shows a text with special characters as it was typed, every line of it',
    async run(world) {
      const contact = await newCaller(world);
      await world.adapter.record(textIn, contact, null, write('entry-1'));
      const [item] = await world.timeline(contact.ref);
      expect(item?.text).toContain('Water & gas <b>off</b>?\nPlease "call" me at 5 > 6');
    },
  },
  {
    rule: 'records two entries of one moment as two, also when both are tried again',
    async run(world) {
      const contact = await newCaller(world);
      for (const isRetry of [false, true]) {
        await world.adapter.record(note, contact, null, write('entry-1', isRetry));
        await world.adapter.record(note, contact, null, write('entry-10', isRetry));
      }
      expect(await world.timeline(contact.ref)).toHaveLength(2);
    },
  },
  {
    rule: 'finds an entry again when the first key is the beginning of another',
    async run(world) {
      const contact = await newCaller(world);
      await world.adapter.record(note, contact, null, write('entry-10'));
      await world.adapter.record(note, contact, null, write('entry-1', true));
      expect(await world.timeline(contact.ref)).toHaveLength(2);
    },
  },
  {
    rule: 'keeps an opt-out and an opt-in where the contact is read',
    async run(world) {
      const contact = await newCaller(world);
      await world.adapter.record(optedOut, contact, null, write('consent-1'));
      expect(await world.adapter.findContactsByPhone(caller, call())).toMatchObject([{ optedOut: true }]);
      await world.adapter.record(optedIn, contact, null, write('consent-2'));
      expect(await world.adapter.findContactsByPhone(caller, call())).toMatchObject([{ optedOut: false }]);
    },
  },
  {
    rule: 'keeps an opt-out whose first answer was lost',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('lost-answer');
      await expect(world.adapter.record(optedOut, contact, null, write('consent-1'))).rejects.toMatchObject({
        code: 'crm-unclear',
      });
      await world.setFault(null);
      await world.adapter.record(optedOut, contact, null, write('consent-1', true));
      expect(await world.adapter.findContactsByPhone(caller, call())).toMatchObject([{ optedOut: true }]);
    },
  },
  {
    rule: 'opens a task with its due time, urgency and words for the owner of the contact',
    needs: 'tasks',
    async run(world) {
      await world.putContact({ phone: caller, firstName: 'Ana', ownerId: '77' });
      const [contact] = await world.adapter.findContactsByPhone(caller, call());
      if (!contact) throw new Error('the contact was not found');
      const entry = { ...missedCall, task: { open: followUp } };
      const { task } = await world.adapter.record(entry, contact, null, write('entry-1'));
      expect(task).not.toBeNull();
      const tasks = await world.tasks(contact.ref);
      expect(tasks).toMatchObject([{ dueAt: followUp.dueAt, isDone: false, isUrgent: true, ownerId: '77' }]);
      expect(tasks[0]?.text).toContain(followUp.subject);
      expect(tasks[0]?.text).toContain(followUp.detail);
    },
  },
  {
    rule: 'opens one task for one key, however many answers were lost on the way',
    needs: 'tasks',
    async run(world) {
      const contact = await newCaller(world);
      const entry = { ...textIn, task: { open: followUp } };
      await world.setFault('lost-answer');
      await expect(world.adapter.record(entry, contact, null, write('entry-1'))).rejects.toMatchObject({
        code: 'crm-unclear',
      });
      // A vendor that writes entry and task in two steps loses the second answer now; one with one step succeeds.
      await Promise.allSettled([world.adapter.record(entry, contact, null, write('entry-1', true))]);
      await world.setFault(null);
      const refs = await world.adapter.record(entry, contact, null, write('entry-1', true));
      expect(refs.task).not.toBeNull();
      expect(await world.timeline(contact.ref)).toHaveLength(1);
      expect(await world.tasks(contact.ref)).toHaveLength(1);
    },
  },
  {
    rule: 'completes the task that it opened, and lets it be completed twice',
    needs: 'tasks',
    async run(world) {
      const contact = await newCaller(world);
      const opening = { ...missedCall, task: { open: followUp } };
      const { task } = await world.adapter.record(opening, contact, null, write('entry-1'));
      const completing = { ...note, task: { complete: { taskId: followUp.taskId } } };
      await world.adapter.record(completing, contact, task, write('entry-2'));
      await world.adapter.record(completing, contact, task, write('entry-2', true));
      expect(await world.tasks(contact.ref)).toMatchObject([{ isDone: true }]);
      expect(await world.timeline(contact.ref)).toHaveLength(2);
    },
  },
  {
    rule: 'records an entry that completes a task which was never written',
    needs: 'tasks',
    async run(world) {
      const contact = await newCaller(world);
      const completing = { ...note, task: { complete: { taskId: 'unknown' } } };
      await world.adapter.record(completing, contact, null, write('entry-1'));
      expect(await world.timeline(contact.ref)).toHaveLength(1);
      expect(await world.tasks(contact.ref)).toEqual([]);
    },
  },
  {
    rule: 'asks who it was in one task that stands with everybody who may have been it',
    needs: 'tasks',
    async run(world) {
      const ana = await world.putContact({ phone: '512-555-0142', firstName: 'Ana' });
      const ben = await world.putContact({ phone: '+15125550142', firstName: 'Ben' });
      const candidates = await world.adapter.findContactsByPhone(caller, call());
      const first = await world.adapter.askWho(followUp, candidates, write('who-1'));
      expect(await world.adapter.askWho(followUp, candidates, write('who-1', true))).toEqual(first);
      for (const contact of [ana, ben]) {
        const tasks = await world.tasks(contact);
        expect(tasks).toMatchObject([{ dueAt: followUp.dueAt, isDone: false }]);
        expect(tasks[0]?.text).toContain(followUp.detail);
      }
    },
  },
];
