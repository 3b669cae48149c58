import { SegmentedMessage } from 'sms-segments-calculator';

export type TextMeasure = {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** How many messages the carriers bill: 160 characters of GSM-7 or 70 of UCS-2, fewer each when there are several. */
  readonly segments: number;
  readonly characters: number;
};

export function measureText(body: string): TextMeasure {
  const message = new SegmentedMessage(body);
  return {
    encoding: message.getEncodingName() === 'GSM-7' ? 'GSM-7' : 'UCS-2',
    segments: message.segmentsCount,
    characters: message.numberOfCharacters,
  };
}
