/** A number of the account. URLs may carry connection overrides in their fragment. */
export type SandboxNumber = {
  readonly number: string;
  voiceUrl: string;
  statusCallback: string;
  smsUrl: string;
  /** The text that the owner knows it by; its digits when left out. */
  label?: string;
  voiceMethod?: string;
  voiceFallbackUrl?: string;
  /** What takes the calls in place of `voiceUrl`; empty: nothing does. */
  voiceApplicationSid?: string;
  trunkSid?: string;
  statusCallbackMethod?: string;
  smsMethod?: string;
  smsFallbackUrl?: string;
  /** What takes the texts in place of `smsUrl`. */
  smsApplicationSid?: string;
};

export type LineType =
  | 'landline'
  | 'mobile'
  | 'fixedVoip'
  | 'nonFixedVoip'
  | 'personal'
  | 'tollFree'
  | 'premium'
  | 'sharedCost'
  | 'uan'
  | 'voicemail'
  | 'pager'
  | 'unknown';

/** What Lookup knows of a number outside the account; every other valid number is a mobile. */
export type CarrierNumber = { number: string; lineType: LineType; carrierName?: string };

export function isE164(value: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(value);
}

/** `(512) 555-0100`; what is no number of North America stays as it is. */
export function nationalFormat(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/**
 * Where a number is, as webhooks tell it: `FromCity`, `FromState`, `FromZip`, `FromCountry`. Twilio leaves
 * empty what it does not know, which here is everything but the country.
 */
export function placeOf(prefix: string, number: string): Record<string, string> {
  const country = number.startsWith('+1') ? 'US' : '';
  return {
    [`${prefix}City`]: '',
    [`${prefix}State`]: '',
    [`${prefix}Zip`]: '',
    [`${prefix}Country`]: country,
  };
}
