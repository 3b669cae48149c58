import { expect } from 'vitest';
import { type ConformanceCase, call, caller, newCaller, write } from './cases.ts';

const draft = { name: 'Ana Lopez', amount: 350, currency: 'USD' };

export const dealCases: readonly ConformanceCase[] = [
  {
    rule: 'opens a deal with its amount for the owner of the contact',
    needs: 'deals',
    async run(world) {
      await world.putContact({ phone: caller, firstName: 'Ana', ownerId: '77' });
      const [contact] = await world.adapter.findContactsByPhone(caller, call());
      if (!contact) throw new Error('the contact was not found');
      const ref = await world.adapter.saveDeal(draft, contact, write('deal-1'));
      expect(await world.deals(contact.ref)).toMatchObject([
        { ref, state: 'open', amount: 350, ownerId: '77' },
      ]);
    },
  },
  {
    rule: 'opens one deal for one key, also when the first answer was lost',
    needs: 'deals',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('lost-answer');
      const saving = world.adapter.saveDeal(draft, contact, write('deal-1'));
      await expect(saving).rejects.toMatchObject({ code: 'crm-unclear', retry: 'unknown' });
      await world.setFault(null);
      const ref = await world.adapter.saveDeal(draft, contact, write('deal-1', true));
      expect(await world.deals(contact.ref)).toMatchObject([{ ref }]);
    },
  },
  {
    rule: 'opens no second deal beside one that is open',
    needs: 'deals',
    async run(world) {
      const contact = await newCaller(world);
      const first = await world.adapter.saveDeal(draft, contact, write('deal-1'));
      expect(await world.adapter.saveDeal({ ...draft, amount: 90 }, contact, write('deal-2'))).toEqual(first);
      expect(await world.deals(contact.ref)).toMatchObject([{ amount: 350 }]);
    },
  },
  {
    rule: 'opens a new deal once the earlier one is closed',
    needs: 'deals',
    async run(world) {
      const contact = await newCaller(world);
      const first = await world.adapter.saveDeal(draft, contact, write('deal-1'));
      await world.closeDeal(first, 'won', 410);
      const second = await world.adapter.saveDeal(draft, contact, write('deal-2'));
      expect(second).not.toEqual(first);
      expect(await world.deals(contact.ref)).toHaveLength(2);
    },
  },
  {
    rule: 'tells a deal that is won from one that is lost',
    needs: 'deals',
    async run(world) {
      const contact = await newCaller(world);
      const won = await world.adapter.saveDeal(draft, contact, write('deal-1'));
      await world.closeDeal(won, 'won', 410);
      const lost = await world.adapter.saveDeal(draft, contact, write('deal-2'));
      await world.closeDeal(lost, 'lost', 90);
      const open = await world.adapter.saveDeal(draft, contact, write('deal-3'));
      const gone = { ...open, id: '999999' };
      const read = await world.adapter.readDeals([won, lost, open, gone], call());
      const states = new Map(read.map(({ ref, state, amount }) => [ref.id, [state, amount]]));
      expect(states).toEqual(
        new Map([
          [won.id, ['won', 410]],
          [lost.id, ['lost', 90]],
          [open.id, ['open', 350]],
        ]),
      );
    },
  },
  {
    rule: 'throws when a deal is refused, and opens none',
    needs: 'deals',
    async run(world) {
      const contact = await newCaller(world);
      await world.setFault('refused');
      const saving = world.adapter.saveDeal(draft, contact, write('deal-1'));
      await expect(saving).rejects.toMatchObject({ code: 'crm-refused', retry: 'never' });
      await world.setFault(null);
      expect(await world.deals(contact.ref)).toEqual([]);
    },
  },
];
