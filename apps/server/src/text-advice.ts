import type { TwilioErrorKind } from '@ringback/messaging';

/** Whoever was left waiting by the text. */
export const callBack = 'Call them back; there is a task for it if they were left waiting.';

const register = 'Register the number in the Twilio console; until then no text leaves.';
const inConsole = 'Correct it in the Twilio console, or ask whoever set it up.';

/** What follows when a hold is ended by hand, for whoever ends it. */
export function whatLiftingDoes({ notSent }: { readonly notSent: number }): string {
  const again = 'The next text leaves again; should it fail as before, texts are held anew.';
  if (notSent === 0) return `${again} No first text was withheld meanwhile.`;
  const what =
    notSent === 1
      ? 'The one first text that was withheld meanwhile is'
      : `The ${notSent} first texts that were withheld meanwhile are`;
  return `${again} ${what} not sent any more, as nobody knows who has been called since: there is a task to call back for each.`;
}

/** What a person can do where a text failed, by what its failure asks for; one sentence or two for the owner. */
export const adviceOn: { readonly [kind in TwilioErrorKind]: string } = {
  'not-textable': 'Call them: this number cannot be texted.',
  'unknown-phone': 'Call them, or ask them for another number.',
  'opted-out': 'Call them; texts can start again only when they text START themselves.',
  blocked: 'Call them; texts can start again when they write themselves.',
  unreachable: callBack,
  congested: `If it happens often, ask Twilio for more throughput. ${callBack}`,
  'near-limit': 'Ask Twilio for a higher daily limit if you need one.',
  'daily-limit': `If it happens often, ask Twilio for a higher daily limit. ${callBack}`,
  unregistered: `${register} ${callBack}`,
  'campaign-suspended': `Look in the Twilio console for why it is suspended; until then no text leaves. ${callBack}`,
  words: `Change the words of your template, and look at your registration. ${callBack}`,
  loop: 'Call them: an automatic answer reads their texts.',
  sender: `${inConsole} ${callBack}`,
  senders: `${inConsole} ${callBack}`,
  destination: `${inConsole} ${callBack}`,
  account: `Look into the Twilio console; no text leaves until that is settled. ${callBack}`,
  credentials: `Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or ask whoever runs this server. ${callBack}`,
  expired: callBack,
  webhook: `Ask whoever runs this server to look into its log. ${callBack}`,
  channel: callBack,
  other: callBack,
};
