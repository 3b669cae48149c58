import { type Business, businessSchema, type E164, type Notice, toInstant } from '@ringback/core';
import type { NoticeMessage } from '@ringback/engine';
import { createNoticeLinks } from '../links.ts';

/** A notice and the message round it, as tests of the channels need them. */
export const publicUrl = 'https://ringback.example.com';
export const links = createNoticeLinks({ publicUrl, keys: [Buffer.alloc(32, 1)] });

export const needsPerson: Notice = {
  kind: 'needs-person',
  urgent: false,
  at: toInstant('2026-11-19T16:00:00.000Z'),
  headline: 'Answer Maria Lopez',
  caller: { name: 'Maria Lopez', phone: '+15125550142' as E164 },
  conversationId: 'text-1-conversation',
  state: 'needs-person',
  line: '+15125550100' as E164,
  happened: 'They wrote:',
  words: 'When can you come?',
  reasons: ['The caller wrote, so a person has to answer.'],
  answerBy: toInstant('2026-11-19T16:15:00.000Z'),
  level: null,
  people: [],
};

export const emergency: Notice = {
  ...needsPerson,
  kind: 'emergency',
  urgent: true,
  headline: 'Emergency: Maria Lopez',
  words: 'There is a gas leak',
  level: 1,
};

export function messageOf(
  notices: NoticeMessage['notices'],
  recipient: NoticeMessage['recipient'] = { address: 'owner@example.com', name: null },
  language: Business['language'] = 'en',
): NoticeMessage {
  const business = businessSchema.parse({
    id: 'acme',
    name: 'Acme Plumbing',
    language,
    timeZone: 'America/Chicago',
    lines: [{ number: '+15125550100' }],
  });
  return { id: 'text-1-4-email-1', business, recipient, notices };
}
