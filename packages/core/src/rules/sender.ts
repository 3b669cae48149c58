import type { Reason } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { E164 } from '../phone.ts';
import type { About, Surcharge, Wording } from '../wording.ts';
import { lineOf, note, type Turn } from './turn.ts';

/** The line an automated text leaves from: the brand's own where it has one that the business still holds. */
export function senderOf(
  turn: Turn,
  line: E164,
): { readonly line: E164; readonly reasons: readonly Reason[] } {
  const { sender } = turn.rules.brand;
  if (sender === undefined || sender === line) return { line, reasons: [] };
  if (lineOf(turn, sender)) return { line: sender, reasons: [] };
  const detail =
    'The sender that your rules name is none of your lines, so the text leaves from the line that was called.';
  return { line, reasons: [note('sender', detail, { sender, line })] };
}

const unusable =
  'Your own template needs something that is not known here, such as the booking link, so the built-in text was taken.';

/** A text's words for this caller, with a note where the owner's template could not be used. */
export function wordingFor<W extends Wording>(
  turn: Turn,
  { line, missedAt }: { readonly line: E164; readonly missedAt: Instant },
  wordAt: (at: Instant, about: About) => W,
): W & { readonly reasons: readonly Reason[] } {
  const { event, business, rules, caller } = turn;
  const firstName = caller.contact?.match === 'one' ? (caller.contact.contact?.firstName ?? null) : null;
  const about = { business, rules, firstName, line: lineOf(turn, line), missedAt };
  const wording = wordAt(event.at, about);
  const reasons = wording.templateUnusable ? [note('template', unusable)] : [];
  if (wording.surcharge) reasons.push(note('template', costsMore(wording.surcharge), wording.surcharge));
  return { ...wording, reasons };
}

function costsMore({ characters, segments, plainSegments }: Surcharge): string {
  return `The text costs ${segments} segments instead of ${plainSegments} for ${characters} in what was filled in, such as a name: with it a segment holds 70 characters instead of 160.`;
}
