import type { E164, HandledByProvider, Media, TextFailure, TextStatus } from '@ringback/core';
import { z } from 'zod';
import { readNumber } from './caller-id.ts';
import { readTextFailure } from './errors.ts';
import type { FormParams } from './form.ts';
import { readTextStatus } from './text-status.ts';
import { optional, readParams, required, WebhookError } from './webhook-error.ts';

export type IncomingText = {
  readonly providerId: string;
  /** null: an address of another channel that is no number. */
  readonly line: E164 | null;
  /** Over which it came: `sms`, also with pictures, or another one such as `whatsapp` or `rcs`. */
  readonly channel: string;
  /** null: a short code, or a sender on another channel than SMS. */
  readonly from: E164 | null;
  readonly body: string;
  readonly media: readonly Media[];
  readonly handledByProvider: HandledByProvider | null;
};

export type TextStatusReport = {
  readonly providerId: string;
  readonly status: TextStatus;
  readonly code: string | null;
  /** What a failure asks for. */
  readonly failure: TextFailure | null;
};

/** What Twilio says it did, where Advanced Opt-Out is on. */
const handledTypes: ReadonlyMap<string, HandledByProvider> = new Map([
  ['STOP', 'opt-out'],
  ['START', 'opt-in'],
  ['HELP', 'help'],
]);

/**
 * What Twilio acts on by itself when a message is this word and nothing else. YES is on its list of opt-ins, but
 * it only lifts a block that exists, and is otherwise an ordinary answer: whether it opts in is for the rules.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out, read 2026-11-21
 */
const defaultKeywords: ReadonlyMap<string, HandledByProvider> = new Map([
  ...['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'].map(
    (word) => [word, 'opt-out'] as const,
  ),
  ...['START', 'UNSTOP'].map((word) => [word, 'opt-in'] as const),
  ...['HELP', 'INFO'].map((word) => [word, 'help'] as const),
]);

const incomingText = z.object({
  MessageSid: required,
  To: required,
  From: required,
  Body: z.string().default(''),
  NumMedia: optional,
  OptOutType: optional,
});

/** @throws WebhookError when `MessageSid`, `From` or `To` is missing, or `To` is no number on SMS. */
export function parseIncomingText(params: FormParams): IncomingText {
  const { MessageSid, To, From, Body, NumMedia, OptOutType } = readParams(incomingText, params);
  const channel = channelOf(From) ?? channelOf(To) ?? 'sms';
  const line = readNumber(To.replace(addressKind, ''));
  if (line === null && channel === 'sms') throw new WebhookError('To', 'the parameter To is no phone number');
  const keyword = Body.trim().toUpperCase();
  return {
    providerId: MessageSid,
    line,
    channel,
    from: readNumber(From),
    body: Body,
    media: readMedia(params, Number(NumMedia ?? 0)),
    handledByProvider: (OptOutType ? handledTypes.get(OptOutType) : defaultKeywords.get(keyword)) ?? null,
  };
}

/** Addresses of other channels begin with its name. Source: https://www.twilio.com/docs/messaging/channels, read 2026-11-21 */
const addressKind = /^([a-z]{2,20}):/i;

function channelOf(address: string): string | null {
  return addressKind.exec(address)?.[1]?.toLowerCase() ?? null;
}

/** A message has ten attachments at most, whatever it claims. */
const mostMedia = 10;

function readMedia(params: FormParams, count: number): readonly Media[] {
  const media: Media[] = [];
  for (let index = 0; index < Math.min(count, mostMedia); index += 1) {
    const url = params[`MediaUrl${index}`];
    const contentType = params[`MediaContentType${index}`];
    if (typeof url !== 'string' || url === '') continue;
    media.push({ url, contentType: typeof contentType === 'string' ? contentType : '' });
  }
  return media;
}

const textStatus = z.object({ MessageSid: required, MessageStatus: required, ErrorCode: optional });

/**
 * What became of a text of ours; null for a status that says nothing of that.
 * @throws WebhookError when `MessageSid` or `MessageStatus` is missing
 */
export function parseTextStatus(params: FormParams): TextStatusReport | null {
  const { MessageSid, MessageStatus, ErrorCode } = readParams(textStatus, params);
  const status = readTextStatus(MessageStatus);
  if (status === null) return null;
  const code = ErrorCode === '0' ? null : ErrorCode;
  return { providerId: MessageSid, status, code, failure: code === null ? null : readTextFailure(code) };
}
