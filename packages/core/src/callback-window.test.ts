import { expect, test } from 'vitest';
import { callbackWindows } from './callback-window.ts';
import { at, business } from './testing/given.ts';

const of = business({ hours: { wed: ['08:00-12:00', '13:00-17:00'], thu: ['08:00-17:00'] } });

test('windows of two hours follow each other within the opening hours, half an hour from now at the earliest', () => {
  expect(callbackWindows(of, at('09:00'), 3)).toEqual([
    { from: at('09:30'), until: at('11:30') },
    { from: at('11:30'), until: at('12:00') },
    { from: at('13:00'), until: at('15:00') },
  ]);
});

test('a business that is closed calls back when it has opened', () => {
  expect(callbackWindows(of, at('16:50'), 1)).toEqual([
    { from: at('08:00', 'tomorrow'), until: at('10:00', 'tomorrow') },
  ]);
});

test('none is offered of what is never open', () => {
  const closures = Array.from({ length: 70 }, (_, day) => ({ date: at('12:00', day).slice(0, 10) }));
  expect(callbackWindows(business({ closures }), at('18:00'), 2)).toEqual([]);
});
