/** A number of the account. URLs may carry connection overrides in their fragment. */
export type SandboxNumber = {
  readonly number: string;
  voiceUrl: string;
  statusCallback: string;
  smsUrl: string;
  voiceFallbackUrl?: string;
  smsFallbackUrl?: string;
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
