import type { EventOf } from '../event.ts';
import { note, nothing, type Outcome, type Turn } from './turn.ts';

/** Nothing is to be done any more: the report counts what the call has brought. */
export function decideDealWon({ event }: Turn<EventOf<'deal-won'>>): Outcome {
  const { system, dealId, amount } = event;
  return nothing(note('deal-won', 'The deal with them was won.', { system, dealId, amount }));
}
