/**
 * Why Twilio sells a number not, or lets it not be changed.
 * Source: https://www.twilio.com/docs/api/errors, read 2026-11-21
 */
const refusals: { readonly [code: string]: string } = {
  10002: 'A Twilio trial account may have one number only; upgrade the account in the Twilio console.',
  21421: 'This is not a valid phone number.',
  21422: 'This number is not for sale any more; choose another one.',
  21613:
    'Twilio needs an address before it sells this number; add one in the Twilio console, or choose another number.',
  21631:
    'Twilio needs an address before it sells this number; add one in the Twilio console, or choose another number.',
};

/** Twilio's refusal of something about a number, in one sentence for the owner. */
export function explainNumberRefusal(code: string): string {
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return (
    known ??
    `Twilio refused it (error ${code}); see https://www.twilio.com/docs/api/errors/${encodeURIComponent(code)}.`
  );
}
