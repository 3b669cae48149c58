import type { ComplianceKind, ComplianceThing } from './registry.ts';

/** What a body is made of besides the thing itself. */
export type About = {
  readonly accountSid: string;
  /** Of a number in a messaging service. */
  readonly phoneNumber?: string;
  readonly isRegistered?: boolean;
};

const hosts = {
  trust: 'https://trusthub.twilio.com/v1',
  messaging: 'https://messaging.twilio.com/v1',
  events: 'https://events.twilio.com/v1',
} as const;

type Body = (thing: ComplianceThing, about: About) => { readonly [name: string]: unknown };

function text(thing: ComplianceThing, name: string): string | null {
  const value = thing.fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function list(thing: ComplianceThing, name: string): readonly string[] {
  const value = thing.fields[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function isSet(thing: ComplianceThing, name: string): boolean {
  return text(thing, name) === 'true';
}

/** Whole seconds, as Twilio writes them. */
function second(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}

function head(thing: ComplianceThing, { accountSid }: About) {
  return { sid: thing.sid, account_sid: accountSid, date_created: second(thing.createdAt) };
}

function dated(thing: ComplianceThing, about: About) {
  return { ...head(thing, about), date_updated: second(thing.updatedAt) };
}

function bundle(collection: 'CustomerProfiles' | 'TrustProducts'): Body {
  return (thing, about) => {
    const url = `${hosts.trust}/${collection}/${thing.sid}`;
    return {
      ...dated(thing, about),
      policy_sid: text(thing, 'PolicySid'),
      friendly_name: text(thing, 'FriendlyName'),
      status: thing.status,
      valid_until: null,
      email: text(thing, 'Email'),
      status_callback: text(thing, 'StatusCallback'),
      url,
      links: {
        [`${collection === 'CustomerProfiles' ? 'customer_profiles' : 'trust_products'}_entity_assignments`]: `${url}/EntityAssignments`,
        [`${collection === 'CustomerProfiles' ? 'customer_profiles' : 'trust_products'}_evaluations`]: `${url}/Evaluations`,
      },
      errors: thing.errors,
    };
  };
}

function attributesOf(thing: ComplianceThing): unknown {
  const given = text(thing, 'Attributes');
  return given === null ? {} : JSON.parse(given);
}

/** Of the two bundles, the one that an assignment or an evaluation belongs to is named in the body. */
function parentOf(thing: ComplianceThing) {
  const name = thing.fields.Parent === 'TrustProducts' ? 'trust_product_sid' : 'customer_profile_sid';
  return { [name]: thing.parentSid };
}

export const bodies: { readonly [kind in ComplianceKind]: Body } = {
  Addresses: (thing, about) => ({
    sid: thing.sid,
    account_sid: about.accountSid,
    friendly_name: text(thing, 'FriendlyName'),
    customer_name: text(thing, 'CustomerName'),
    street: text(thing, 'Street'),
    street_secondary: text(thing, 'StreetSecondary'),
    city: text(thing, 'City'),
    region: text(thing, 'Region'),
    postal_code: text(thing, 'PostalCode'),
    iso_country: text(thing, 'IsoCountry'),
  }),
  CustomerProfiles: bundle('CustomerProfiles'),
  TrustProducts: bundle('TrustProducts'),
  EndUsers: (thing, about) => ({
    ...dated(thing, about),
    friendly_name: text(thing, 'FriendlyName'),
    type: text(thing, 'Type'),
    attributes: attributesOf(thing),
    url: `${hosts.trust}/EndUsers/${thing.sid}`,
  }),
  SupportingDocuments: (thing, about) => ({
    ...dated(thing, about),
    friendly_name: text(thing, 'FriendlyName'),
    mime_type: null,
    status: thing.status,
    type: text(thing, 'Type'),
    attributes: attributesOf(thing),
    url: `${hosts.trust}/SupportingDocuments/${thing.sid}`,
  }),
  EntityAssignments: (thing, about) => ({
    ...head(thing, about),
    ...parentOf(thing),
    object_sid: text(thing, 'ObjectSid'),
    url: `${hosts.trust}/${thing.fields.Parent}/${thing.parentSid}/EntityAssignments/${thing.sid}`,
  }),
  Evaluations: (thing, about) => ({
    ...head(thing, about),
    ...parentOf(thing),
    policy_sid: text(thing, 'PolicySid'),
    status: thing.status,
    results: thing.errors,
    url: `${hosts.trust}/${thing.fields.Parent}/${thing.parentSid}/Evaluations/${thing.sid}`,
  }),
  BrandRegistrations: (thing, about) => {
    const url = `${hosts.messaging}/a2p/BrandRegistrations/${thing.sid}`;
    return {
      ...dated(thing, about),
      customer_profile_bundle_sid: text(thing, 'CustomerProfileBundleSid'),
      a2p_profile_bundle_sid: text(thing, 'A2PProfileBundleSid'),
      brand_type: text(thing, 'BrandType') ?? 'STANDARD',
      status: thing.status,
      tcr_id: null,
      failure_reason: thing.errors.length > 0 ? 'Brand registration failed.' : null,
      errors: thing.errors,
      url,
      brand_score: null,
      brand_feedback: [],
      identity_status: thing.isVerified ? 'VERIFIED' : 'SELF_DECLARED',
      russell_3000: null,
      government_entity: null,
      tax_exempt_status: null,
      skip_automatic_sec_vet: isSet(thing, 'SkipAutomaticSecVet'),
      mock: isSet(thing, 'Mock'),
      links: { brand_vettings: `${url}/Vettings`, brand_registration_otps: `${url}/SmsOtp` },
    };
  },
  Services: (thing, about) => {
    const url = `${hosts.messaging}/Services/${thing.sid}`;
    return {
      ...dated(thing, about),
      friendly_name: text(thing, 'FriendlyName'),
      inbound_request_url: null,
      inbound_method: 'POST',
      fallback_url: null,
      fallback_method: 'POST',
      status_callback: null,
      sticky_sender: true,
      mms_converter: true,
      smart_encoding: true,
      scan_message_content: 'inherit',
      fallback_to_long_code: true,
      area_code_geomatch: true,
      synchronous_validation: false,
      validity_period: 36_000,
      url,
      links: { phone_numbers: `${url}/PhoneNumbers`, us_app_to_person: `${url}/Compliance/Usa2p` },
      usecase: 'undeclared',
      us_app_to_person_registered: about.isRegistered ?? false,
      use_inbound_webhook_on_number: isSet(thing, 'UseInboundWebhookOnNumber'),
    };
  },
  PhoneNumbers: (thing, about) => ({
    ...dated(thing, about),
    service_sid: thing.parentSid,
    phone_number: about.phoneNumber ?? null,
    country_code: 'US',
    capabilities: ['SMS', 'MMS', 'Voice'],
    url: `${hosts.messaging}/Services/${thing.parentSid}/PhoneNumbers/${thing.sid}`,
  }),
  Usa2p: (thing, about) => ({
    ...dated(thing, about),
    brand_registration_sid: text(thing, 'BrandRegistrationSid'),
    messaging_service_sid: thing.parentSid,
    description: text(thing, 'Description'),
    message_samples: list(thing, 'MessageSamples'),
    us_app_to_person_usecase: text(thing, 'UsAppToPersonUsecase'),
    has_embedded_links: isSet(thing, 'HasEmbeddedLinks'),
    has_embedded_phone: isSet(thing, 'HasEmbeddedPhone'),
    subscriber_opt_in: isSet(thing, 'SubscriberOptIn'),
    age_gated: isSet(thing, 'AgeGated'),
    direct_lending: isSet(thing, 'DirectLending'),
    campaign_status: thing.status,
    campaign_id: null,
    is_externally_registered: false,
    rate_limits: null,
    message_flow: text(thing, 'MessageFlow'),
    opt_in_message: text(thing, 'OptInMessage'),
    opt_out_message: text(thing, 'OptOutMessage'),
    help_message: text(thing, 'HelpMessage'),
    opt_in_keywords: list(thing, 'OptInKeywords'),
    opt_out_keywords: list(thing, 'OptOutKeywords'),
    help_keywords: list(thing, 'HelpKeywords'),
    url: `${hosts.messaging}/Services/${thing.parentSid}/Compliance/Usa2p/${thing.sid}`,
    mock: false,
    errors: thing.errors,
    privacy_policy_url: text(thing, 'PrivacyPolicyUrl'),
    terms_and_conditions_url: text(thing, 'TermsAndConditionsUrl'),
  }),
  Sinks: (thing, about) => ({
    ...dated(thing, about),
    description: text(thing, 'Description'),
    sink_configuration: JSON.parse(text(thing, 'SinkConfiguration') ?? '{}'),
    sink_type: text(thing, 'SinkType'),
    status: thing.status,
    url: `${hosts.events}/Sinks/${thing.sid}`,
    links: {},
  }),
  Subscriptions: (thing, about) => ({
    ...dated(thing, about),
    description: text(thing, 'Description'),
    sink_sid: text(thing, 'SinkSid'),
    url: `${hosts.events}/Subscriptions/${thing.sid}`,
    links: {},
  }),
  Verifications: (thing, about) => {
    const isRejected = thing.status === 'TWILIO_REJECTED';
    const [first] = thing.errors;
    return {
      ...dated(thing, about),
      ...Object.fromEntries(verificationTexts.map((name) => [snake(name), text(thing, name)])),
      trust_product_sid: null,
      regulated_item_sid: null,
      use_case_categories: list(thing, 'UseCaseCategories'),
      opt_in_image_urls: list(thing, 'OptInImageUrls'),
      opt_in_keywords: list(thing, 'OptInKeywords'),
      tollfree_phone_number: about.phoneNumber ?? null,
      status: thing.status,
      url: `${hosts.messaging}/Tollfree/Verifications/${thing.sid}`,
      rejection_reason: isRejected ? String(first?.reason ?? '') : null,
      error_code: isRejected ? Number(first?.code ?? 0) : null,
      edit_expiration: isRejected ? second(weekAfter(thing.updatedAt)) : null,
      edit_allowed: isRejected ? first?.editable !== false : null,
      age_gated_content: isSet(thing, 'AgeGatedContent'),
      rejection_reasons: isRejected ? thing.errors : null,
      resource_links: {},
      vetting_id: null,
      vetting_provider: null,
      vetting_id_expiration: null,
    };
  },
};

const verificationTexts = [
  'CustomerProfileSid',
  'BusinessName',
  'BusinessStreetAddress',
  'BusinessStreetAddress2',
  'BusinessCity',
  'BusinessStateProvinceRegion',
  'BusinessPostalCode',
  'BusinessCountry',
  'BusinessWebsite',
  'BusinessContactFirstName',
  'BusinessContactLastName',
  'BusinessContactEmail',
  'BusinessContactPhone',
  'NotificationEmail',
  'UseCaseSummary',
  'ProductionMessageSample',
  'OptInType',
  'MessageVolume',
  'AdditionalInformation',
  'TollfreePhoneNumberSid',
  'BusinessRegistrationNumber',
  'BusinessRegistrationAuthority',
  'BusinessRegistrationCountry',
  'BusinessType',
  'BusinessRegistrationPhoneNumber',
  'DoingBusinessAs',
  'OptInConfirmationMessage',
  'HelpMessageSample',
  'PrivacyPolicyUrl',
  'TermsAndConditionsUrl',
  'ExternalReferenceId',
] as const;

function snake(name: string): string {
  return name
    .replace(/(?<=[a-z])[A-Z]|(?<=[a-z])\d/g, (letter) => (/\d/.test(letter) ? letter : `_${letter}`))
    .toLowerCase();
}

function weekAfter(iso: string): string {
  return new Date(Date.parse(iso) + 7 * 86_400_000).toISOString();
}
