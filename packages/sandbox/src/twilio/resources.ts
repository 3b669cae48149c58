import type { CallLeg } from './call-legs.ts';
import { rfc2822 } from './identifiers.ts';
import type { MediaFile } from './media-files.ts';
import type { Message } from './messages.ts';
import { nationalFormat, type SandboxNumber } from './numbers.ts';
import type { Recording } from './recordings.ts';

const apiVersion = '2010-04-01';
const date = (moment: string | null) => (moment === null ? null : rfc2822(new Date(moment)));

export function accountPath(accountSid: string): string {
  return `/${apiVersion}/Accounts/${accountSid}`;
}

/** A Message as Twilio writes it: counts are strings, the error code is an integer, dates RFC 2822. */
export function messageResource(accountSid: string, message: Message) {
  const uri = `${accountPath(accountSid)}/Messages/${message.sid}.json`;
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    body: message.body,
    date_created: date(message.createdAt),
    date_sent: date(message.sentAt),
    date_updated: date(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : 'See the error code',
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.mediaUrls.length),
    num_segments: String(message.segments),
    price: message.sentAt && message.segments > 0 ? (-0.0079 * message.segments).toFixed(5) : null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: uri.replace(/\.json$/, '/Media.json') },
    to: message.to,
    uri,
  };
}

export function mediaResource(accountSid: string, file: MediaFile) {
  return {
    account_sid: accountSid,
    content_type: file.contentType,
    date_created: date(file.createdAt),
    date_updated: date(file.createdAt),
    parent_sid: file.messageSid,
    sid: file.sid,
    uri: `${accountPath(accountSid)}/Messages/${file.messageSid}/Media/${file.sid}.json`,
  };
}

export function callResource(accountSid: string, phoneNumberSid: string | null, leg: CallLeg) {
  const path = `${accountPath(accountSid)}/Calls/${leg.sid}`;
  const isOver = leg.endedAt !== null;
  const seconds = leg.answeredAt && leg.endedAt ? Date.parse(leg.endedAt) - Date.parse(leg.answeredAt) : 0;
  return {
    account_sid: accountSid,
    answered_by: null,
    api_version: apiVersion,
    caller_name: null,
    date_created: date(leg.createdAt),
    date_updated: date(leg.endedAt ?? leg.answeredAt ?? leg.createdAt),
    direction: leg.direction,
    duration: isOver ? String(Math.round(seconds / 1_000)) : null,
    end_time: date(leg.endedAt),
    forwarded_from: leg.forwardedFrom,
    from: leg.from,
    from_formatted: leg.from,
    group_sid: null,
    parent_call_sid: leg.parentSid,
    phone_number_sid: phoneNumberSid,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: leg.sid,
    start_time: date(leg.createdAt),
    status: leg.status,
    subresource_uris: { recordings: `${path}/Recordings.json` },
    to: leg.to,
    to_formatted: leg.to,
    trunk_sid: null,
    uri: `${path}.json`,
  };
}

export function numberResource(accountSid: string, sid: string, number: SandboxNumber, createdAt: string) {
  return {
    account_sid: accountSid,
    address_requirements: 'none',
    address_sid: null,
    api_version: apiVersion,
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    date_created: date(createdAt),
    date_updated: date(createdAt),
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    friendly_name: number.label ?? nationalFormat(number.number),
    identity_sid: null,
    origin: 'twilio',
    phone_number: number.number,
    sid,
    sms_application_sid: number.smsApplicationSid || null,
    sms_fallback_method: 'POST',
    sms_fallback_url: number.smsFallbackUrl ?? '',
    sms_method: number.smsMethod ?? 'POST',
    sms_url: number.smsUrl,
    status: 'in-use',
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod ?? 'POST',
    trunk_sid: number.trunkSid || null,
    type: 'local',
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${sid}.json`,
    voice_application_sid: number.voiceApplicationSid || null,
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: number.voiceFallbackUrl ?? '',
    voice_method: number.voiceMethod ?? 'POST',
    voice_receive_mode: 'voice',
    voice_url: number.voiceUrl,
  };
}

/** A number for sale; of its place Twilio tells only what it knows, here its country. */
export function availableNumberResource(number: string, country: string) {
  return {
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    friendly_name: nationalFormat(number),
    iso_country: country,
    lata: null,
    latitude: null,
    locality: null,
    longitude: null,
    phone_number: number,
    postal_code: null,
    rate_center: null,
    region: null,
  };
}

/** Source: https://www.twilio.com/docs/iam/api/account, read 2026-11-21 */
export function accountResource(accountSid: string, createdAt: string) {
  const path = accountPath(accountSid);
  return {
    date_created: date(createdAt),
    date_updated: date(createdAt),
    friendly_name: 'Sandbox',
    owner_account_sid: accountSid,
    sid: accountSid,
    status: 'active',
    subresource_uris: { incoming_phone_numbers: `${path}/IncomingPhoneNumbers.json` },
    type: 'Full',
    uri: `${path}.json`,
  };
}

export function recordingResource(accountSid: string, recording: Recording) {
  return {
    account_sid: accountSid,
    api_version: apiVersion,
    call_sid: recording.callSid,
    channels: 1,
    conference_sid: null,
    date_created: recording.startedAt,
    date_updated: recording.startedAt,
    duration: String(recording.seconds),
    encryption_details: null,
    error_code: null,
    media_url: recording.url,
    price: null,
    price_unit: 'USD',
    sid: recording.sid,
    source: 'RecordVerb',
    start_time: recording.startedAt,
    status: 'completed',
    subresource_uris: {},
    uri: `${accountPath(accountSid)}/Recordings/${recording.sid}.json`,
  };
}
