import { type CarrierNumber, isE164, nationalFormat } from './numbers.ts';

/**
 * What `GET /v2/PhoneNumbers/{number}` of Lookup answers. A package that is not asked for is null; one that
 * this look-alike has nothing to say about is null even then.
 */
export function lookUpResource(number: string, fields: readonly string[], known: readonly CarrierNumber[]) {
  const valid = isE164(number) && !(number.startsWith('+1') && number.length !== 12);
  const carrier = known.find((candidate) => candidate.number === number);
  const isNorthAmerican = number.startsWith('+1');
  const lineType = {
    type: carrier ? (carrier.lineType === 'unknown' ? null : carrier.lineType) : 'mobile',
    carrier_name: carrier?.carrierName ?? 'Sandbox Wireless',
    mobile_country_code: '310',
    mobile_network_code: '000',
    error_code: null,
  };
  return {
    calling_country_code: valid && isNorthAmerican ? '1' : null,
    country_code: valid && isNorthAmerican ? 'US' : null,
    phone_number: number,
    national_format: valid ? nationalFormat(number) : null,
    valid,
    validation_errors: valid ? [] : [number.length < 12 ? 'TOO_SHORT' : 'TOO_LONG'],
    caller_name: null,
    sim_swap: null,
    call_forwarding: null,
    line_type_intelligence: valid && fields.includes('line_type_intelligence') ? lineType : null,
    line_status: null,
    identity_match: null,
    reassigned_number: null,
    sms_pumping_risk: null,
    phone_number_quality_score: null,
    pre_fill: null,
    url: `https://lookups.twilio.com/v2/PhoneNumbers/${number}`,
  };
}
