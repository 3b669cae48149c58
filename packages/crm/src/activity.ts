import type { CrmEntry, FollowUp, MissedCause } from '@ringback/core';

/** What people read on a contact's timeline: plain text, which each adapter escapes for its vendor. */
export type Description = {
  readonly title: string;
  /** One paragraph each, without line breaks; '' is an empty line. */
  readonly lines: readonly string[];
};

const causes: { readonly [cause in MissedCause]: string } = {
  'no-answer': 'Nobody answered.',
  busy: 'The phones were busy, or somebody declined the call.',
  declined: 'The call was declined.',
  failed: 'The phones could not be reached.',
  abandoned: 'The caller hung up while it rang.',
  'not-accepted': 'Something picked up, but nobody took the call; often a voicemail.',
  forwarded: 'The carrier forwarded the call because nobody had answered.',
  'menu-dropped': 'The caller hung up in the menu.',
  voicemail: 'The caller left a voicemail.',
  'voicemail-empty': 'The caller reached the voicemail and left no message.',
  unclear: 'No signal says that a person answered.',
};

/** An entry in the words that every CRM shows alike. `businessName` tells several businesses in one CRM apart. */
export function describeEntry(entry: CrmEntry, businessName?: string): Description {
  const at = businessName ? ` at ${businessName}` : '';
  switch (entry.kind) {
    case 'missed-call':
      return {
        title: `Missed call${at}`,
        lines: [
          `Incoming call to ${entry.lineLabel} (${entry.line})`,
          causes[entry.cause],
          ...(entry.ringSeconds === 0 ? [] : [`It rang for ${seconds(entry.ringSeconds)}.`]),
          ...entry.reasons,
        ],
      };
    case 'text':
      return entry.direction === 'in'
        ? {
            title: `Text from caller${at}`,
            lines: [`From caller to ${entry.line}:`, ...paragraphs(entry.body)],
          }
        : {
            title: `Text to caller${at}`,
            lines: [
              `To caller from ${entry.line}, by ${authorName(entry.author)}:`,
              ...paragraphs(entry.body),
            ],
          };
    case 'consent':
      return {
        title: `${entry.status === 'opted-out' ? 'No more texts' : 'Agreed to texts'}${at}`,
        lines: [
          entry.status === 'opted-out' ? 'The caller wants no texts.' : 'The caller agreed to receive texts.',
          describeConsentSource(entry),
        ],
      };
    case 'qualified':
      return {
        title: `Qualified lead${at}`,
        lines: [`${entry.name}${worth(entry)} (${entry.by}).`],
      };
    case 'note':
      return { title: `Note${at}`, lines: paragraphs(entry.text) };
    default:
      return entry satisfies never;
  }
}

/** Where consent or its end comes from, with the words by which it was said: `text: "STOP"`. */
export function describeConsentSource(entry: { readonly source: string; readonly words: string }): string {
  return entry.words === '' ? entry.source : `${entry.source}: "${entry.words}"`;
}

export function describeTask(followUp: FollowUp): {
  readonly subject: string;
  readonly lines: readonly string[];
} {
  return { subject: followUp.subject, lines: paragraphs(followUp.detail) };
}

function paragraphs(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}

function authorName(author: string): string {
  return author === 'ringback' ? 'Ringback' : author;
}

/** Nothing where nobody has said what a lead is worth. */
function worth({ worth, currency }: { readonly worth: number; readonly currency: string }): string {
  return worth === 0 ? '' : `, worth about ${worth} ${currency}`;
}
