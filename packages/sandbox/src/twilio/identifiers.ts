import { randomUUID } from 'node:crypto';

/** A Twilio SID: two letters that name the kind and 32 hexadecimal digits. */
export function createSid(kind: 'SM' | 'MM' | 'CA' | 'RE' | 'PN' | 'AC' | 'TR' | 'ME'): string {
  return kind + randomUUID().replaceAll('-', '');
}

/** RFC 2822 as Twilio writes it: `Sat, 21 Nov 2026 11:54:09 +0000`, whole seconds. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
