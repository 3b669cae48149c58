import type { E164 } from '@ringback/core';

/** How a phone is told to forward the calls that nobody takes. */
export type CarrierCodes = {
  readonly carrier: string;
  /** What to dial on the shop's phone, then the call key. */
  readonly setUp: readonly { readonly when: string; readonly dial: string }[];
  /** What ends it again; null: see `note`. */
  readonly cancel: string | null;
  readonly note: string | null;
};

/** Before the carrier's own voicemail picks up, which some do after 20 seconds. A multiple of 5 from 5 to 30. */
const ringSeconds = 15;

/**
 * The codes of each carrier, with the line's number put in.
 * Source: codes of GSM networks (3GPP TS 22.030); the others as set-up pages of call services give them, which
 * disagree on AT&T's landlines; read 2026-11-21
 */
export function carrierCodesFor(line: E164): readonly CarrierCodes[] {
  const number = line.slice(1);
  const gsm = {
    setUp: [
      { when: 'nobody answers', dial: `**61*${number}**${ringSeconds}#` },
      { when: 'the phone is busy', dial: `**67*${number}#` },
      { when: 'the phone is off or out of reach', dial: `**62*${number}#` },
    ],
    cancel: '##004#',
    note: `**004*${number}# sets all three at once, with the carrier’s own ring time.`,
  };
  const ofPortal =
    'Set in its admin portal that unanswered and busy calls go to this number, and that its own voicemail is off or comes later.';
  return [
    { carrier: 'T-Mobile, and carriers on its network', ...gsm },
    { carrier: 'AT&T wireless', ...gsm },
    {
      carrier: 'Verizon wireless',
      setUp: [{ when: 'nobody answers or the phone is busy', dial: `*71${line.slice(2)}` }],
      cancel: '*73',
      note: null,
    },
    {
      carrier: 'AT&T landline',
      setUp: [
        { when: 'nobody answers', dial: `*92${line.slice(2)}` },
        { when: 'the phone is busy', dial: `*90${line.slice(2)}` },
      ],
      cancel: '*93, *91',
      note: 'Sources disagree on these; ask the carrier if the test fails.',
    },
    { carrier: 'VoIP or a PBX', setUp: [], cancel: null, note: ofPortal },
  ];
}
